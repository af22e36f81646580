"""A meeting day: 200 people at once, reading, telling how their actions go, and looking at the
meeting again and again. Against the web server as it runs (gunicorn, two workers), over HTTP.

Only with `--load`, and on PostgreSQL: it makes a database of its own beside the one that
DATABASE_URL names, and takes two minutes. Times on the clock say as much about the machine as about
the program, so the CPU of a request stands beside them, and how busy the machine was.
"""

import http.client
import os
import random
import re
import statistics
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership, Person
from accounts.operations.memberships import start_membership
from benchmarks.bars import Bar, NotTried
from benchmarks.memory import WEB, Watch
from benchmarks.server import Server, cpu_of, own_database, served
from benchmarks.world import World, fill
from outcomes.enums import ActionStatus
from outcomes.models import Action
from outcomes.operations.handover import give_action
from tests.support.cast import make_cast

PEOPLE, SECONDS = 200, 60
# How long somebody reads before the next page, on average, in seconds.
READS_FOR = 15.0
SLOWEST = 0.5
# Of ten people: so many read, so many follow the meeting, so many tell how their action goes.
PARTS = ("reads",) * 5 + ("follows",) * 3 + ("tells",) * 2


ROLES = {"reads": Role.CARE_CONSULTANT, "follows": Role.ELECTED_MEMBER, "tells": Role.OFFICER}
FIELD = re.compile(r'name="(csrfmiddlewaretoken|version|once)" value="([^"]*)"')
WORK = reverse("portal:home", args=["manchester"])


@dataclass(frozen=True)
class Somebody:
    """One of the crowd: what they do, their cookie, and the action they tell of."""

    part: str
    cookie: str
    action: int


@dataclass
class Tally:
    """What came of all requests."""

    took: list[float] = field(default_factory=list)
    told: int = 0
    wrong: list[str] = field(default_factory=list)


def run(people: int = PEOPLE, seconds: int = SECONDS) -> list[Bar | NotTried]:
    """Print what a meeting day did to the server. Returns its bars."""
    if connection.vendor != "postgresql":
        return [NotTried("meeting day", "DATABASE_URL names no PostgreSQL")]
    with own_database() as database:
        world = fill(make_cast(), 1000, 10)
        pages, crowd = _pages(world), crowd_of(world, people)
        with served(database) as server:
            return _meeting_day(server, seconds, crowd, pages)


