"""What is written down waits: who reads it, who lets it go, what is handed on (FT-038 to 040)."""

import pytest

from accounts.enums import Role
from accounts.models import Membership, Notice
from core.decisions import Refused
from core.models import AuditEvent
from tests.factories import in_days
from tests.support.cast import Cast
from tests.support.places import AT_OURS
from tests.voice.points import fields, public, released, waiting
from voice.models import Ask
from voice.operations.asks import correct_ask
from voice.operations.concerns import hand_on_ask, return_ask
from voice.operations.releasing import release_ask, withdraw_ask

VOICE = f"{AT_OURS}voice/"
HARM = "I am being hit at night."


def _readers(cast: Cast, ask: Ask) -> set[str]:
    """Who gets the words on the point's own page."""
    return {
        name
        for name, person in cast.people.items()
        if ask.text in cast.client(person).get(f"{VOICE}{ask.pk}/").content.decode()
    }


def test_only_its_writer_the_coordinator_and_the_safeguarding_lead_read_what_waits(
    cast: Cast,
) -> None:
    ask = waiting(cast, by=cast.officer)
    assert _readers(cast, ask) == {"officer", "coordinator", "safeguarding"}


def test_only_the_safeguarding_lead_reads_what_was_handed_on(cast: Cast) -> None:
    ask = waiting(cast, by=cast.officer, text=HARM, concern=True)
    assert _readers(cast, ask) == {"safeguarding"}
    mine = cast.client(cast.officer).get(f"{VOICE}yours/").content.decode()
    assert HARM not in mine
    assert "Handed to the safeguarding lead" in mine
    assert AuditEvent.objects.filter(code="voice.concern.read").count() == 1


def test_without_a_safeguarding_lead_the_coordinator_reads_it(cast: Cast) -> None:
    ask = waiting(cast, text=HARM, concern=True)
    Membership.objects.filter(authority=cast.manchester, role=Role.SAFEGUARDING_LEAD).update(
        ends_on="2026-01-01"
    )
    assert "coordinator" in _readers(cast, ask)


def test_a_concern_is_told_at_once_and_without_a_word_of_it(cast: Cast) -> None:
    answer = cast.client(cast.consultant).post(
        f"{VOICE}new/", fields(text=HARM, concern="yes"), follow=True
    )
    page = answer.content.decode()
    assert "call 999" in page
    assert HARM not in page
    told = Notice.objects.filter(what="concern-raised")
    assert [one.membership for one in told] == [cast.safeguarding]
    assert HARM not in str(list(Notice.objects.values()))
    home = cast.client(cast.safeguarding).get(AT_OURS).content.decode()
    assert "1 concern: someone may not be safe" in home
    assert HARM not in home
    assert "may not be safe" not in cast.client(cast.coordinator).get(AT_OURS).content.decode()


def test_homes_say_how_much_waits(cast: Cast) -> None:
    for number in range(3):
        waiting(cast, text=f"Point {number}")
    for person in (cast.coordinator, cast.safeguarding):
        assert (
            "3 things waiting to be released" in cast.client(person).get(AT_OURS).content.decode()
        )
    assert "waiting to be released" not in cast.client(cast.officer).get(AT_OURS).content.decode()


@pytest.mark.parametrize("who", ["coordinator", "safeguarding"])
def test_who_wrote_it_down_cannot_release_it(cast: Cast, who: str) -> None:
    writer = cast.people[who]
    ask = waiting(cast, by=writer)
    client = cast.client(writer)
    page = client.get(f"{VOICE}{ask.pk}/").content.decode()
    assert "someone else has to release it" in page
    assert "Nobody else here can release it" not in page
    assert (
        client.post(f"{VOICE}{ask.pk}/release/", {"checked": "on", "version": 1}).status_code == 403
    )
    with pytest.raises(Refused, match="someone else"):
        release_ask(actor=writer, ask=ask, version=None)
    other = cast.safeguarding if who == "coordinator" else cast.coordinator
    release_ask(actor=other, ask=ask, version=None)
    assert Ask.objects.get() == ask


def test_the_page_says_when_nobody_else_could(cast: Cast) -> None:
    ask = waiting(cast, by=cast.coordinator)
    Membership.objects.filter(authority=cast.manchester, role=Role.SAFEGUARDING_LEAD).update(
        ends_on="2026-01-01"
    )
    page = cast.client(cast.coordinator).get(f"{VOICE}{ask.pk}/").content.decode()
    assert "Nobody else here can release it" in page


@pytest.mark.parametrize("who", ["consultant", "officer", "member", "executive", "partner"])
def test_nobody_else_releases(cast: Cast, who: str) -> None:
    with pytest.raises(Refused):
        release_ask(actor=cast.people[who], ask=waiting(cast), version=None)


def test_releasing_needs_the_promise_and_says_who_reads_it(cast: Cast) -> None:
    ask = waiting(cast, agreed_by="speakers", agreed_on=in_days(-2))
    client, address = cast.client(cast.coordinator), f"{VOICE}{ask.pk}/release/"
    assert "Who can read it now?" in client.get(address).content.decode()
    assert client.post(address, {"publish": "yes", "version": 1}).status_code == 422
    assert client.post(address, {"publish": "no", "version": 1, "checked": "on"}).status_code == 302
    ask.refresh_from_db()
    assert (ask.state, ask.may_be_published) == ("released", False)
    assert ask.released_by == cast.coordinator
    assert not Notice.objects.filter(what="ask-waits", seen_at=None).exists()


def test_what_was_corrected_meanwhile_is_not_released_unread(cast: Cast) -> None:
    ask = waiting(cast)
    client, address = cast.client(cast.coordinator), f"{VOICE}{ask.pk}/release/"
    correct_ask(actor=cast.consultant, ask=ask, version=None, text="My name is in here.")
    assert client.post(address, {"version": 1, "checked": "on"}).status_code == 409
    assert not Ask.objects.exists()


