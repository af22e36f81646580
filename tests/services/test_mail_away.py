"""A mail server that refuses connections, hangs, or refuses addresses: on either engine pages go
on, documents get made, and no email is lost or comes twice."""

import time
from collections import Counter
from collections.abc import Iterator
from functools import partial

import pytest

from tests.services.program import Council, Server, Visitor
from tests.services.waiting import soon
from tests.support.mailbox import Mailbox, running_mailbox
from tests.support.places import AT_OURS
from tests.support.servers import Wire, wire_to

SECONDS = 2.0
REPORT = f"{AT_OURS}reports/"
# What each kind of trouble does to an email that waits. One refused for good is dropped.
MOODS = {"refused": 0, "hung": 0, "450": 0, "550": 1}


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with running_mailbox() as box:
        yield box


@pytest.fixture
def wire(mailbox: Mailbox) -> Iterator[Wire]:
    with wire_to(int(mailbox.url.rpartition(":")[2])) as made:
        yield made


def set_mood(mailbox: Mailbox, wire: Wire, mood: str) -> None:
    """Have the mail server be in trouble in one way; "" for none."""
    wire.refuse() if mood == "refused" else wire.listen()
    mailbox.mood = "" if mood == "refused" else mood


def test_nothing_waits_for_it_and_nothing_is_lost(
    council: Council, mailbox: Mailbox, wire: Wire, redis_url: str
) -> None:
    council.environment |= {"REDIS_URL": redis_url, "EMAIL_URL": f"smtp://127.0.0.1:{wire.port}"}
    council.start_worker()
    with council.serving() as server:
        who = council.visitor(server, "coordinator")
        assert soon(lambda: server.ready()[0]["worker"] == "up", 60)
        for number, (mood, lost) in enumerate(MOODS.items()):
            address, witness = people(council)[2 * number : 2 * number + 2]
            set_mood(mailbox, wire, mood)
            asked = ask_for_code(server, address)
            made = document_made(council, server, mood)
            parts, told = server.ready()
            home = who.ask(AT_OURS).seconds
            if mood in ("450", "550"):
                assert soon(partial(refused, council, mood), 40)
            set_mood(mailbox, wire, "")
            # What a pause of twenty seconds and more does, without the pause.
            council.sql("UPDATE accounts_outgoingmail SET not_before = '2020-01-01 00:00:00'")
            ask_for_code(server, witness)
            assert soon(partial(arrived, mailbox, witness), 60)
            came = soon(partial(arrived, mailbox, address), 1 if lost else 60)
            twice = arrived(mailbox, address) - 1
            print(f"\nmail server {mood} on {council.engine}: asked in {asked:.2f} s, a page in "
                  f"{home:.2f} s, /readyz in {told:.2f} s, a document in {made:.0f} s; lost "
                  f"{int(not came)}, twice {max(0, twice)}")  # fmt: skip
            assert came is not bool(lost)
            assert twice <= 0
            assert parts["worker"] == "up"
            assert max(asked, home, told) < SECONDS
            assert made < 30
            assert soon(lambda: not council.sql("SELECT 1 FROM accounts_outgoingmail"), 20)
    assert max(Counter(str(one["To"]) for one in mailbox.messages).values()) == 1


def people(council: Council) -> list[str]:
    """The addresses of those who could sign in."""
    rows = council.sql(
        "SELECT email FROM accounts_person WHERE email LIKE ? ORDER BY id", "%@manchester.example"
    )
    return [str(email) for (email,) in rows]


def ask_for_code(server: Server, address: str) -> float:
    """Somebody asks for a code by email. How many seconds the page took."""
    stranger = Visitor(server.port)
    page = stranger.ask("/sign-in/")
    answer = stranger.submit(page.text, "/sign-in/", {"email": address})
    assert answer.status == 302
    return answer.seconds


def document_made(council: Council, server: Server, mood: str) -> float:
    """Somebody asks for a document. How many seconds until it is there."""
    # New words each time, so that it is made anew.
    council.sql("UPDATE impact_reportline SET text = ?", f"Words while mail was {mood}.")
    who = council.visitor(server, "coordinator")
    report = f"{REPORT}{council.known['report']}/"
    begun = time.monotonic()
    assert who.submit(who.ask(report).text, f"{report}documents/full/", {}).status == 302
    done = "SELECT status FROM documents_document ORDER BY asked_at DESC LIMIT 1"
    assert soon(lambda: council.sql(done) == [("done",)], 60), council.sql(done)
    return time.monotonic() - begun


def arrived(mailbox: Mailbox, address: str) -> int:
    """How many emails came for an address."""
    return sum(one["To"] == address for one in mailbox.messages)


def refused(council: Council, mood: str) -> bool:
    """Whether the refusal is noted: put off, or dropped."""
    rows = council.sql("SELECT tries FROM accounts_outgoingmail")
    return not rows if mood == "550" else bool(rows and rows[0][0])
