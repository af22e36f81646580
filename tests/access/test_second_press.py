"""A button pressed twice does its deed once, and the second press ends where the first one did.

Without a script nothing stops the second press, and on a slow line people press again. It must not
be told that it is too late, or that there is no such thing any more.
"""

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from core.models import AuditEvent
from tests.access.doors import Doors
from tests.access.entries import WORKING
from tests.access.recorded import RECORDED
from tests.access.scene import Scene
from tests.access.test_matrix import address, methods_of
from tests.factories import in_days
from tests.support.cast import Cast
from tests.support.closing import close

POINT: dict[str, Any] = {
    "text": "Buses cost much too much.",
    "source": "meeting",
    "source_name": "The council",
    "said_on": in_days(-3),
    "said_by": 12,
}
FEELS = {"feels": "a-bit", "words": "It is quieter."}
ACTION = {"title": "Open the gym", "due_on": in_days(40), "success_measure": "They go."}
SEAT = {"title": "Chair", "kind": "chair", "status": "active"}
ITEM = {"title": "Buses", "kind": "other", "minutes": 10}
# What people fill in; whatever is not here is a button and nothing else.
FILLED: dict[str, Callable[[Scene], dict[str, Any]]] = {
    "accounts:agreement-renew": lambda scene: {
        "agreement": "Sharing",
        "agreement_ends_on": in_days(300),
    },
    "accounts:listing": lambda scene: {"listing": "first-name"},
    "accounts:membership-change": lambda scene: {
        "role": "partner",
        "organisation": scene.side.leaver.organisation_id,
        "title": "Sergeant",
        "agreement": "Sharing",
        "agreement_ends_on": in_days(300),
    },
    "accounts:membership-end": lambda scene: {"ends_on": in_days(9)},
    "accounts:news-choices": lambda scene: {
        "rhythm": "weekly",
        "topics": ["actions"],
        "language": "en-gb",
    },
    "accounts:organisation-add": lambda scene: {"name": "The bus company", "kind": "employer"},
    "accounts:organisation-change": lambda scene: {"name": "The bus company", "kind": "employer"},
    "accounts:second-step-forget": lambda scene: {"sure": "on"},
    "accounts:word-add": lambda scene: {"instead_of": "commence", "say": "start"},
    "accounts:word-change": lambda scene: {"instead_of": "commence", "say": "start"},
    "cooperative:agenda-add": lambda scene: ITEM,
    "cooperative:agenda-change": lambda scene: ITEM,
    "cooperative:agenda-settle": lambda scene: {"answer": "no", "because": "Next time."},
    "cooperative:challenge-answer": lambda scene: {"text": "In May."},
    "cooperative:challenge-create": lambda scene: {
        "question": "Why so slow?",
        "asked_of": scene.side.officer.pk,
        "reply_by": in_days(9),
    },
    "cooperative:challenge-decide": lambda scene: {"answer": "accept"},
    "cooperative:decision-create": lambda scene: {"text": "Buses are free."},
    "cooperative:escalation-create": lambda scene: {
        "obstacle": "Nobody pays.",
        "needed": "Somebody decides who does.",
        "body": scene.escalation.body_id,
        "needed_by": in_days(20),
    },
    "cooperative:escalation-decide": lambda scene: {
        "words": "We pay.",
        "deed": "resolve",
        "sure": "on",
    },
    "cooperative:escalation-move": lambda scene: {
        "body": scene.escalation.body_id,
        "words": "They can decide.",
    },
    "cooperative:escalation-withdraw": lambda scene: {"words": "It is paid."},
    "cooperative:meeting-create": lambda scene: {
        "body": scene.side.body.pk,
        "period": scene.side.period.pk,
        "theme": scene.side.outcome.pk,
        "number": 40,
        "starts_at": f"{in_days(50)}T17:00",
        "sure": "on",
    },
    "cooperative:meeting-edit": lambda scene: {
        "theme": scene.side.outcome.pk,
        "number": 41,
        "starts_at": f"{in_days(50)}T17:00",
        "reason": "The hall is taken.",
        "sure": "on",
    },
    "cooperative:meeting-cancel": lambda scene: {"reason": "Too few can come."},
    "cooperative:meeting-reinstate": lambda scene: {"reason": "They can come."},
    "cooperative:question-answer": lambda scene: {"answer": "It is on its way."},
    "cooperative:question-create": lambda scene: {"text": "Who pays?"},
    "cooperative:seat-add": lambda scene: SEAT,
    "cooperative:seat-change": lambda scene: SEAT,
    "expectations:expectation-verdict": lambda scene: FEELS,
    "impact:annual-endorse": lambda scene: {"despite_gaps": "on"},
    "impact:annual-withdraw": lambda scene: {"because": "It was signed too early."},
    "impact:annual-foreword": lambda scene: {"foreword": "Read what became of it."},
    "impact:report-introduction": lambda scene: {"title": "Happy", "introduction": "You said."},
    "impact:report-line-edit": lambda scene: {"text": "In other words."},
    "impact:scrutiny-create": lambda scene: {"kind": "comment", "text": "Sooner, please."},
    "impact:scrutiny-answer": lambda scene: {"reply": "not-accepted", "why": "It costs too much."},
    "impact:scrutiny-withdraw": lambda scene: {"because": "It was about another plan."},
    "outcomes:action-create": lambda scene: {**ACTION, "owner": scene.side.officer.pk},
    "outcomes:action-decline": lambda scene: {"because": "It costs too much."},
    "outcomes:action-edit": lambda scene: {**ACTION, "owner": scene.side.officer.pk},
    "outcomes:action-progress": lambda scene: {"status": "on-track", "done": "Two gyms joined."},
    "outcomes:action-update": lambda scene: {"status": "on-track", "done": "Two gyms joined."},
    "outcomes:action-verdict": lambda scene: FEELS,
    "outcomes:update-correct": lambda scene: {"status": "at-risk", "done": "One gym joined."},
    "outcomes:outcome-lead": lambda scene: {
        "lead": scene.side.officer.pk,
        "seen": scene.side.outcome.lead_id,
    },
    "outcomes:priority-close": lambda scene: {"met": "yes", "words": "We feel it."},
    "outcomes:priority-create": lambda scene: {"title": "Free buses", "why": "They cost."},
    "outcomes:priority-edit": lambda scene: {"title": "Free buses", "why": "They cost."},
    "outcomes:priority-verdict": lambda scene: FEELS,
    "outcomes:workplan-open": lambda scene: {"period": scene.side.period.pk},
    "portal:erasure-detail": lambda scene: {"decision": "no", "reason": "The law keeps it."},
    "portal:point-create": lambda scene: {
        "text": "Buses cost too much.",
        "source": "meeting",
        "source_name": "The council",
        "said_on": in_days(-3),
        "said_by": 12,
        "concern": "no",
    },
    "portal:point-release": lambda scene: {"checked": "on", "version": scene.waiting.version},
    "portal:point-correct": lambda scene: {**POINT, "version": scene.ask.version},
    "portal:point-withdraw": lambda scene: {"because": "asked"},
    "portal:point-consent": lambda scene: {"agreed_by": "speaker", "agreed_on": in_days(-3)},
}
# Where the second press cannot, or need not, end the same.
OTHERWISE = {
    "accounts:check-words": "looks, and does nothing",
    "accounts:stay": "says that somebody is here, which may be said any number of times",
    "accounts:look-colour": "offers the colour that was there before, which it knows only once",
    "accounts:invite": "shows a link in the one answer that may hold it",
    "accounts:invitation-renew": "shows a link in the one answer that may hold it",
    "accounts:invite-many": "takes a file: tests/accounts/test_invite_many.py",
    "accounts:logo-add": "takes a file: tests/accounts/test_look.py",
    "cooperative:agree-action": "tests/cooperative/test_decisions.py",
    "cooperative:escalation-record": "needs a decision: tests/cooperative/test_deciding.py",
    "cooperative:attendance": "puts right what was recorded before",
    "portal:erasure-names": "decides about one of several: tests/portal/test_left_names.py",
    "cooperative:hand-over": "two steps: tests/cooperative/test_handover.py",
}
ERRORS = re.compile(r'<li><a href="#id_.*?</li>')
VERSION = re.compile(r'name="version" value="(\d+)"')


