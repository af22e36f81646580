"""What a scene lacks because no address asks for it, so that every box that words can be typed into
has been typed into by somebody."""

import datetime

from django.utils import timezone

from accounts.enums import ErasureStatus
from accounts.models import ErasureRequest, GlossaryTerm
from cooperative.enums import BodyKind, ChallengeStatus, ItemStatus, MeetingDeed, RelationKind
from cooperative.models import (
    AgendaItem,
    Body,
    BodyRelation,
    ChallengeAnswer,
    MeetingChange,
    MemberQuestion,
)
from expectations.enums import SetVoice
from expectations.models import Evidence, Expectation, ExpectationSet
from impact.enums import ScrutinyKind, ScrutinyReply
from impact.models import ScrutinyAnswer, ScrutinyComment
from outcomes.enums import Feels
from outcomes.models import DateMove, Verdict
from tests.access.scene import Scene
from tests.access.things import a_challenge
from tests.factories import in_days


def make_the_rest(scene: Scene) -> None:
    """One of each, for the scene's authority."""
    side, now = scene.side, timezone.now()
    authority = side.authority
    GlossaryTerm.objects.create(authority=authority, word="IRO", meaning="Who looks after reviews.")
    ErasureRequest.objects.create(
        membership=side.planned_leaver,
        status=ErasureStatus.REFUSED,
        decided_by=side.coordinator,
        decided_at=now,
        reason="We need it for a year.",
    )
    promises = ExpectationSet.objects.create(
        authority=authority, slug="more-promises", name="More promises", voice=SetVoice.DEMAND
    )
    Expectation.objects.create(expectation_set=promises, number=1, text="Ask us first.")
    Evidence.objects.create(authority=authority, slug="tax", text="No council tax until 25.")
    type(scene.closed).objects.filter(pk=scene.closed.pk).update(closing_words="We have it now.")
    for judged in ({"action": scene.action}, {"priority": scene.priority}):
        Verdict.objects.create(by=side.consultant, feels=Feels.A_BIT, words="A bit.", **judged)
    MemberQuestion.objects.create(
        meeting=scene.papers,
        workplan=side.workplan,
        asked_by=side.member,
        text="And the bus?",
        answer="It goes.",
        answered_by=side.officer,
        answered_at=now,
    )
    ChallengeAnswer.objects.create(
        challenge=a_challenge(side, ChallengeStatus.OPEN),
        by=side.officer,
        text="Soon.",
        accepted=False,
        decided_at=now,
        refused_because="When is soon?",
    )
    AgendaItem.objects.create(
        meeting=scene.planned,
        position=9,
        title="Left for another time",
        status=ItemStatus.DECLINED,
        declined_because="There is no room.",
        added_by=side.officer,
    )
    MeetingChange.objects.create(
        meeting=scene.planned,
        deed=MeetingDeed.MOVED,
        was=scene.planned.starts_at - datetime.timedelta(days=1),
        now=scene.planned.starts_at,
        reason="The room was taken.",
        by=side.officer,
        at=now - datetime.timedelta(days=1),
    )
    DateMove.objects.create(
        action=scene.action,
        by=side.officer,
        from_on=scene.action.due_on - datetime.timedelta(days=7),
        to_on=scene.action.due_on,
        because="The van came late.",
    )
    other = Body.objects.create(
        authority=authority, slug="officers", name="Officers", kind=BodyKind.DELIVERY
    )
    BodyRelation.objects.create(from_body=other, to_body=side.body, kind=RelationKind.REPORTS_TO)
    _scrutiny(scene)


def _scrutiny(scene: Scene) -> None:
    """A recommendation that is answered, and a comment that was withdrawn."""
    side, now = scene.side, timezone.now()
    answered, withdrawn = (
        ScrutinyComment.objects.create(
            authority=side.authority,
            year=now.year,
            number=90 + number,
            kind=kind,
            text="Buses should be free.",
            body=Body.objects.get(authority=side.authority, slug="scrutiny"),
            workplan=side.workplan,
            made_by=side.member,
            answer_by=in_days(60) if kind == ScrutinyKind.RECOMMENDATION else None,
        )
        for number, kind in enumerate((ScrutinyKind.RECOMMENDATION, ScrutinyKind.COMMENT))
    )
    ScrutinyAnswer.objects.create(
        comment=answered,
        reply=ScrutinyReply.ACCEPTED,
        why="They should.",
        action="Make them free.",
        act_by=in_days(90),
        by=side.executive,
    )
    withdrawn.withdrawn_by, withdrawn.withdrawn_at = side.member, now
    withdrawn.withdrawn_because = "It was about another report."
    withdrawn.save()
