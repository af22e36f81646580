"""Every address: nobody, an outsider, another authority's thing, and who may not and why."""

import pytest
from django.test import Client
from django.urls import reverse

from cooperative.models import Challenge, Meeting, Seat
from cooperative.operations.reading import ask_member_question
from cooperative.urls import urlpatterns
from tests.cooperative.things import (
    CONSULTANTS,
    DUTY_HOLDERS,
    MEMBERS,
    PLANNERS,
    make_bury_challenge,
    make_bury_escalation,
    make_bury_meeting,
    make_challenge,
    make_escalation,
    make_item,
    make_meeting,
    papers_out,
)
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db

EVERYONE = DUTY_HOLDERS | PLANNERS | {"safeguarding"}
# name -> (what the address takes, who of the cast may open the page at all)
PAGES: dict[str, tuple[str, set[str]]] = {
    "body-list": ("", EVERYONE),
    "body-detail": ("body", EVERYONE),
    "seat-add": ("body", {"coordinator"}),
    "seat-change": ("seat", {"coordinator"}),
    "meeting-list": ("", EVERYONE),
    "meeting-create": ("", PLANNERS),
    "meeting-detail": ("meeting", EVERYONE),
    "meeting-edit": ("meeting", PLANNERS),
    "meeting-cancel": ("meeting", PLANNERS),
    "meeting-reinstate": ("meeting", PLANNERS),
    "papers-out": ("meeting", PLANNERS),
    "attendance": ("meeting", PLANNERS),
    "meeting-hold": ("meeting", PLANNERS),
    "readiness": ("meeting", PLANNERS | MEMBERS),
    "agenda-add": ("meeting", PLANNERS | DUTY_HOLDERS),
    "agenda-change": ("meeting item", PLANNERS),
    "agenda-move": ("meeting item", PLANNERS),
    "agenda-drop": ("meeting item", PLANNERS),
    "agenda-settle": ("meeting item", PLANNERS),
    "agenda-minutes": ("meeting item", PLANNERS),
    "decision-create": ("meeting", PLANNERS),
    "agree-action": ("meeting", PLANNERS),
    "workplan-review": ("meeting", EVERYONE),
    "workplan-read": ("meeting", MEMBERS),
    "question-create": ("meeting", MEMBERS),
    "question-answer": (
        "meeting question", {"officer", "officer_2", "lead", "other_lead", "coordinator"}
    ),
    "challenge-list": ("", EVERYONE),
    "challenge-export": ("", EVERYONE),
    "challenge-create": ("", CONSULTANTS),
    "challenge-detail": ("challenge", EVERYONE - {"partner", "other_partner"}),
    "challenge-answer": ("challenge", {"officer"}),
    "challenge-decide": ("challenge", CONSULTANTS),
    "escalation-list": ("", EVERYONE),
    "escalation-export": ("", EVERYONE),
    "escalation-create": ("action", {"officer", "lead", "safeguarding"}),
    "escalation-detail": ("escalation", EVERYONE - {"partner", "other_partner"}),
    "escalation-decide": ("escalation", {"member"}),
    # Nobody has proposed or decided anything: told in test_deciding.
    "escalation-confirm": ("escalation", set()),
    "escalation-undo": ("escalation", set()),
    "escalation-record": ("escalation", {"coordinator"}),
    "escalation-withdraw": ("escalation", {"officer"}),
    "escalation-move": ("escalation", {"coordinator"}),
}  # fmt: skip
# A coordinator's pages about people: what they take stands in tests/access and test_handover.
OF_PEOPLE = {"hand-over", "hand-back"}
# What was said about somebody's safety is taken out: tests/access/test_notes_removed.
OF_SAFETY = {"notes-remove"}
ONLY_POST = {
    "agenda-move", "agenda-drop", "workplan-read", "challenge-answer",
    "escalation-decide", "escalation-undo", "escalation-withdraw", "escalation-move",
}  # fmt: skip


def things(cast: Cast) -> dict[str, object]:
    """One of each thing in Manchester, at a moment when as much as possible is allowed."""
    meeting = make_meeting(cast)
    item = make_item(cast, meeting)
    escalation = make_escalation(cast)
    return {
        "meeting": meeting.pk,
        "action": escalation.action_id,
        "escalation": escalation.pk,
        "item": item.pk,
        "body": cast.cooperative.slug,
        "seat": Seat.objects.create(body=cast.cooperative, title="Chair").pk,
        "challenge": make_challenge(cast).pk,
        "question": 0,
    }


def address(name: str, ids: dict[str, object], slug: str = "manchester") -> str:
    takes = PAGES[name][0].split()
    return reverse(f"cooperative:{name}", args=[slug, *(ids[thing] for thing in takes)])


def test_every_address_is_in_the_table() -> None:
    assert {pattern.name for pattern in urlpatterns} == set(PAGES) | OF_PEOPLE | OF_SAFETY


