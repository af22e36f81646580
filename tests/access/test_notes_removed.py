"""What was said about harm is not kept in notes: a sentence stands for it, and what was written all
the same can be taken away, out of the trail too (FT-051)."""

import pytest

from accounts.models import Notice
from cooperative.models import AgendaItem
from cooperative.operations.agenda import remove_notes, write_minutes
from core.decisions import Refused
from core.models import AuditEvent, Erasure
from tests.access.scene import Scene
from tests.support.cast import Cast
from tests.support.places import AT_OURS

HARM = "a young person told us her carer hits her"


@pytest.fixture
def item(cast: Cast, scenes: tuple[Scene, Scene]) -> AgendaItem:
    """One of a meeting today, of which HARM was written, and then something else."""
    written = write_minutes(actor=cast.consultant, item=scenes[0].today_item, notes=HARM)
    return write_minutes(actor=cast.consultant, item=written, notes="Removed.")


def _notes(item: AgendaItem) -> str:
    return f"{AT_OURS}meetings/{item.meeting_id}/agenda/{item.pk}/notes/"


def test_the_form_says_what_not_to_write_and_where_to_call(cast: Cast, item: AgendaItem) -> None:
    page = cast.client(cast.coordinator).get(_notes(item)).content.decode()
    assert "Don’t write down what was said about harm" in page
    assert "Everyone who can see this meeting can read this." in page
    assert page.index("0800 1111") < page.index("<textarea")


def test_a_concern_is_one_sentence_and_the_safeguarding_lead_is_told(
    cast: Cast, item: AgendaItem
) -> None:
    client = cast.client(cast.coordinator)
    sent = {"notes": "We talked.", "concern_raised": "on", "version": item.notes_version}
    assert client.post(_notes(item), sent).status_code == 302
    page = cast.client(cast.member).get(f"{AT_OURS}meetings/{item.meeting_id}/").content.decode()
    assert "A concern was raised and is being dealt with outside the meeting." in page
    told = Notice.objects.filter(what="meeting-concern")
    assert [one.membership for one in told] == [cast.safeguarding]
    item.refresh_from_db()
    write_minutes(actor=cast.consultant, item=item, notes="We talked on.", concern_raised=True)
    assert told.count() == 1


def test_removing_takes_the_words_out_of_the_trail_and_says_who_did(
    cast: Cast, item: AgendaItem
) -> None:
    assert HARM in str(list(AuditEvent.objects.values("changes")))
    client, address = cast.client(cast.coordinator), f"{_notes(item)}remove/"
    assert "You can’t undo this." in client.get(address).content.decode()
    assert client.post(address, {"version": item.notes_version}).status_code == 302
    item.refresh_from_db()
    assert (item.notes, item.notes_removed_on is not None) == ("", True)
    assert HARM not in str(list(AuditEvent.objects.values()))
    erasure = Erasure.objects.get(person_id=0)
    assert erasure.decided_by_id == cast.coordinator.person_id
    trail = client.get(f"{AT_OURS}trail/?about=cooperative.agendaitem-{item.pk}").content.decode()
    assert f"Words removed by {cast.coordinator.label} on" in trail
    assert HARM not in trail
    told = Notice.objects.filter(what="notes-removed")
    assert [one.membership for one in told] == [cast.safeguarding]
    assert (
        "Notes were removed on"
        in cast.client(cast.member).get(f"{AT_OURS}meetings/{item.meeting_id}/").content.decode()
    )


def test_the_rest_of_the_trail_stays(cast: Cast, item: AgendaItem) -> None:
    before = dict(AuditEvent.objects.exclude(changes={}).values_list("pk", "changes"))
    gone = {pk for pk, changes in before.items() if "notes" in changes}
    assert gone
    remove_notes(actor=cast.safeguarding, item=item)
    after = dict(AuditEvent.objects.filter(pk__in=before).values_list("pk", "changes"))
    assert {pk for pk in before if after[pk] != before[pk]} == gone


@pytest.mark.parametrize("who", ["consultant", "officer", "member", "partner", "executive"])
def test_nobody_else_removes_them(cast: Cast, item: AgendaItem, who: str) -> None:
    with pytest.raises(Refused):
        remove_notes(actor=cast.people[who], item=item)
