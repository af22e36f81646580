"""The product's table of who may do what, by hand, and each of its cells asked of the policies.

The columns and rows are those of the product's own table, not those of `accounts.roles`: nothing is
read from the code that is tested. A cell says `yes`, `no`, or `own`: yes for what is theirs (an
action they answer for, the outcome they lead, their organisation's work, a challenge put to them,
a seat they have) and no for what is somebody else's.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from accounts.enums import Role
from accounts.models import Membership
from accounts.policies import can_change_look, can_invite, can_set_up
from accounts.roles import NOT_YET, RIGHTS
from cooperative.enums import SeatKind
from cooperative.models import Escalation, Seat
from cooperative.policies import (
    can_answer_challenge,
    can_ask_member_question,
    can_change_meeting,
    can_confirm_decision,
    can_decide_answer,
    can_escalate_obstacle,
    can_mark_workplan_read,
    can_plan_meeting,
    can_propose_agenda_item,
    can_propose_decision,
    can_raise_challenge,
    can_record_attendance,
    can_record_decision,
    can_record_group_decision,
    can_resolve_escalation,
    can_write_minutes,
)
from core.decisions import Decision
from documents.policies import can_ask_for_document
from expectations.policies import can_judge_expectation
from impact.enums import ReportDocument
from impact.models import ScrutinyComment
from impact.policies import (
    can_answer_scrutiny,
    can_change_line,
    can_change_report,
    can_compose_annual_report,
    can_compose_report,
    can_endorse_annual_report,
    can_make_scrutiny_comment,
    can_publish_report,
    can_sign_foreword,
    can_sign_off_report,
)
from outcomes.models import Action
from outcomes.policies import (
    can_change_action,
    can_change_priority,
    can_close_priority,
    can_give_verdict,
    can_plan_action,
    can_propose_action,
    can_record_progress,
    can_set_priority,
)
from portal.policies import can_read_trail
from tests.access.scene import Scene
from tests.factories import make_action
from tests.support.cast import Cast
from tests.support.places import working
from voice.policies import (
    can_hand_on_ask,
    can_record_ask,
    can_release_ask,
    can_return_ask,
    can_withdraw_ask,
)

pytestmark = pytest.mark.django_db

COLUMNS = (
    "consultant",
    "member",
    "officer",
    "lead",
    "partner",
    "executive",
    "coordinator",
    "safeguarding",
)


@dataclass
class At:
    """Where a deed is tried: by whom, on what, and whether that is theirs."""

    cast: Cast
    scene: Scene
    neighbour: Scene
    who: Membership
    column: str
    theirs: bool

    @property
    def place(self) -> Scene:
        """Of the outcome that the lead of the table leads, or of the other."""
        return self.scene if self.theirs else self.neighbour

    @property
    def action(self) -> Action:
        """One they answer for, or in the outcome they lead; or one that is nobody's they know."""
        if not self.theirs:
            return make_action(
                self.cast,
                priority=self.neighbour.priority,
                actor=self.cast.other_lead,
                owner=self.cast.other_partner,
            )
        owner = self.who if self.column in {"officer", "partner"} else self.cast.officer_2
        return make_action(self.cast, priority=self.scene.priority, owner=owner)


Deed = Callable[[At], bool | Decision]


@dataclass
class Line:
    """A row of the table: its deeds, each of which must answer alike, and its eight cells."""

    deeds: list[Deed]
    cells: str
    answers: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.answers = dict(zip(COLUMNS, self.cells.split(), strict=True))


def _reads(at: At) -> bool:
    """Their home opens, and so does an action: a partner's only when it involves them (the other
    outcome's plan is not shared)."""
    client = at.cast.client(at.who)
    home = client.get(working(at.scene.side.authority.slug)).status_code == 200
    return home and Action.objects.visible_to(at.who).filter(pk=at.action.pk).exists()


def _answers(at: At) -> Decision:
    challenge = at.scene.open_challenge
    challenge.asked_of = at.who if at.theirs else at.cast.officer_2
    return can_answer_challenge(at.who, challenge)


def _decides(at: At) -> Decision:
    challenge = at.scene.answered
    challenge.raised_by = at.who if at.theirs else at.cast.consultant_3
    return can_decide_answer(at.who, challenge)


def _proposes(at: At) -> Decision:
    if at.theirs:
        Seat.objects.create(body=at.scene.escalation.body, membership=at.who, title="Their seat")
    else:
        Seat.objects.filter(membership=at.who).delete()
    return can_propose_decision(at.who, at.scene.escalation)


def _resolves_alone(at: At) -> Decision:
    """As the chair; an ordinary seat is not theirs to decide with."""
    Seat.objects.filter(membership=at.who).delete()
    kind = SeatKind.CHAIR if at.theirs else SeatKind.MEMBER
    Seat.objects.create(
        body=at.scene.escalation.body, membership=at.who, title="Their seat", kind=kind
    )
    return can_resolve_escalation(at.who, at.scene.escalation)