def sendable(cast: Cast, scenes: tuple[Scene, Scene], name: str) -> str:
    """The address of a name in Manchester."""
    return address(name, "manchester", WORKING[name].arguments(scenes[0]))


@pytest.mark.parametrize("name", sorted(set(WORKING) - set(OTHERWISE)))
def test_the_second_press_ends_where_the_first_one_did(
    cast: Cast, scenes: tuple[Scene, Scene], doors: Doors, name: str
) -> None:
    entry = WORKING[name]
    url = sendable(cast, scenes, name)
    ways = methods_of(url)
    if "post" not in ways:
        return
    client = doors.client(cast.people[sorted(entry.allowed)[0]])
    sent: dict[str, Any] = {"once": str(uuid.uuid4()), "version": "1", **entry.data}
    sent |= FILLED[name](scenes[0]) if name in FILLED else {}
    with transaction.atomic():
        if "get" in ways:
            page = client.get(url).content.decode()
            sent |= {"version": found[1]} if (found := VERSION.search(page)) else {}
        before = AuditEvent.objects.count()
        first = client.post(url, sent)
        assert first.status_code == 302, ERRORS.findall(first.content.decode())
        recorded = AuditEvent.objects.count()
        codes = AuditEvent.objects.order_by("-pk").values_list("code", flat=True)
        assert set(codes[: recorded - before]) == RECORDED.get(name, set())
        second = client.post(url, sent)
        again = AuditEvent.objects.count()
        for answer in (first, second):
            close(answer)
        transaction.set_rollback(True)
    assert again == recorded
    assert (second.status_code, second.headers.get("Location")) == (302, first["Location"])


def test_every_form_is_here(cast: Cast, scenes: tuple[Scene, Scene]) -> None:
    for name in [*FILLED, *OTHERWISE, *RECORDED]:
        assert "post" in methods_of(sendable(cast, scenes, name)), name
