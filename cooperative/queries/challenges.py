"""Challenges as lists: who waits for whom, for how long."""

import datetime

from django.db.models import Case, F, Max, Q, Value, When
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from cooperative.enums import BodyKind, ChallengeStatus
from cooperative.models import Challenge, Meeting
from cooperative.models.challenge import ChallengeQuerySet

# The list's filters, in the order they are shown.
FILTERS = {
    "waiting-for-answer": _("Waiting for an answer"),
    "overdue": _("Late"),
    "waiting-for-us": _("Answered, not accepted yet"),
    "settled": _("Closed"),
}


def with_people(challenges: ChallengeQuerySet) -> ChallengeQuerySet:
    """With whoever asked and whoever must answer, in the same statement."""
    return challenges.select_related(
        "raised_by__person",
        "raised_by__organisation",
        "asked_of__person",
        "asked_of__organisation",
        "meeting",
    )


def challenge_list(actor: Membership, which: str = "", mine: bool = False) -> ChallengeQuerySet:
    """The challenges an actor may see, filtered: the overdue ones first, the longest overdue at the
    head, then the others by the day they are due, then what is settled.

    `waiting_since` is the day the present wait began: raised, last answered or last refused.
    """
    found = with_people(Challenge.objects.visible_to(actor)).annotate(
        waiting_since=Greatest(
            F("raised_at"),
            Coalesce(Max("answers__at"), F("raised_at")),
            Coalesce(Max("answers__decided_at"), F("raised_at")),
        )
    )
    if mine:
        found = found.filter(Q(raised_by=actor) | Q(asked_of=actor))
    if which == "waiting-for-answer":
        found = found.filter(status=ChallengeStatus.OPEN)
    elif which == "overdue":
        found = found.overdue()
    elif which == "waiting-for-us":
        found = found.filter(status=ChallengeStatus.ANSWERED)
    elif which == "settled":
        return found.filter(status=ChallengeStatus.ACCEPTED).order_by("-closed_at", "-pk")
    # The engines put NULL at different ends unless told: what is not settled comes first.
    overdue = Q(status=ChallengeStatus.OPEN, reply_by__lt=timezone.localdate())
    first = Case(When(overdue, then=Value(0)), default=Value(1))
    return found.order_by(F("closed_at").desc(nulls_first=True), first, "reply_by", "pk")


def overdue_for(meeting: Meeting) -> ChallengeQuerySet:
    """The overdue challenges that must head a meeting's agenda: those raised at this body's
    meetings, and for the authority's lead body those raised outside any meeting too. Longest
    overdue first (product.md: "Overdue challenges head the next agenda")."""
    belongs = Q(meeting__body_id=meeting.body_id)
    if meeting.body.kind == BodyKind.LEAD:
        belongs |= Q(meeting__isnull=True)
    return with_people(
        Challenge.objects.overdue()
        .filter(belongs, authority_id=meeting.authority_id)
        .order_by("reply_by", "pk")
    )


def days_since(moment: datetime.datetime) -> int:
    """Whole days from a moment to today."""
    return (timezone.localdate() - timezone.localdate(moment)).days
