"""News goes once: two real processes at it at the same moment, a real worker, a real mail server,
and whatever is killed in between.

What these cannot see: what the mail servers beyond the first one do with it, and a mail server that
takes longer to answer than a claim lasts (`LEASE`, four times as long as a worker waits for it).
"""

import datetime
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from accounts.models import Membership, Notice, OutgoingMail
from accounts.operations.mail import LEASE, post, send_waiting_mail
from accounts.operations.news_mail import send_news
from accounts.operations.notices import notify
from core import broker
from tests.services.waiting import ROOT, soon
from tests.support.cast import Cast, make_cast
from tests.support.mailbox import Mailbox, running_mailbox

Start = Callable[..., "subprocess.Popen[bytes]"]
Run = Callable[[str], "subprocess.Popen[str]"]

# A process that says that it is there, waits for a line, and does what it is told.
BEGIN = """
import datetime, sys, django
django.setup()
from accounts.operations import mail, news_mail
from django.db import connection
connection.ensure_connection()
print("ready", flush=True)
sys.stdin.readline()
"""
# Slow exactly between the look and the claim, so that the other one is there as well.
WRITE = (
    BEGIN
    + """
import time
real = news_mail.choice_of
def choice_of(member):
    time.sleep(0.05)
    return real(member)
news_mail.choice_of = choice_of
print(news_mail.send_news(datetime.datetime.fromisoformat(sys.argv[1])))
"""
)
SEND = BEGIN + "print(mail.send_waiting_mail())"
# It has claimed the news and never gets to write the e-mail down.
WRITE_AND_HANG = (
    BEGIN
    + """
import time
def post(**words):
    print("claimed", flush=True)
    time.sleep(600)
news_mail.post = post
news_mail.send_news(datetime.datetime.fromisoformat(sys.argv[1]))
"""
)
# A worker whose clock shows another moment, and goes on.
WORKER_AT = """
import datetime, sys, time_machine
time_machine.travel(datetime.datetime.fromisoformat(sys.argv.pop(1)), tick=True).start()
from celery.__main__ import main
sys.exit(main())
"""


def a_working_morning() -> datetime.datetime:
    """Nine o'clock on the next Monday but today, when the news of every rhythm is due."""
    today = timezone.localdate()
    monday = today + datetime.timedelta(days=7 - today.weekday())
    return datetime.datetime.combine(monday, datetime.time(9), ZoneInfo("Europe/London"))


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """Made anew: after another test's flush the kept one has rights that are no longer there."""
    made = make_cast()
    Notice.objects.all().delete()
    return made


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with running_mailbox() as box:
        yield box


@pytest.fixture
def run(worker_environment: dict[str, str], mailbox: Mailbox) -> Iterator[Run]:
    """Start a process of this program, and wait until it is ready to begin."""
    started: list[subprocess.Popen[str]] = []

    def start(program: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-c", program, a_working_morning().isoformat()],
            cwd=ROOT,
            env={**worker_environment, "EMAIL_URL": mailbox.url},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def together(*processes: "subprocess.Popen[str]") -> list[int]:
    """Let them begin at the same moment. What each of them has to say at its end."""
    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate(timeout=120)[0] for process in processes]
    return [int(words) for words in said]


def news_for(cast: Cast, mark: object = "") -> list[str]:
    """Something new for everybody in Manchester. Their addresses."""
    people = list(Membership.objects.filter(authority=cast.manchester).select_related("person"))
    told = notify("seat-taken", about=cast.cooperative, actor=None, to=people, page="/", mark=mark)
    assert told == len(people)
    return sorted(member.person.email for member in people)


def wake(name: str) -> None:
    """Call a worker whose clock shows that morning: by ours the call would be too old for it."""
    with time_machine.travel(a_working_morning(), tick=True):
        assert broker.notify_worker(name)


def addressed() -> list[str]:
    """To whom e-mails are written down."""
    return sorted(OutgoingMail.objects.values_list("to", flat=True))


# --- Written down once ----------------------------------------------------------------------------


def test_two_processes_at_the_same_moment_write_each_digest_once(cast: Cast, run: Run) -> None:
    for mark in range(2):
        people = news_for(cast, mark)
        written = together(run(WRITE), run(WRITE))
        assert sum(written) == len(people)
        assert addressed() == people
        OutgoingMail.objects.all().delete()
    assert not Notice.objects.filter(mailed_at=None).exists()


