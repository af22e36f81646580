"""What people are told of what young people said, before it is released."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Topic
from accounts.notice_kinds import NoticeKind, register_notice_kinds

ASK = "voice.ask"

NOTICE_KINDS = {
    "ask-waits": NoticeKind(
        Topic.VOICE,
        ASK,
        _("Something young people said is waiting to be released."),
        asks=True,
        stays="voice.operations.telling.waits_no_more settles it in the deed that ends it",
        manager="unreleased_ones",
    ),
    "concern-raised": NoticeKind(
        Topic.VOICE,
        ASK,
        _("Someone may not be safe. Please read this straight away."),
        asks=True,
        stays="voice.operations.telling.waits_no_more settles it in the deed that ends it",
        manager="unreleased_ones",
    ),
}
register_notice_kinds(NOTICE_KINDS)
