"""What was heard: written down with care, and what became of it."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.components import ComponentError
from core.decisions import Refused
from core.models import AuditEvent
from core.suppression import EXACT
from tests.factories import in_days, make_priority
from tests.support.cast import Cast
from tests.support.places import AT_OURS, AT_THEIRS
from tests.voice.points import fields, public, released, waiting
from voice.models import Ask, Consent
from voice.operations.asks import record_ask
from voice.templatetags.asks import ask_facts, ask_publishing, ask_readers

VOICE = f"{AT_OURS}voice/"
MINE = f"{VOICE}yours/"


def test_a_care_consultant_writes_down_what_was_said_and_it_waits(cast: Cast) -> None:
    client = cast.client(cast.consultant)
    form = client.get(f"{VOICE}new/").content.decode()
    assert "Leave out names, ages, places" in form
    agreed = {"agreed": "on", "agreed_by": "speakers", "agreed_on": in_days(-1)}
    assert client.post(f"{VOICE}new/", fields(**agreed))["Location"] == MINE
    assert not Ask.objects.exists()
    ask = Ask.everything.get()
    assert (ask.text, ask.said_by, ask.state) == ("Clubs cost too much.", 43, "waiting")
    assert ask.may_be_published is False
    assert ask.recorded_by == cast.consultant
    consent = Consent.objects.get()
    assert (consent.agreed_by, consent.confirmed_at) == ("speakers", None)
    assert AuditEvent.objects.filter(code="voice.ask.recorded").count() == 1
    assert ask.text in client.get(MINE).content.decode()
    assert ask.text not in client.get(VOICE).content.decode()


@pytest.mark.parametrize(
    "who", ["consultant", "member", "officer", "lead", "partner", "coordinator", "safeguarding"]
)
def test_everyone_but_executives_may_write_down_what_they_heard(cast: Cast, who: str) -> None:
    client = cast.client(cast.people[who])
    answer = client.post(f"{VOICE}new/", fields(), follow=True)
    assert answer.status_code == 200
    assert "waiting for someone else to release it" in answer.content.decode()
    assert Ask.everything.get().state == "waiting"
    assert cast.client(cast.executive).get(f"{VOICE}new/").status_code == 403


def test_the_trail_never_holds_the_words(cast: Cast) -> None:
    waiting(cast, text="Something that should not have been written", source_name="A home")
    assert "should not have been" not in str(list(AuditEvent.objects.values()))
    assert "A home" not in str(list(AuditEvent.objects.values()))


@pytest.mark.parametrize(
    "wrong,words",
    [
        ({"text": ""}, "Fill this in."),
        ({"text": "  \x00 "}, "Fill this in."),
        ({"text": "x" * 301}, "Use 300 characters or fewer"),
        ({"source": "rumour"}, "Choose one from the list."),
        ({"source_name": "x" * 161}, "Use 160 characters or fewer"),
        ({"said_on": "2999-01-01"}, "Enter today’s date or an earlier one."),
        ({"said_on": "yesterday"}, "Enter a date, such as"),
        ({"said_by": "0"}, "Enter a number from 1 to"),
        ({"said_by": "-3"}, "Enter a number from 1 to"),
        ({"said_by": "9" * 30}, "Enter a number from 1 to"),
        ({"said_by": "many"}, "Enter a whole number"),
        ({"attribution": "Mara Quill, 14, Elm House"}, "Choose one from the list."),
        ({"concern": ""}, "Choose an option."),
        ({"agreed": "on", "agreed_on": "2026-01-01", "agreed_by": ""}, "Choose who agreed."),
    ],
)
def test_bad_input_is_told_beside_its_field_and_what_was_typed_stays(
    cast: Cast, wrong: dict[str, str], words: str
) -> None:
    answer = cast.client(cast.consultant, Client).post(
        f"{VOICE}new/", fields(source_name="Kept words") | wrong
    )
    assert answer.status_code == 422
    name = list(wrong)[-1]
    assert words in " ".join(answer.context["form"].errors[name])
    if name != "source_name":
        assert "Kept words" in answer.content.decode()
    assert not Ask.everything.exists()


@pytest.mark.parametrize(
    "text,words",
    [
        ("R (19) at M14 5TQ waits for a club", "a postcode"),
        ("My name is Mara Quill and I want a club", "a full name"),
        ("I am 14 and want a club", "an age"),
        ("A 14-year-old wants a club", "an age"),
        ("Mara, 14, wants a club", "an age"),
        ("I live at Elm House and want a club", "a place"),
        ("Nobody at Hilltop High listens", "a place"),
        ("My brother is in prison", "something about a court"),
        ("I have a court hearing in May", "something about a court"),
    ],
)
def test_what_could_show_who_a_child_is_comes_back_once_then_is_taken(
    cast: Cast, text: str, words: str
) -> None:
    client = cast.client(cast.consultant)
    first = client.post(f"{VOICE}new/", fields(text=text))
    assert first.status_code == 422
    assert words in first.content.decode()
    assert not Ask.everything.exists()
    again = client.post(f"{VOICE}new/", fields(text=text) | {"save_anyway": "on"})
    assert again.status_code == 302
    assert Ask.everything.count() == 1


@pytest.mark.parametrize(
    "text",
    [
        "Clubs cost too much.",
        "We waited 14 days. Nobody rang.",
        "Only 20 people came to the Youth Zone.",
    ],
)
def test_what_is_about_nobody_is_taken_at_once(cast: Cast, text: str) -> None:
    assert cast.client(cast.consultant).post(f"{VOICE}new/", fields(text=text)).status_code == 302


def test_the_same_point_is_not_written_down_twice(cast: Cast) -> None:
    waiting(cast)
    answer = cast.client(cast.consultant).post(f"{VOICE}new/", fields(text="clubs cost too much."))
    assert answer.status_code == 422
    assert "already been recorded" in answer.content.decode()
    assert Ask.everything.count() == 1


def test_who_may_not_read_a_point_does_not_learn_that_it_is_there(cast: Cast) -> None:
    waiting(cast)
    assert cast.client(cast.officer).post(f"{VOICE}new/", fields()).status_code == 302


def test_the_operation_itself_refuses_a_day_to_come_and_nobody(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="in the future"):
        waiting(cast, said_on=timezone.localdate() + datetime.timedelta(days=1))
    with pytest.raises(ValidationError, match="1 or more"):
        waiting(cast, said_by=0)
    said = fields(concern=False)
    with pytest.raises(Refused):
        record_ask(actor=cast.executive, **said)


def test_each_says_what_became_of_it(cast: Cast) -> None:
    chosen, other = released(cast), released(cast, text="Buses stop too early.")
    priority = make_priority(cast, title="Clubs for everyone", asks=[chosen])
    client = cast.client(cast.member)
    page = client.get(VOICE).content.decode()
    assert f"{AT_OURS}journey/{priority.pk}/" in page
    assert "Not a priority yet." in page
    became = client.get(f"{VOICE}?became=priority").content.decode()
    assert chosen.text in became
    assert other.text not in became
    nothing = client.get(f"{VOICE}?became=nothing-yet").content.decode()
    assert chosen.text not in nothing
    assert other.text in nothing


def test_filters_that_make_no_sense_do_no_harm(cast: Cast) -> None:
    released(cast)
    client = cast.client(cast.member)
    for bad in ("source=rumour", "became=x", "page=-1", "page=z", "source=%00"):
        assert client.get(f"{VOICE}?{bad}").status_code == 200
    assert "No results" in client.get(f"{VOICE}?source=survey").content.decode()


def test_an_empty_list_says_what_to_do(cast: Cast) -> None:
    assert "Start with one thing" in cast.client(cast.consultant).get(VOICE).content.decode()
    page = cast.client(cast.executive).get(VOICE).content.decode()
    assert "Nothing recorded yet" in page
    assert "Start with one thing" not in page


def test_who_may_enter(cast: Cast) -> None:
    ask = released(cast)
    for name, person in cast.people.items():
        partner = name in ("partner", "other_partner")
        client = cast.client(person)
        assert client.get(VOICE).status_code == (403 if partner else 200), name
        writes = name != "executive"
        assert client.get(f"{VOICE}new/").status_code == (200 if writes else 403), name
    for stranger in (cast.outsider, cast.superuser, cast.bury_people["care-consultant"]):
        for path in ("", "new/", f"{ask.pk}/", f"{ask.pk}/permission/"):
            assert cast.client(stranger).get(VOICE + path).status_code == 404
    client = cast.client(cast.bury_people["care-consultant"])
    assert client.post(f"{AT_THEIRS}voice/{ask.pk}/permission/withdraw/").status_code == 404
    assert cast.client(None).get(VOICE).status_code == 302


@pytest.mark.parametrize("number", [1, 30])
@pytest.mark.parametrize(
    "path,who,most",
    [("", "consultant", 8), ("yours/", "consultant", 7), ("waiting/", "coordinator", 8)],
)
def test_a_list_takes_as_many_queries_for_one_as_for_thirty(
    cast: Cast, number: int, path: str, who: str, most: int
) -> None:
    for index in range(number):
        make_priority(cast, asks=[released(cast, text=f"Point {index}")])
        waiting(cast, text=f"Waiting {index}")
    client = cast.client(cast.people[who])
    client.get(VOICE + path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(VOICE + path).status_code == 200
    assert len(queries) == most, [query["sql"] for query in queries]


def test_the_lines_under_a_point_hold_words_as_words_and_take_nothing_else(cast: Cast) -> None:
    ask = waiting(
        cast, text="We want <b>more</b> of it, all of us, always", said_by=1, source_name="A & B"
    )
    few = '<p class="meta">A few young people · A &amp; B · '
    assert ask_facts(ask=ask).startswith(few)
    assert ask_facts(ask=ask, rule=EXACT).startswith(
        '<p class="meta">1 young person · A &amp; B · '
    )
    ask.said_by = 5
    assert ask_facts(ask=ask).startswith(few)
    assert ask_facts(ask=ask, rule=EXACT).startswith('<p class="meta">5 young people · ')
    ask.said_by = 6
    assert ask_facts(ask=ask).startswith('<p class="meta">6 young people · ')
    inside = "Only people who sign in here can read these words."
    assert ask_publishing(ask=ask) == f'<p class="meta">{inside}</p>'
    assert ask_readers(ask=ask) == inside
    drawn = ask_publishing(ask=ask, url="/there/")
    assert f'href="/there/{ask.pk}/">Manage this point<span class="visually-hidden">: “We' in drawn
    assert "&lt;b&gt;more&lt;/b&gt;" in drawn
    ask.may_be_published, ask.public_until = True, in_days(-1)
    assert ask_readers(ask=ask) == inside
    for tag in (ask_facts, ask_publishing, ask_readers):
        with pytest.raises(ComponentError):
            tag(ask="no ask")


def test_a_consent_that_has_run_out_is_none(cast: Cast) -> None:
    ask = public(cast, agreed_until=in_days(3))
    assert Ask.objects.public().get() == ask
    Ask.objects.update(public_until=in_days(-1))
    assert not Ask.objects.public().exists()