def test_a_process_killed_while_it_writes_leaves_it_to_the_next(cast: Cast, run: Run) -> None:
    """Claimed and not written down holds nothing: both are one transaction."""
    people = news_for(cast)
    process = run(WRITE_AND_HANG)
    assert process.stdin
    assert process.stdout
    process.stdin.write("go\n")
    process.stdin.flush()
    assert process.stdout.readline() == "claimed\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert addressed() == []
    assert soon(lambda: together(run(WRITE)) == [len(people)], 30)
    assert addressed() == people


# --- Sent -----------------------------------------------------------------------------------------


def test_two_processes_at_the_same_moment_send_each_e_mail_once(
    cast: Cast, run: Run, mailbox: Mailbox
) -> None:
    people = news_for(cast)
    assert send_news(a_working_morning()) == len(people)
    assert sum(together(run(SEND), run(SEND))) == len(people)
    assert sorted(str(one["To"]) for one in mailbox.messages) == people
    assert addressed() == []


def test_a_digest_goes_through_a_real_worker_and_a_real_mail_server_once(
    cast: Cast, start_worker: Start, mailbox: Mailbox
) -> None:
    """The worker itself finds that it is due, on a Monday morning by its clock; two of them."""
    people = news_for(cast)
    for _ in range(2):
        start_worker(
            "--clock",
            launch=["-c", WORKER_AT, a_working_morning().isoformat()],
            EMAIL_URL=mailbox.url,
        )
    wake("accounts.send_news")
    assert soon(lambda: len(mailbox.kept) >= len(people), 90)
    assert soon(lambda: not OutgoingMail.objects.exists(), 30)
    for _ in range(3):
        wake("accounts.send_news")
        wake("accounts.send_mail")
    assert not soon(lambda: len(mailbox.kept) > len(people), 5)
    assert Counter(str(one["To"]) for one in mailbox.messages) == Counter(people)
    letter = mailbox.came_for(cast.officer.person.email)[0]
    assert letter["Subject"] == "New Golden Thread notifications from Manchester City Council"
    text = letter.get_body(("plain",))
    assert text
    assert "People and roles: 1 new" in text.get_content()


def test_killed_between_sending_and_noting_it_comes_twice_and_is_never_lost(
    cast: Cast, start_worker: Start, mailbox: Mailbox
) -> None:
    """At least once (decision 53): the mail server has it, the worker never heard so and is killed;
    the row is still there, and the next worker sends it again, under the same Message-ID."""
    post(to="robin@new.example", subject="A code", text="It is late.")
    mailbox.silent.set()
    worker = start_worker("--clock", EMAIL_URL=mailbox.url)
    assert soon(lambda: len(mailbox.kept) == 1)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    mailbox.silent.clear()
    row = OutgoingMail.objects.get()
    assert timezone.now() < row.not_before <= timezone.now() + LEASE

    # Nobody else takes it while the claim lasts; what half a minute does, without the half minute.
    assert send_waiting_mail() == 0
    OutgoingMail.objects.update(not_before=timezone.now())
    start_worker("--clock", EMAIL_URL=mailbox.url)
    assert soon(lambda: len(mailbox.kept) == 2)
    assert soon(lambda: not OutgoingMail.objects.exists(), 30)
    first, second = mailbox.messages
    assert first["Message-ID"] == second["Message-ID"]
    assert first.get_content() == second.get_content()


def test_a_mail_server_that_is_gone_loses_nothing(
    cast: Cast, start_worker: Start, mailbox: Mailbox
) -> None:
    post(to="robin@new.example", subject="A code", text="It is late.")
    nowhere = start_worker("--clock", EMAIL_URL="smtp://127.0.0.1:1")
    assert soon(lambda: OutgoingMail.objects.get().not_before > timezone.now())
    nowhere.terminate()
    nowhere.wait()
    OutgoingMail.objects.update(not_before=timezone.now())
    start_worker("--clock", EMAIL_URL=mailbox.url)
    assert soon(lambda: len(mailbox.kept) == 1)
    assert soon(lambda: not OutgoingMail.objects.exists(), 30)
