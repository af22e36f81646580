"""What was heard: written down with care, and what became of it."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.components import ComponentError
from core.decisions import Refused
from core.models import AuditEvent
from tests.factories import in_days, make_priority
from tests.support.cast import Cast
from tests.support.places import AT_OURS, AT_THEIRS
from voice.models import Ask
from voice.operations.asks import change_publishing, record_ask
from voice.templatetags.asks import ask_facts, ask_publishing

VOICE = f"{AT_OURS}voice/"


def _fields(**more: Any) -> dict[str, Any]:
    return {
        "text": "Clubs cost too much.",
        "source": "consultation",
        "source_name": "Christmas consultation",
        "said_on": in_days(-10),
        "said_by": 43,
        "attribution": "",
    } | more


def _ask(cast: Cast, **more: Any) -> Ask:
    return record_ask(actor=cast.consultant, **_fields(**more))


def test_a_care_consultant_writes_down_what_was_said(cast: Cast) -> None:
    client = cast.client(cast.consultant)
    form = client.get(f"{VOICE}new/").content.decode()
    assert "Don’t include names or details of a child’s life." in form
    assert client.post(f"{VOICE}new/", _fields(may_be_published="on"))["Location"] == VOICE
    ask = Ask.objects.get()
    assert (ask.text, ask.said_by, ask.may_be_published) == ("Clubs cost too much.", 43, True)
    assert ask.attribution == "a young person"
    assert ask.recorded_by == cast.consultant
    assert AuditEvent.objects.filter(code="voice.ask.recorded").count() == 1
    assert "Clubs cost too much." in client.get(VOICE).content.decode()


def test_words_are_kept_inside_unless_somebody_says_otherwise(cast: Cast) -> None:
    cast.client(cast.coordinator).post(f"{VOICE}new/", _fields())
    assert Ask.objects.get().may_be_published is False


def test_the_trail_never_holds_the_words(cast: Cast) -> None:
    _ask(cast, text="Something that should not have been written")
    assert "should not have been" not in str(list(AuditEvent.objects.values()))


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
        ({"said_by": "0"}, "greater than or equal to 1"),
        ({"said_by": "-3"}, "greater than or equal to 1"),
        ({"said_by": "9" * 30}, "less than or equal to"),
        ({"said_by": "many"}, "Enter a whole number"),
        ({"attribution": "x" * 81}, "Use 80 characters or fewer"),
    ],
)
def test_bad_input_is_told_beside_its_field_and_what_was_typed_stays(
    cast: Cast, wrong: dict[str, str], words: str
) -> None:
    answer = cast.client(cast.consultant).post(
        f"{VOICE}new/", _fields(source_name="Kept words") | wrong
    )
    assert answer.status_code == 422
    (name,) = wrong
    assert words in " ".join(answer.context["form"].errors[name])
    if name != "source_name":
        assert "Kept words" in answer.content.decode()
    assert not Ask.objects.exists()


def test_what_looks_like_personal_data_comes_back_once_then_is_taken(cast: Cast) -> None:
    client = cast.client(cast.consultant)
    fields = _fields(text="R (19) at M14 5TQ waits for a club")
    first = client.post(f"{VOICE}new/", fields)
    assert first.status_code == 422
    page = first.content.decode()
    assert "This looks like a postcode and someone’s name or initial with their age" in page
    assert "This isn’t about a particular child." in page
    assert "R (19) at M14 5TQ waits for a club" in page
    assert not Ask.objects.exists()
    assert client.post(f"{VOICE}new/", fields | {"save_anyway": "on"}).status_code == 302
    assert Ask.objects.count() == 1


def test_the_same_point_is_not_written_down_twice(cast: Cast) -> None:
    _ask(cast)
    answer = cast.client(cast.consultant).post(f"{VOICE}new/", _fields(text="clubs cost too much."))
    assert answer.status_code == 422
    assert "This point has already been recorded." in answer.content.decode()
    assert Ask.objects.count() == 1


def test_the_box_is_not_there_before_it_is_needed(cast: Cast) -> None:
    client = cast.client(cast.consultant)
    assert "save_anyway" not in client.get(f"{VOICE}new/").content.decode()
    assert "save_anyway" not in client.post(f"{VOICE}new/", {"text": ""}).content.decode()


def test_the_operation_itself_refuses_a_day_to_come_and_nobody(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="That date is in the future."):
        _ask(cast, said_on=timezone.localdate() + datetime.timedelta(days=1))
    with pytest.raises(ValidationError, match="Enter a number of 1 or more"):
        _ask(cast, said_by=0)
    with pytest.raises(Refused):
        record_ask(actor=cast.officer, **_fields())


def test_each_says_what_became_of_it(cast: Cast) -> None:
    chosen, waiting = _ask(cast), _ask(cast, text="Buses stop too early.")
    priority = make_priority(cast, title="Clubs for everyone", asks=[chosen])
    client = cast.client(cast.member)
    page = client.get(VOICE).content.decode()
    assert f"{AT_OURS}journey/{priority.pk}/" in page
    assert "Not a priority yet." in page
    became = client.get(f"{VOICE}?became=priority").content.decode()
    assert chosen.text in became
    assert waiting.text not in became
    nothing = client.get(f"{VOICE}?became=nothing-yet").content.decode()
    assert chosen.text not in nothing
    assert waiting.text in nothing


def test_filters_that_make_no_sense_do_no_harm(cast: Cast) -> None:
    _ask(cast)
    client = cast.client(cast.member)
    for bad in ("source=rumour", "became=x", "page=-1", "page=z", "source=%00"):
        assert client.get(f"{VOICE}?{bad}").status_code == 200
    assert "No results" in client.get(f"{VOICE}?source=survey").content.decode()


def test_an_empty_list_says_what_to_do(cast: Cast) -> None:
    assert "Start with one thing" in cast.client(cast.consultant).get(VOICE).content.decode()
    page = cast.client(cast.member).get(VOICE).content.decode()
    assert "Nothing recorded yet" in page
    assert "Start with one thing" not in page


def test_who_may_read_it_can_be_changed_and_only_by_those_who_record(cast: Cast) -> None:
    ask = _ask(cast)
    address = f"{VOICE}{ask.pk}/publishing/"
    client = cast.client(cast.consultant_2)
    assert ask.text in client.get(address).content.decode()
    assert client.post(address, {"may_be_published": "yes"})["Location"] == VOICE
    assert Ask.objects.public().count() == 1
    assert client.post(address, {"may_be_published": "perhaps"}).status_code == 422
    assert client.post(address, {"may_be_published": "no"}).status_code == 302
    assert not Ask.objects.public().exists()
    assert cast.client(cast.officer).post(address, {"may_be_published": "yes"}).status_code == 403
    codes = AuditEvent.objects.filter(code="voice.ask.publishing_changed")
    assert codes.count() == 2


def test_saying_the_same_again_records_nothing(cast: Cast) -> None:
    ask = _ask(cast)
    change_publishing(actor=cast.consultant, ask=ask, may_be_published=False)
    assert not AuditEvent.objects.filter(code="voice.ask.publishing_changed").exists()


def test_who_may_enter(cast: Cast) -> None:
    ask = _ask(cast)
    for name, person in cast.people.items():
        partner = name in ("partner", "other_partner")
        client = cast.client(person)
        assert client.get(VOICE).status_code == (403 if partner else 200), name
        records = name.startswith("consultant") or name == "coordinator"
        assert client.get(f"{VOICE}new/").status_code == (200 if records else 403), name
    for stranger in (cast.outsider, cast.superuser, cast.bury_people["care-consultant"]):
        for path in ("", "new/", f"{ask.pk}/publishing/"):
            assert cast.client(stranger).get(VOICE + path).status_code == 404
    elsewhere = f"{AT_THEIRS}voice/{ask.pk}/publishing/"
    client = cast.client(cast.bury_people["care-consultant"])
    assert client.post(elsewhere, {"may_be_published": "yes"}).status_code == 404
    assert cast.client(None).get(VOICE).status_code == 302


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_takes_as_many_queries_for_one_as_for_thirty(cast: Cast, number: int) -> None:
    for index in range(number):
        make_priority(cast, asks=[_ask(cast, text=f"Point {index}")])
    client = cast.client(cast.consultant)
    client.get(VOICE)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(VOICE).status_code == 200
    assert len(queries) == 8, [query["sql"] for query in queries]


def test_the_lines_under_a_point_hold_words_as_words_and_take_nothing_else(cast: Cast) -> None:
    ask = _ask(
        cast, text="We want <b>more</b> of it, all of us, always", said_by=1, source_name="A & B"
    )
    assert ask_facts(ask=ask).startswith('<p class="meta">1 young person · A &amp; B · ')
    ask.said_by = 2
    assert ask_facts(ask=ask).startswith('<p class="meta">2 young people · ')
    assert (
        ask_publishing(ask=ask)
        == '<p class="meta">Only people who sign in here can read these words.</p>'
    )
    drawn = ask_publishing(ask=ask, url="/there/")
    assert (
        f'href="/there/{ask.pk}/publishing/">Change who can read this'
        '<span class="visually-hidden"> for “We'
    ) in drawn
    assert "&lt;b&gt;more&lt;/b&gt;" in drawn
    for tag in (ask_facts, ask_publishing):
        with pytest.raises(ComponentError):
            tag(ask="no ask")
