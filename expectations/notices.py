"""What people are told of expectations."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Topic
from accounts.notice_kinds import NoticeKind, register_notice_kinds

# Care consultants' answer to “does it feel kept?”.
_KEPT = {
    "yes": _("New verdict from %(care_consultants)s: this feels kept."),
    "a-bit": _("New verdict from %(care_consultants)s: this feels partly kept."),
    "not-yet": _("New verdict from %(care_consultants)s: this doesn’t feel kept yet."),
}

NOTICE_KINDS = {
    "expectation-judged": NoticeKind(
        Topic.VOICE,
        "expectations.expectation",
        _("New verdict from %(care_consultants)s."),
        details=_KEPT,
    ),
}
register_notice_kinds(NOTICE_KINDS)