def _confirms(at: At) -> Decision:
    """What somebody else proposed; never what they proposed themselves."""
    escalation = at.scene.proposed
    Seat.objects.create(body=escalation.body, membership=at.who, title="Their seat")
    step = escalation.steps.latest("at", "pk")
    step.by = at.cast.officer_2 if at.theirs else at.who
    step.save()
    return can_confirm_decision(at.who, Escalation.objects.get(pk=escalation.pk))


def _reads_trail(at: At) -> Decision:
    if not at.theirs:
        Seat.objects.filter(membership=at.who).delete()
    return can_read_trail(at.who)


def _comments(at: At) -> Decision:
    if not at.theirs:
        Seat.objects.filter(membership=at.who).delete()
    return can_make_scrutiny_comment(at.who, at.scene.side.workplan)


def _recommendation(at: At) -> ScrutinyComment:
    """As the database has it, with the lead its outcome has now."""
    return ScrutinyComment.objects.get(pk=at.place.recommendation.pk)


def _answers_on_a_report(at: At) -> Decision:
    comment = _recommendation(at)
    comment.workplan, comment.report = None, at.scene.published
    return can_answer_scrutiny(at.who, comment)


def _endorsed_download(at: At) -> Decision:
    return can_ask_for_document(at.who, ReportDocument.ANNUAL, at.scene.endorsed)