def _meeting_day(
    server: Server, seconds: int, crowd: list["Somebody"], pages: dict[str, list[str]]
) -> list[Bar | NotTried]:
    watch = Watch(server.pid)
    watch.start()
    before, tally = cpu_of(server.pid), Tally()
    until = time.monotonic() + seconds
    threads = [
        threading.Thread(target=_live, args=(one, server.port, pages, until, tally))
        for one in crowd
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return _say(len(crowd), seconds, tally, cpu_of(server.pid) - before, watch.stop())


def crowd_of(world: World, people: int) -> list[Somebody]:
    """So many new people of Manchester, signed in. Each officer answers for an action of their own
    that is owed in an open workplan, so that they may tell of it."""
    owed = Action.objects.owed().exclude(status=ActionStatus.PROPOSED)
    actions = owed.filter(authority=world.cast.manchester).order_by("pk")[:people]
    return [
        _somebody(world, number, action)
        for number, action in zip(range(people), actions, strict=True)
    ]


def _somebody(world: World, number: int, action: Action) -> Somebody:
    part = PARTS[number % len(PARTS)]
    manchester = world.cast.manchester
    person = Person.objects.create_user(
        f"person.{number}@manchester.example", "correct horse battery", name=f"Person {number}"
    )
    member = start_membership(actor=None, authority=manchester, person=person, role=ROLES[part])
    if part == "tells":
        give_action(actor=world.cast.coordinator, action=action, taker=member)
    cookies = world.cast.client(Membership.objects.get(pk=member.pk)).cookies
    return Somebody(part, cookies[settings.SESSION_COOKIE_NAME].value, action.pk)


def _pages(world: World) -> dict[str, list[str]]:
    """What each part asks for, again and again."""
    meeting = reverse("cooperative:meeting-detail", args=["manchester", world.meeting.pk])
    plan = reverse(
        "outcomes:workplan-detail", args=["manchester", "happy", world.workplan.period.slug]
    )
    journey = reverse("portal:journey", args=["manchester", world.action.priority_id])
    reads = [WORK, f"{WORK}outcomes/", plan, journey, f"{WORK}actions/", f"{WORK}meetings/"]
    return {"reads": reads, "follows": [meeting, meeting, meeting, plan], "tells": [WORK, plan]}


def _live(
    one: Somebody, port: int, pages: dict[str, list[str]], until: float, tally: Tally
) -> None:
    """One person's minute: wait, then a page, or an update every third time."""
    chance = random.Random(one.cookie)
    time.sleep(chance.uniform(0, READS_FOR))
    turn = 0
    while time.monotonic() < until:
        turn += 1
        try:
            if one.part == "tells" and turn % 3 == 0:
                _tell(one, port, tally, turn)
            else:
                _ask(one, port, chance.choice(pages[one.part]), tally)
        except (OSError, http.client.HTTPException) as problem:
            tally.wrong.append(repr(problem))
        time.sleep(chance.expovariate(1 / READS_FOR))


def _tell(one: Somebody, port: int, tally: Tally, turn: int) -> None:
    """Open an action's update form and submit it, with different words each time: duplicates on one
    day are rejected."""
    address = f"{WORK}actions/{one.action}/progress/"
    body, cookies = _ask(one, port, address, tally)
    _ask(one, port, address, tally, form_of(body, turn), cookies)


def form_of(body: str, turn: int = 1) -> dict[str, str]:
    """What is sent from this page: its hidden fields, and a status update."""
    return {**dict(FIELD.findall(body)), "status": "on-track", "done": f"We met again ({turn})."}


def _ask(
    one: Somebody,
    port: int,
    address: str,
    tally: Tally,
    form: dict[str, str] | None = None,
    cookies: str = "",
) -> tuple[str, str]:
    """Ask for a page as a browser does, or send a form. Returns it, and the cookies it set."""
    cookie = "; ".join(filter(None, (f"{settings.SESSION_COOKIE_NAME}={one.cookie}", cookies)))
    headers = {"Cookie": cookie}
    if form is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    begun = time.monotonic()
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    line.request("GET" if form is None else "POST", address, urlencode(form or {}), headers)
    answer = line.getresponse()
    body = answer.read().decode()
    line.close()
    tally.took.append(time.monotonic() - begun)
    if answer.status != (200 if form is None else 302):
        tally.wrong.append(f"{answer.status} {address}")
    elif form is not None:
        tally.told += 1
    found = [value.split(";")[0] for name, value in answer.getheaders() if name == "Set-Cookie"]
    return body, "; ".join(found)


def _say(
    people: int, seconds: int, tally: Tally, spent: float, held: float
) -> list[Bar | NotTried]:
    p95 = statistics.quantiles(tally.took, n=20)[-1]
    print(
        f"\n{people} people, {seconds} s: {len(tally.took)} requests, {tally.told} updates told, "
        f"{len(tally.wrong)} errors\n"
        f"half within {statistics.median(tally.took):.2f} s, 95 of 100 within {p95:.2f} s, "
        f"the slowest {max(tally.took):.2f} s; "
        f"{spent / len(tally.took) * 1000:.1f} ms of CPU each\n"
        f"the web server and its two workers held {held:.0f} MB at most; "
        f"{os.getloadavg()[0]:.1f} processes wanted the machine's {os.cpu_count()} processors"
    )
    for one in sorted(set(tally.wrong))[:5]:
        print(f"  {one}")
    return [
        Bar("meeting day, errors", len(tally.wrong), 0),
        Bar("meeting day, 95 of 100 answers within", p95, SLOWEST, " s"),
        Bar("meeting day, the web server and its two workers", held, WEB, " MB"),
    ]
