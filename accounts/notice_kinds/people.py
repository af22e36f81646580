"""What people are told of others, and of tasks given to them."""

from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.enums import Topic
from accounts.notice_kinds.actions import OPEN
from accounts.notice_kinds.kind import BODY, MEMBERSHIP, OUTCOME, Kind

# Somebody who has left with work in their name: what `accounts.queries.belongings` looks for.
_HAS_WORK: tuple[dict[str, Any], ...] = (
    {
        "owned_actions__status__in": ["proposed", *OPEN],
        "owned_actions__workplan__status__in": ["draft", "shared"],
    },
    {"leads__isnull": False},
    {"challenges_to_answer__status__in": ["open", "answered"]},
    {"meetings_led__status__in": ["planned", "papers-out"]},
    {"seats__status__in": ["proposed", "active"]},
    {"escalations__status": "open"},
)

PEOPLE: dict[str, Kind] = {
    "lead-appointed": Kind(
        Topic.PEOPLE,
        OUTCOME,
        _("You’re now leading this work."),
        asks=True,
        holds={"lead": F("membership")},
    ),
    "seat-taken": Kind(Topic.PEOPLE, BODY, _("You now have a seat here.")),
    "role-changed": Kind(Topic.PEOPLE, MEMBERSHIP, _("Your role here has changed.")),
    "somebody-joined": Kind(Topic.PEOPLE, MEMBERSHIP, _("Someone you invited has joined.")),
    "somebody-left": Kind(
        Topic.PEOPLE,
        MEMBERSHIP,
        _("Someone has left. Their work needs handing over."),
        asks=True,
        holds=_HAS_WORK,
    ),
}
