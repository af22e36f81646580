"""The same authority's other outcome, with one of everything that belongs to an outcome: another
lead, another owner, another care consultant who asks. Its workplan is still being written."""

from dataclasses import replace

from cooperative.enums import ChallengeStatus
from cooperative.models import Challenge, ChallengeAnswer, MemberQuestion
from impact.models import ReportLine, ScrutinyComment
from outcomes.enums import WorkplanStatus
from outcomes.models import Action, Workplan
from tests.access.scene import Scene
from tests.access.things import a_proposed_decision, an_escalation, make_actions, make_priorities
from tests.factories import in_days
from tests.support.cast import Cast


def make_neighbour(cast: Cast, scene: Scene) -> Scene:
    """Manchester's scene as it looks from the other outcome. What belongs to no outcome is the same
    thing in both."""
    plan = cast.healthy_workplan
    plan.status, plan.shared_at = WorkplanStatus.DRAFT, None
    plan.save()
    side = replace(
        scene.side,
        consultant=cast.consultant_2,
        lead=cast.other_lead,
        officer=cast.partner,
        outcome=cast.healthy,
        workplan=plan,
    )
    priority, closed = make_priorities(side)
    action, proposal, file = make_actions(side, priority)
    return replace(
        scene,
        side=side,
        priority=priority,
        closed=closed,
        action=action,
        proposal=proposal,
        file=file,
        question=MemberQuestion.objects.create(
            meeting=scene.papers, workplan=plan, asked_by=cast.member, text="And this one?"
        ),
        open_challenge=_challenge(cast, ChallengeStatus.OPEN),
        answered=_challenge(cast, ChallengeStatus.ANSWERED),
        escalation=an_escalation(side, action, "clinic", cast.partner),
        proposed=a_proposed_decision(side, action, "surgery", cast.partner),
        line=_line(scene, action),
        recommendation=_recommendation(cast),
        past_plan=Workplan.objects.create(
            authority=cast.manchester, outcome=cast.healthy, period=scene.unwritten, status="shared"
        ),
    )


def _recommendation(cast: Cast) -> ScrutinyComment:
    """Made while the plan was shared; it is being written again."""
    return ScrutinyComment.objects.create(
        authority=cast.manchester,
        year=2000,
        number=1,
        kind="recommendation",
        text="Ask young people first.",
        body=cast.manchester.bodies.get(slug="scrutiny"),
        workplan=cast.healthy_workplan,
        made_by=cast.member,
        answer_by=in_days(60),
    )


def _challenge(cast: Cast, status: str) -> Challenge:
    challenge = Challenge.objects.create(
        authority=cast.manchester,
        question="Who is holding this up?",
        raised_by=cast.consultant_2,
        asked_of=cast.partner,
        reply_by=in_days(10),
        status=status,
    )
    if status == ChallengeStatus.ANSWERED:
        ChallengeAnswer.objects.create(challenge=challenge, by=cast.partner, text="We are.")
    return challenge


def _line(scene: Scene, action: Action) -> ReportLine:
    """A line about the other outcome, in the same report."""
    return ReportLine.objects.create(
        report=scene.draft,
        part="said",
        position=2,
        text="They said they would.",
        composed_text="They said they would.",
        action=action,
    )
