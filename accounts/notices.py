"""What people are told of their role, and of others who come."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Topic
from accounts.notice_kinds import NoticeKind, register_notice_kinds

MEMBERSHIP = "accounts.membership"

NOTICE_KINDS = {
    "role-changed": NoticeKind(Topic.PEOPLE, MEMBERSHIP, _("Your role here has changed.")),
    "somebody-joined": NoticeKind(Topic.PEOPLE, MEMBERSHIP, _("Someone you invited has joined.")),
}
register_notice_kinds(NOTICE_KINDS)
