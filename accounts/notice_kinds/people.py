"""What people are told of others, and of tasks given to them."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Topic
from accounts.notice_kinds.kind import BODY, MEMBERSHIP, OUTCOME, Kind

PEOPLE: dict[str, Kind] = {
    "lead-appointed": Kind(Topic.PEOPLE, OUTCOME, _("You lead this work now."), asks=True),
    "seat-taken": Kind(Topic.PEOPLE, BODY, _("You now have a seat here.")),
    "role-changed": Kind(Topic.PEOPLE, MEMBERSHIP, _("Your role here has changed.")),
    "somebody-joined": Kind(Topic.PEOPLE, MEMBERSHIP, _("Someone you invited has joined.")),
    "somebody-left": Kind(
        Topic.PEOPLE,
        MEMBERSHIP,
        _("Someone has left. Their work needs handing over."),
        asks=True,
    ),
}
