"""Bad input is told beside its field with what was typed still there; two presses are one deed."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cooperative.enums import ItemStatus
from cooperative.forms import (
    AgendaItemForm,
    AgreedActionForm,
    DecideForm,
    DecisionForm,
    MemberQuestionForm,
    SettleItemForm,
    challenges,
)
from cooperative.models import Challenge, Meeting
from cooperative.operations.challenges import answer_challenge
from tests.cooperative.things import (
    its_day,
    make_body,
    make_challenge,
    make_item,
    make_meeting,
    papers_out,
)
from tests.factories import in_days, make_action, make_bury_action, make_priority
from tests.support.cast import Cast
from tests.support.kinds import Response

pytestmark = pytest.mark.django_db


def at(name: str, *args: object) -> str:
    return reverse(f"cooperative:{name}", args=["manchester", *args])


def told(page: Response, *fields: str, status: int = 422) -> str:
    """The page says what is wrong with exactly these fields. Returns its text."""
    assert page.status_code == status
    assert set(page.context["form"].errors) == set(fields)
    return page.content.decode()


def meeting_fields(cast: Cast, **more: object) -> dict[str, object]:
    return {
        "body": cast.cooperative.pk,
        "period": cast.year.pk,
        "theme": cast.happy.pk,
        "number": 2,
        "starts_at": f"{in_days(20)}T17:00",
        "sure": "on",
    } | more


def test_a_bad_meeting_comes_back_with_what_was_typed(cast: Cast) -> None:
    make_meeting(cast, number=1)
    jay = cast.client(cast.consultant, Client)
    url = at("meeting-create")
    told(jay.post(url, {}), "body", "period", "starts_at")
    page = told(jay.post(url, meeting_fields(cast, number=1, place="The Space")), "number")
    assert "Meeting 1 already exists" in page
    assert 'value="The Space"' in page
    told(jay.post(url, meeting_fields(cast, starts_at=f"{in_days(-1)}T17:00")), "starts_at")
    told(jay.post(url, meeting_fields(cast, starts_at="soon")), "starts_at")
    told(jay.post(url, meeting_fields(cast, starts_at="9999-12-31T23:59")), "starts_at")
    told(jay.post(url, meeting_fields(cast, number="0")), "number")
    told(jay.post(url, meeting_fields(cast, number="99999999999")), "number")
    told(jay.post(url, meeting_fields(cast, title="x" * 161)), "title")
    told(jay.post(url, meeting_fields(cast, theme="")), "theme")
    told(jay.post(url, meeting_fields(cast, theme=cast.bury_outcome.pk)), "theme")
    told(jay.post(url, meeting_fields(cast, led_by=[cast.officer.pk])), "led_by")
    told(jay.post(url, meeting_fields(cast, body=cast.bury_panel.pk)), "body")
    assert Meeting.objects.count() == 1


def test_a_number_that_nobody_types_is_the_next_of_the_chosen_group(cast: Cast) -> None:
    """Not that of the group that the form begins with."""
    make_meeting(cast, number=1)
    other = make_body(cast, "children-in-care-council")
    jay, url = cast.client(cast.consultant, Client), at("meeting-create")
    form = jay.get(url).context["form"]
    assert form["body"].value() == cast.cooperative.pk
    assert form["number"].value() is None
    sent = meeting_fields(cast, body=other.pk, theme="", number="")
    for number in (1, 2):
        sent["starts_at"] = f"{in_days(20 + number)}T17:00"
        assert jay.post(url, sent).status_code == 302
        planned = Meeting.objects.latest("pk")
        assert (planned.number, planned.title) == (number, f"{other} meeting {number}")
    assert jay.post(url, meeting_fields(cast, number="")).status_code == 302
    planned = Meeting.objects.latest("pk")
    assert (planned.body, planned.number) == (cast.cooperative, 2)
    edit = at("meeting-edit", planned.pk)
    told(jay.post(edit, meeting_fields(cast, number="", version=1)), "number")


def test_pressing_twice_plans_one_meeting(cast: Cast) -> None:
    jay = cast.client(cast.consultant, Client)
    sent = meeting_fields(cast, once=str(uuid.uuid4()))
    assert jay.post(at("meeting-create"), sent).status_code == 302
    assert jay.post(at("meeting-create"), sent).status_code == 302
    assert Meeting.objects.count() == 1


def test_the_second_press_of_a_button_is_told_it_is_done(cast: Cast) -> None:
    """Not that it is too late: the second press finds the papers out, because the first did it."""
    meeting = make_meeting(cast)
    make_item(cast, meeting)
    jay = cast.client(cast.consultant, Client)
    once = {"once": str(uuid.uuid4()), "version": 1}
    assert jay.post(at("papers-out", meeting.pk), once).status_code == 302
    assert jay.post(at("papers-out", meeting.pk), once).status_code == 302
    again = {"once": str(uuid.uuid4()), "version": 2}
    assert jay.post(at("papers-out", meeting.pk), again).status_code == 403
    challenge = make_challenge(cast)
    priya = cast.client(cast.officer, Client)
    sent = {"text": "Soon.", "version": 1, "once": str(uuid.uuid4())}
    for _ in range(2):
        assert priya.post(at("challenge-answer", challenge.pk), sent).status_code == 302
    assert challenge.answers.count() == 1


def test_the_small_forms_of_a_page_share_a_key_and_are_two_deeds(cast: Cast) -> None:
    """Back from the first deed, a browser may show the page as it was, with the key it had."""
    meeting = make_meeting(cast)
    items = [make_item(cast, meeting, title) for title in ("Buses", "Rooms")]
    jay, once = cast.client(cast.consultant, Client), {"once": str(uuid.uuid4())}
    for item in (*items, items[0]):
        assert jay.post(at("agenda-drop", meeting.pk, item.pk), once).status_code == 302
    assert not meeting.items.filter(status=ItemStatus.ON_AGENDA).exists()


def test_two_people_changing_a_meeting_the_second_sees_both(cast: Cast) -> None:
    meeting = make_meeting(cast)
    sent = {"number": 1, "theme": cast.happy.pk, "starts_at": f"{in_days(30)}T17:00", "version": 1}
    sent |= {"reason": "The hall is taken.", "sure": "on"}
    url = at("meeting-edit", meeting.pk)
    first = cast.client(cast.consultant, Client).post(url, sent | {"place": "Town Hall"})
    assert first.status_code == 302
    second = cast.client(cast.coordinator, Client).post(url, sent | {"place": "Library"})
    page = told(second, "__all__", status=409)
    assert "Town Hall" in page
    assert 'value="Library"' in page
    meeting.refresh_from_db()
    assert meeting.place == "Town Hall"


def test_a_bad_challenge_and_a_bad_answer_come_back(cast: Cast) -> None:
    jay = cast.client(cast.consultant, Client)
    url = at("challenge-create")
    told(jay.post(url, {"why": "Kept"}), "question", "asked_of", "reply_by")
    fields = {"question": "Why so long?", "asked_of": cast.officer.pk, "reply_by": in_days(-3)}
    assert "Why so long?" in told(jay.post(url, fields), "reply_by")
    told(jay.post(url, fields | {"reply_by": in_days(3), "asked_of": cast.member.pk + 99}),
         "asked_of")  # fmt: skip
    told(jay.post(url, fields | {"reply_by": in_days(3), "question": "x" * 301}), "question")
    challenge = make_challenge(cast)
    priya = cast.client(cast.officer, Client)
    told(priya.post(at("challenge-answer", challenge.pk), {"text": " ", "version": 1}), "text")
    answer_challenge(actor=cast.officer, challenge=challenge, text="Soon.")
    decide = at("challenge-decide", challenge.pk)
    told(jay.post(decide, {"version": 2}), "answer")
    # Why is theirs to give; the day has to be one to come.
    told(jay.post(decide, {"version": 2, "answer": "refuse", "reply_by": in_days(-3)}), "reply_by")
    told(jay.post(decide, {"version": 1, "answer": "accept"}), "__all__", status=409)
    assert jay.post(decide, {"version": 2, "answer": "accept"}).status_code == 302


def test_whoever_may_not_is_refused_even_with_a_bad_form(cast: Cast) -> None:
    challenge = make_challenge(cast)
    for actor, name in (
        (cast.officer_2, "challenge-answer"),
        (cast.consultant_2, "challenge-decide"),
    ):
        page = cast.client(actor, Client).post(at(name, challenge.pk), {})
        assert page.status_code == 403


def test_bad_decisions_actions_and_notes_come_back(cast: Cast) -> None:
    meeting = its_day(papers_out(cast))
    item = meeting.items.get()
    jay = cast.client(cast.consultant, Client)
    told(jay.post(at("decision-create", meeting.pk), {"reason": "Kept"}), "text")
    priority = make_priority(cast)
    make_action(cast, priority=priority, title="Taken")
    url = at("agree-action", meeting.pk)
    told(jay.post(url, {}), "priority", "title", "owner", "due_on", "success_measure")
    fields = {
        "priority": priority.pk, "title": "taken", "owner": cast.officer.pk,
        "due_on": in_days(5), "success_measure": "Seen.",
    }  # fmt: skip
    told(jay.post(url, fields), "title")
    told(jay.post(url, fields | {"title": "New", "due_on": in_days(-5)}), "due_on")
    told(jay.post(url, fields | {"title": "New", "priority": 10**9}), "priority")
    told(jay.post(at("agenda-minutes", meeting.pk, item.pk), {"notes": "x" * 4001, "version": 1}),
         "notes")  # fmt: skip
    told(jay.post(at("agenda-change", meeting.pk, item.pk), {"title": "", "version": 1}),
         "title", "kind", "minutes")  # fmt: skip
    told(jay.post(at("agenda-add", meeting.pk), {"title": item.title, "kind": "other",
         "minutes": 5}), "title")  # fmt: skip
    told(jay.post(at("attendance", meeting.pk), {"seen": "-"}), "__all__")
    told(jay.post(at("attendance", meeting.pk), {"seen": "1:present; drop"}), "seen")
    told(jay.post(at("attendance", meeting.pk),
         {"seen": "-", f"person_{cast.member.pk}": "maybe"}),
         f"person_{cast.member.pk}")  # fmt: skip


def test_marking_read_twice_says_already(cast: Cast) -> None:
    meeting = papers_out(cast)
    noor = cast.client(cast.member, Client)
    url = at("workplan-read", meeting.pk)
    assert "Thank you" in noor.post(url, follow=True).content.decode()
    again = noor.post(url, follow=True).content.decode()
    assert "You’ve already said you’ve read this." in again
    assert "I have read this</button>" not in again
    assert meeting.readings.count() == 1


def test_bad_questions_come_back(cast: Cast) -> None:
    meeting = papers_out(cast)
    noor = cast.client(cast.member, Client)
    told(noor.post(at("question-create", meeting.pk), {"text": ""}), "text")
    told(noor.post(at("question-create", meeting.pk), {"text": "Why?", "action": 999}), "action")
    assert noor.post(at("question-create", meeting.pk), {"text": "Why?"}).status_code == 302
    question = meeting.questions.get()
    lead = cast.client(cast.lead, Client)
    told(lead.post(at("question-answer", meeting.pk, question.pk), {"answer": ""}), "answer")


def test_a_mad_filter_shows_the_whole_list(cast: Cast) -> None:
    make_meeting(cast)
    make_challenge(cast)
    jay = cast.client(cast.consultant, Client)
    for query in ("?show=%00", "?year='--", "?page=-1", "?page=x", "?show=held&mine=2&page=9999"):
        assert jay.get(at("meeting-list") + query).status_code == 200
        assert jay.get(at("challenge-list") + query).status_code == 200
    assert Challenge.objects.count() == 1


def test_a_challenge_offers_the_next_actions_and_the_one_that_was_chosen(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(challenges, "MOST_ACTIONS", 1)
    soon = make_action(cast, due_on=in_days(2))
    later = make_action(cast, due_on=in_days(20))
    jay = cast.client(cast.consultant, Client)

    def offered(query: str) -> list[object]:
        form = jay.get(at("challenge-create") + query).context["form"]
        return list(form.fields["action"].queryset)

    assert offered("") == [soon]
    assert offered(f"?action={later.pk}") == [soon, later]
    assert offered("?action=" + "9" * 40) == [soon]
    assert offered(f"?action={make_bury_action(cast).pk}") == [soon]


ANYTHING = st.text(max_size=400) | st.integers().map(str) | st.just("") | st.just("\x00")


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.dictionaries(
    st.sampled_from(
        ["title", "kind", "minutes", "led_by", "purpose", "text", "answer", "because", "reply_by",
         "version", "once", "item", "reason", "action"]
    ),
    ANYTHING,
))  # fmt: skip
def test_no_input_breaks_a_form(cast: Cast, data: dict[str, str]) -> None:
    for form in (
        AgendaItemForm(data),
        SettleItemForm(data),
        DecideForm(data),
        DecisionForm(data, meeting=Meeting(pk=1)),
        MemberQuestionForm(data, workplan=None),
    ):
        if form.is_valid():
            form.values()


def test_the_owners_of_an_agreed_action_stand_by_organisation_after_me(cast: Cast) -> None:
    """As in the form of an action."""
    form = AgreedActionForm(actor=cast.officer, meeting=make_meeting(cast))
    owner: Any = form.fields["owner"]
    choices: list[Any] = list(owner.choices)
    assert choices[:2] == [("", "Choose a person"), (cast.officer.pk, "Me")]
    offered = {key: name for name, people in choices[2:] for key, _words in people}
    assert offered[cast.officer.pk] == "Leisure"
    assert offered[cast.partner.pk] == "Local NHS"
    assert cast.member.pk not in offered