def test_a_writer_corrects_while_it_waits_and_others_afterwards(cast: Cast) -> None:
    ask = waiting(cast, text="Mara wants clubs.")
    correct_ask(actor=cast.consultant, ask=ask, version=None, text="We want clubs.")
    ask.refresh_from_db()
    release_ask(actor=cast.coordinator, ask=ask, version=None)
    with pytest.raises(Refused):
        correct_ask(actor=cast.consultant, ask=ask, version=None, text="Again.")
    with pytest.raises(Refused):
        correct_ask(actor=cast.officer, ask=ask, version=None, text="Again.")
    address = f"{VOICE}{ask.pk}/correct/"
    client = cast.client(cast.coordinator)
    ask.refresh_from_db()
    said = fields(text="We all want clubs.", version=ask.version)
    assert client.post(address, said).status_code == 302
    assert Ask.objects.get().text == "We all want clubs."
    trail = str(list(AuditEvent.objects.values("summary", "changes")))
    for words in ("Mara", "We want clubs", "We all"):
        assert words not in trail


def test_a_corrected_public_point_is_public_again_once_somebody_else_has_looked(
    cast: Cast,
) -> None:
    ask = public(cast)
    correct_ask(actor=cast.coordinator, ask=ask, version=None, text="Clubs are dear.")
    assert not Ask.objects.public().exists()
    consent = ask.consents.get()
    assert (
        cast.client(cast.coordinator).post(f"{VOICE}permissions/{consent.pk}/confirm/").status_code
        == 403
    )
    assert (
        cast.client(cast.safeguarding).post(f"{VOICE}permissions/{consent.pk}/confirm/").status_code
        == 302
    )
    assert Ask.objects.public().get().text == "Clubs are dear."


@pytest.mark.parametrize("state", ["waiting", "released"])
def test_anyone_who_records_may_hand_on_what_they_read(cast: Cast, state: str) -> None:
    ask = (waiting if state == "waiting" else public)(cast)
    hand_on_ask(actor=cast.consultant, ask=ask)
    assert not Ask.objects.exists()
    assert _readers(cast, ask) == {"safeguarding"}
    assert AuditEvent.objects.filter(code="voice.concern.raised").count() == 1
    hand_on_ask(actor=cast.consultant, ask=ask)
    assert AuditEvent.objects.filter(code="voice.concern.raised").count() == 1


def test_who_cannot_read_it_cannot_hand_it_on(cast: Cast) -> None:
    ask = waiting(cast)
    for person in (cast.officer, cast.partner, cast.executive):
        with pytest.raises(Refused):
            hand_on_ask(actor=person, ask=ask)


def test_what_was_handed_on_is_neither_corrected_nor_released_nor_withdrawn_by_others(
    cast: Cast,
) -> None:
    ask = waiting(cast, concern=True)
    for person in (cast.consultant, cast.coordinator):
        for deed in (
            lambda who=person: correct_ask(actor=who, ask=ask, version=None, text="No."),
            lambda who=person: release_ask(actor=who, ask=ask, version=None),
            lambda who=person: withdraw_ask(actor=who, ask=ask, because="mistake"),
            lambda who=person: return_ask(actor=who, ask=ask),
        ):
            with pytest.raises(Refused):
                deed()
    with pytest.raises(Refused):
        correct_ask(actor=cast.safeguarding, ask=ask, version=None, text="No.")
    return_ask(actor=cast.safeguarding, ask=ask)
    release_ask(actor=cast.coordinator, ask=ask, version=None)
    assert Ask.objects.get() == ask


def test_withdrawing_deletes_the_words_everywhere(cast: Cast) -> None:
    ask = public(cast, text="Something about Elm House")
    client = cast.client(cast.coordinator)
    page = client.get(f"{VOICE}{ask.pk}/withdraw/").content.decode()
    assert "You can’t undo this." in page
    assert client.post(f"{VOICE}{ask.pk}/withdraw/", {}).status_code == 422
    assert client.post(f"{VOICE}{ask.pk}/withdraw/", {"because": "asked"}).status_code == 302
    ask.refresh_from_db()
    assert (ask.state, ask.text, ask.source_name) == ("withdrawn", "", "")
    assert not Ask.objects.exists()
    assert ask.consents.get().withdrawn_by == cast.coordinator
    event = AuditEvent.objects.get(code="voice.ask.withdrawn")
    assert event.changes == {"because": "asked"}
    assert (
        "The young person asked us to"
        in cast.client(cast.consultant).get(f"{VOICE}yours/").content.decode()
    )


def test_a_writer_may_take_back_what_waits_and_nobody_else_may(cast: Cast) -> None:
    mine, other = waiting(cast), waiting(cast, by=cast.officer, text="Another point.")
    with pytest.raises(Refused):
        withdraw_ask(actor=cast.consultant, ask=other, because="mistake")
    withdraw_ask(actor=cast.consultant, ask=mine, because="mistake")
    with pytest.raises(Refused):
        withdraw_ask(actor=cast.consultant, ask=released(cast, text="Third."), because="mistake")


@pytest.mark.parametrize("path", ["", "release/", "correct/", "withdraw/", "permission/"])
def test_a_page_of_one_point_takes_few_queries(
    cast: Cast, path: str, django_assert_max_num_queries: object
) -> None:
    ask = waiting(cast, agreed_by="speakers", agreed_on=in_days(-2))
    client = cast.client(cast.coordinator)
    with django_assert_max_num_queries(12):  # type: ignore[operator]  # the fixture has no type
        assert client.get(f"{VOICE}{ask.pk}/{path}").status_code == 200