def test_pages_open_for_whom_they_are_for_and_no_one_else(cast: Cast) -> None:
    ids = things(cast)
    meeting = papers_out(cast, Meeting.objects.get())
    ids["question"] = ask_member_question(actor=cast.member, meeting=meeting, text="Why?").pk
    # Their day has not come: that is a 403 for all, told in test_policies.
    later = {"attendance", "meeting-hold", "decision-create", "agree-action", "agenda-minutes"}
    later |= {"meeting-reinstate", "papers-out", "agenda-settle", "challenge-decide"}
    # The agenda is out, so only those who plan may still add to it.
    PAGES_NOW = dict(PAGES) | {"agenda-add": ("meeting", PLANNERS)}
    for who, actor in cast.people.items():
        client = cast.client(actor)
        for name, (_, may) in PAGES_NOW.items():
            if name in ONLY_POST:
                assert client.get(address(name, ids)).status_code == 405, (who, name)
                continue
            status = client.get(address(name, ids)).status_code
            expected = 200 if who in may and name not in later else 403
            if name in ("challenge-detail", "escalation-detail", "escalation-confirm") and who in (
                "partner",
                "other_partner",
            ):
                expected = 404
            assert status == expected, (who, name)


def test_a_refusal_says_why(cast: Cast) -> None:
    ids = things(cast)
    page = cast.client(cast.officer).get(address("challenge-create", ids))
    assert page.status_code == 403
    assert "Only care consultants can raise a challenge" in page.content.decode()
    page = cast.client(cast.consultant).get(address("meeting-hold", ids))
    assert page.status_code == 403
    assert "until the day of the meeting" in page.content.decode()


def test_nobody_signs_in_first_and_an_outsider_finds_nothing(cast: Cast) -> None:
    ids = things(cast)
    for name in PAGES:
        url = address(name, ids)
        method = "post" if name in ONLY_POST else "get"
        nobody = getattr(cast.client(None), method)(url)
        assert nobody.status_code == 302, name
        assert "next=" in nobody["Location"], name
        for person in (cast.outsider, cast.superuser, cast.bury_people["coordinator"]):
            assert getattr(cast.client(person), method)(url).status_code == 404, name


def test_another_authoritys_things_are_not_there(cast: Cast) -> None:
    """Whoever holds every right in Manchester asks for Bury's things by their ids."""
    meeting, challenge = make_bury_meeting(cast), make_bury_challenge(cast)
    escalation = make_bury_escalation(cast)
    bury = {
        "action": escalation.action_id,
        "escalation": escalation.pk,
        "meeting": meeting.pk,
        "item": 1,
        "body": cast.bury_panel.slug,
        "seat": Seat.objects.create(body=cast.bury_panel, title="Chair").pk,
        "challenge": challenge.pk,
        "question": 1,
    }
    actors = (cast.consultant, cast.coordinator, cast.member, cast.officer)
    for name, (takes, _) in PAGES.items():
        if not takes:
            continue
        statuses = set()
        for actor in actors:
            client = cast.client(actor)
            url = address(name, bury)
            statuses.add((client.post if name in ONLY_POST else client.get)(url).status_code)
        assert 404 in statuses, name
        assert statuses <= {403, 404}, name


def test_an_item_or_a_question_of_another_meeting_is_not_there(cast: Cast) -> None:
    here = papers_out(cast)
    there = papers_out(cast)
    item = there.items.get()
    question = ask_member_question(actor=cast.member, meeting=there, text="Why?")
    jay = cast.client(cast.consultant)
    for name in ("agenda-change", "agenda-move", "agenda-drop", "agenda-settle", "agenda-minutes"):
        url = reverse(f"cooperative:{name}", args=["manchester", here.pk, item.pk])
        assert jay.post(url, {}).status_code == 404, name
    url = reverse("cooperative:question-answer", args=["manchester", here.pk, question.pk])
    assert cast.client(cast.lead).get(url).status_code == 404


def test_another_authoritys_ids_in_a_form_are_no_choice(cast: Cast) -> None:
    bury_meeting = make_bury_meeting(cast)
    url = reverse("cooperative:challenge-create", args=["manchester"])
    page = cast.client(cast.consultant, Client).post(
        url,
        {
            "question": "Why?",
            "asked_of": cast.bury_people["officer"].pk,
            "reply_by": "2099-01-01",
            "meeting": bury_meeting.pk,
        },
    )
    assert page.status_code == 422
    form = page.context["form"]
    assert set(form.errors) == {"asked_of", "meeting"}
    assert not Challenge.objects.exists()


def test_a_partner_sees_the_challenges_put_to_their_organisation(cast: Cast) -> None:
    to_nhs = make_challenge(cast, asked_of=cast.partner)
    make_challenge(cast)
    url = reverse("cooperative:challenge-list", args=["manchester"])
    page = cast.client(cast.partner, Client).get(url)
    assert [challenge for challenge, *_ in page.context["rows"]] == [to_nhs]
    other = cast.client(cast.other_partner, Client)
    assert other.get(url).context["rows"] == []
    detail = reverse("cooperative:challenge-detail", args=["manchester", to_nhs.pk])
    assert other.get(detail).status_code == 404
