"""Every code that an operation promises to record is written by some test run: by the forms
(recorded.py), by a call below, or in a test that looks for it by its name."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from accounts.operations.directory import DIRECTORY, unlink_directory
from accounts.operations.erasure import take_back_erasure
from accounts.operations.invitations import renew_invitation
from accounts.operations.second_step import remove_step
from cooperative.models import Body, Seat
from cooperative.operations.agenda import (
    move_agenda_item,
    propose_agenda_item,
    settle_agenda_item,
)
from cooperative.operations.bodies import relate_bodies, seat_person, set_body
from cooperative.operations.challenges import refuse_answer
from cooperative.operations.deciding import propose_sending_back, send_back_escalation
from cooperative.operations.handover import (
    give_escalation,
    give_item,
    give_meeting,
    give_seat,
)
from core.models import AuditEvent
from expectations.operations.sets import record_evidence, set_expectation, set_expectation_set
from impact.operations.lines import move_line, set_on_one_page
from outcomes.models import Workplan
from outcomes.operations.framework import set_outcome, set_outcome_set, set_period
from outcomes.operations.handover import give_help
from outcomes.operations.workplans import reopen_workplan, share_workplan
from tests.access.recorded import RECORDED
from tests.access.scene import Scene
from tests.architecture.test_recorded import KNOWN, promised
from tests.architecture.unmarked import ROOT
from tests.factories import in_days
from tests.support.cast import Cast

# Files that name codes for another reason than to look for them.
ONLY_NAME = {"test_codes.py", "test_log_words.py", "test_recorded.py", "recorded.py"}


def _step(cast: Cast, kind: str) -> None:
    person = cast.officer.person
    step = Authenticator.objects.create(user=person, type=kind, data={})
    remove_step(person=person, step=step)


def _unlink(cast: Cast, scene: Scene) -> None:
    person = cast.officer.person
    SocialAccount.objects.create(user=person, provider=DIRECTORY, uid="7")
    unlink_directory(person=person)


def _accepted(cast: Cast, scene: Scene) -> Any:
    return settle_agenda_item(actor=cast.consultant, item=scene.proposed_item, accept=True)


def _moved(cast: Cast, scene: Scene) -> None:
    move_agenda_item(actor=cast.consultant, item=_accepted(cast, scene), direction="up")


def _sent_back(cast: Cast, scene: Scene) -> None:
    Seat.objects.filter(body=scene.escalation.body).update(kind="chair")
    send_back_escalation(actor=cast.member, escalation=scene.escalation, words="Not ours.")


def _other_leader(cast: Cast, scene: Scene) -> None:
    scene.planned.led_by.add(cast.consultant)
    give_meeting(
        actor=cast.coordinator,
        meeting=scene.planned,
        giver=cast.consultant,
        taker=cast.consultant_2,
    )


def _relate(cast: Cast, *notes: str) -> None:
    body = Body.objects.create(authority=cast.manchester, slug="board", name="B", kind="strategic")
    for note in notes:
        relate_bodies(
            actor=None, from_body=cast.cooperative, to_body=body, kind="reports-to", note=note
        )


def _taken(cast: Cast, scene: Scene) -> None:
    vacant = Seat.objects.create(body=cast.cooperative, title="A vacant seat")
    seat_person(actor=cast.coordinator, seat=vacant, membership=cast.member_2)


def _evidence(cast: Cast, *texts: str) -> None:
    for text in texts:
        record_evidence(actor=None, authority=cast.manchester, slug="buses", text=text)


def _expectation(cast: Cast, number: int) -> None:
    first = cast.expectations[0]
    set_expectation(
        actor=None,
        expectation_set=first.expectation_set,
        number=number,
        text=first.text,
        note="New.",
    )


def _help(cast: Cast, scene: Scene) -> None:
    scene.action.collaborators.add(cast.partner)
    give_help(actor=cast.coordinator, action=scene.action, giver=cast.partner, taker=cast.officer_2)


def _period(cast: Cast, slug: str, days: int) -> None:
    length = cast.year.ends_on - cast.year.starts_on
    starts_on = in_days(days) if days else cast.year.starts_on
    set_period(
        actor=None,
        authority=cast.manchester,
        slug=slug,
        name="Another name",
        starts_on=starts_on,
        ends_on=starts_on + length,
    )


def _outcome(cast: Cast, slug: str) -> None:
    set_outcome(actor=None, outcome_set=cast.happy.outcome_set, slug=slug, name="Happier")


def _plan(scene: Scene, status: str) -> Workplan:
    Workplan.objects.filter(pk=scene.past_plan.pk).update(status=status)
    return Workplan.objects.get(pk=scene.past_plan.pk)


CALLS: dict[str, Callable[[Cast, Scene], Any]] = {
    "accounts.app.removed": lambda cast, scene: _step(cast, "totp"),
    "accounts.passkey.removed": lambda cast, scene: _step(cast, "webauthn"),
    "accounts.directory.unlinked": _unlink,
    "accounts.erasure.taken_back": lambda cast, scene: take_back_erasure(
        actor=scene.side.leaver, request=scene.erasure
    ),
    "accounts.invitation.renewed": lambda cast, scene: renew_invitation(
        actor=cast.coordinator, invitation=scene.invitation
    ),
    "cooperative.agenda_item.accepted": _accepted,
    "cooperative.agenda_item.handed_over": lambda cast, scene: give_item(
        actor=cast.coordinator, item=scene.item, taker=cast.officer
    ),
    "cooperative.agenda_item.moved": _moved,
    "cooperative.agenda_item.proposed": lambda cast, scene: propose_agenda_item(
        actor=cast.officer, meeting=scene.planned, title="Buses"
    ),
    "cooperative.body.added": lambda cast, scene: set_body(
        actor=None, authority=cast.manchester, slug="new", name="New", kind="delivery"
    ),
    "cooperative.challenge.refused": lambda cast, scene: refuse_answer(
        actor=cast.consultant, challenge=scene.answered, because="No.", reply_by=in_days(9)
    ),
    "cooperative.escalation.handed_over": lambda cast, scene: give_escalation(
        actor=cast.coordinator, escalation=scene.escalation, taker=cast.lead
    ),
    "cooperative.escalation.proposed_back": lambda cast, scene: propose_sending_back(
        actor=cast.member, escalation=scene.escalation, words="Not ours."
    ),
    "cooperative.escalation.sent_back": _sent_back,
    "cooperative.meeting.handed_over": _other_leader,
    "cooperative.relation.added": lambda cast, scene: _relate(cast, ""),
    "cooperative.relation.changed": lambda cast, scene: _relate(cast, "", "Each year."),
    "cooperative.seat.handed_over": lambda cast, scene: give_seat(
        actor=cast.coordinator, seat=scene.seat, taker=cast.member_2
    ),
    "cooperative.seat.taken": _taken,
    "expectations.evidence.added": lambda cast, scene: _evidence(cast, "Free buses."),
    "expectations.evidence.changed": lambda cast, scene: _evidence(cast, "Free buses.", "Buses."),
    "expectations.expectation.added": lambda cast, scene: _expectation(cast, 99),
    "expectations.expectation.changed": lambda cast, scene: _expectation(cast, 1),
    "expectations.set.added": lambda cast, scene: set_expectation_set(
        actor=None, authority=cast.manchester, slug="new", name="New", voice="promise"
    ),
    "impact.line.chosen": lambda cast, scene: set_on_one_page(
        actor=cast.coordinator, line=scene.line, on_one_page=True
    ),
    "impact.line.moved": lambda cast, scene: move_line(
        actor=cast.coordinator, line=scene.line, place=2
    ),
    "outcomes.action.help_handed_over": _help,
    "outcomes.outcome-set.added": lambda cast, scene: set_outcome_set(
        actor=None, authority=cast.manchester, slug="new", name="New", kind="level"
    ),
    "outcomes.outcome.added": lambda cast, scene: _outcome(cast, "new"),
    "outcomes.outcome.changed": lambda cast, scene: _outcome(cast, cast.happy.slug),
    "outcomes.period.added": lambda cast, scene: _period(cast, "later", 5000),
    "outcomes.period.changed": lambda cast, scene: _period(cast, cast.year.slug, 0),
    "outcomes.workplan.reopened": lambda cast, scene: reopen_workplan(
        actor=cast.lead, workplan=_plan(scene, "closed")
    ),
    "outcomes.workplan.shared": lambda cast, scene: share_workplan(
        actor=cast.lead, workplan=_plan(scene, "draft")
    ),
}


@pytest.mark.parametrize("code", CALLS)
def test_a_call_records_its_code(cast: Cast, scenes: tuple[Scene, Scene], code: str) -> None:
    before = AuditEvent.objects.filter(code=code).count()
    CALLS[code](cast, scenes[0])
    assert AuditEvent.objects.filter(code=code).count() == before + 1


def test_every_code_is_looked_for() -> None:
    wanted = set().union(*(promised(one) for one in KNOWN.values()))
    assert len(wanted) > 130
    left = wanted - set(CALLS) - set().union(*RECORDED.values())
    for path in ROOT.glob("tests/**/*.py"):
        if path.name not in ONLY_NAME:
            text = path.read_text()
            left = {code for code in left if f'"{code}"' not in text}
    assert left == set()
    assert set(CALLS) <= wanted