TABLE: dict[str, Line] = {
    "read the authority's working pages": Line([_reads], "yes yes yes yes own yes yes yes"),
    # The coordinator records on their behalf, marked so; never closes.
    "set and rank priorities": Line(
        [
            lambda at: can_set_priority(at.who, at.scene.side.workplan),
            lambda at: can_change_priority(at.who, at.scene.priority),
        ],
        "yes no no no no no yes no",
    ),
    "close priorities": Line(
        [lambda at: can_close_priority(at.who, at.scene.priority)], "yes no no no no no no no"
    ),
    "draft and change actions": Line(
        [
            lambda at: can_plan_action(at.who, at.place.priority),
            lambda at: can_change_action(at.who, at.place.action),
        ],
        "no no no own no no yes no",
    ),
    # A lead drafts, and is an officer besides.
    "propose actions": Line(
        [lambda at: can_propose_action(at.who, at.scene.priority)],
        "yes no yes yes yes no no no",
    ),
    "update an action": Line(
        [lambda at: can_record_progress(at.who, at.action)], "no no own own own no no no"
    ),
    "give verdicts": Line(
        [
            lambda at: can_give_verdict(at.who, at.scene.priority),
            lambda at: can_give_verdict(at.who, at.scene.action),
            lambda at: can_judge_expectation(at.who, at.scene.expectation),
            lambda at: can_judge_expectation(at.who, at.scene.expectation),
        ],
        "yes no no no no no no no",
    ),
    # It waits until somebody releases it.
    "write down what young people said": Line(
        [lambda at: can_record_ask(at.who)], "yes yes yes yes yes no yes yes"
    ),
    # The lead wrote it down, so that each who may is a second person.
    "release or hold what was said": Line(
        [lambda at: can_release_ask(at.who, at.scene.waiting)], "no no no no no no yes yes"
    ),
    "hand a point to the safeguarding lead": Line(
        [lambda at: can_hand_on_ask(at.who, at.scene.ask)], "yes yes yes yes no no yes yes"
    ),
    # Before there is a rota: the coordinator releases only.
    "close concerns": Line(
        [
            lambda at: can_return_ask(at.who, at.scene.held),
            lambda at: can_withdraw_ask(at.who, at.scene.held),
        ],
        "no no no no no no no yes",
    ),
    "review a workplan before a meeting": Line(
        [
            lambda at: can_mark_workplan_read(at.who, at.scene.papers),
            lambda at: can_ask_member_question(at.who, at.scene.papers),
        ],
        "no yes no no no no no no",
    ),
    "make formal scrutiny comments": Line([_comments], "no own no no no no no no"),
    # On a workplan the outcome's lead; on a report the coordinator.
    "answer a scrutiny recommendation on a workplan": Line(
        [lambda at: can_answer_scrutiny(at.who, _recommendation(at))],
        "no no no own no no no no",
    ),
    "answer a scrutiny recommendation on a report": Line(
        [_answers_on_a_report], "no no no no no no yes no"
    ),
    "plan a meeting's theme and agenda, and lead it": Line(
        [
            lambda at: can_plan_meeting(at.who, at.scene.side.body),
            lambda at: can_change_meeting(at.who, at.scene.planned),
        ],
        "yes no no no no no yes no",
    ),
    "propose agenda items": Line(
        [lambda at: can_propose_agenda_item(at.who, at.scene.planned)],
        "yes yes yes yes yes yes yes yes",
    ),
    "raise a challenge": Line([lambda at: can_raise_challenge(at.who)], "yes no no no no no no no"),
    "accept or refuse the answer": Line([_decides], "own no no no no no no no"),
    "answer a challenge": Line([_answers], "no own own own own own no no"),
    "record attendance, decisions, minutes": Line(
        [
            lambda at: can_record_attendance(at.who, at.scene.today),
            lambda at: can_record_decision(at.who, at.scene.today),
            lambda at: can_write_minutes(at.who, at.scene.today_item),
        ],
        "yes no no no no no yes no",
    ),
    # Officers and partners of what they answer for, leads of what they lead. An officer who sits on
    # a reviewing group: tests/cooperative/test_deciding_where.py.
    "escalate an obstacle": Line(
        [lambda at: can_escalate_obstacle(at.who, at.action)], "no no own own own no no yes"
    ),
    # Two seats on that body, its chair, or a recorded meeting; never one ordinary member alone.
    "propose a decision on an escalation": Line([_proposes], "no own own own own own no no"),
    "resolve an escalation alone": Line([_resolves_alone], "no own own own own own no no"),
    "confirm another's decision on an escalation": Line(
        [_confirms], "no own own own own own no no"
    ),
    "record what a body decided on an escalation": Line(
        [lambda at: can_record_group_decision(at.who, at.scene.escalation)],
        "no no no no no no yes no",
    ),
    "draft an impact report": Line(
        [
            lambda at: can_compose_report(at.who, at.scene.reportless),
            lambda at: can_change_report(at.who, at.scene.draft),
        ],
        "yes no no no no no yes no",
    ),
    "draft the outcome's part": Line(
        [lambda at: can_change_line(at.who, at.place.line)], "yes no no own no no yes no"
    ),
    "sign off an impact report": Line(
        [lambda at: can_sign_off_report(at.who, at.scene.draft)], "yes no no no no no no no"
    ),
    "publish after sign-off": Line(
        [lambda at: can_publish_report(at.who, at.scene.signed)], "no no no no no no yes no"
    ),
    "compose the annual report": Line(
        [lambda at: can_compose_annual_report(at.who, at.scene.unwritten)],
        "no no no no no no yes no",
    ),
    "sign the annual report's foreword": Line(
        [lambda at: can_sign_foreword(at.who, at.scene.annual)], "yes no no no no no no no"
    ),
    "endorse the annual report": Line(
        [lambda at: can_endorse_annual_report(at.who, at.scene.annual)],
        "no no no no no yes no no",
    ),
    "download the annual report before it is endorsed": Line(
        [lambda at: can_ask_for_document(at.who, ReportDocument.ANNUAL, at.scene.annual)],
        "yes no no no no yes yes no",
    ),
    # Wider than the product's table, which leaves partners and safeguarding leads out of this cell:
    # its first row lets both read what is published to members, and an endorsed report is. Whoever
    # may read the page may take the same words away.
    "download the annual report once it is endorsed": Line(
        [_endorsed_download], "yes yes yes yes yes yes yes yes"
    ),
    "people, bodies, framework, terminology": Line(
        [
            lambda at: can_invite(at.who),
            lambda at: can_set_up(at.who, at.scene.side.authority),
            lambda at: can_change_look(at.who),
        ],
        "no no no no no no yes no",
    ),
    "read small numbers of people exactly": Line(
        [lambda at: at.who.small_numbers.is_exact], "no no no no no no yes yes"
    ),
    # A safeguarding lead sees of it what is about concerns (`tests/portal/test_trail.py`).
    "read the audit trail": Line([_reads_trail], "no own no no no no yes yes"),
}


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("row", TABLE)
def test_a_cell(
    row: str, column: str, cast: Cast, scenes: tuple[Scene, Scene], neighbour: Scene
) -> None:
    who = Membership.objects.select_related("person", "authority").get(pk=cast.people[column].pk)
    line = TABLE[row]
    for theirs in (True, False):
        expected = line.answers[column] == "yes" or (line.answers[column] == "own" and theirs)
        for deed in line.deeds:
            answer = deed(At(cast, scenes[0], neighbour, who, column, theirs))
            assert bool(answer) == expected, (theirs, getattr(answer, "reason", ""))


def test_what_is_agreed_and_not_built_is_no_right_yet() -> None:
    """Consultations bring their own duty rota and triage (SG-121, SG-122): until then nobody holds
    a right to them, and the page says so."""
    assert [roles for _words, roles in NOT_YET] == [
        {Role.CARE_CONSULTANT, Role.COORDINATOR},
        {Role.SAFEGUARDING_LEAD},
        {Role.CARE_CONSULTANT, Role.COORDINATOR},
    ]
    assert not {str(words) for words, _roles in NOT_YET} & {str(one) for one in RIGHTS.values()}
