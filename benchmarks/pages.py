"""The main pages beside a bare Django page of their kind: at 100 actions in two authorities, and at
10,000 in one of 150.

A page and the bare one are asked for in turn, and the least CPU that each ever took is compared:
whatever else the machine does meanwhile only ever adds to it. The bare pages do not grow with the
table, so growth is that ratio at 10,000 against the one at 100."""

import gc
import time
import zlib
from dataclasses import dataclass

from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks.bars import Bar, NotTried
from benchmarks.world import A_PLAN, World, fill
from tests.support.cast import make_cast


@dataclass(frozen=True)
class Kind:
    """What `quality.md` allows a kind of page: so many queries, and so many times the CPU of the
    bare list, or of the bare detail page."""

    name: str
    queries: int
    times: float
    by_detail: bool = False


LIST = Kind("list", 8, 1.5)
DETAIL = Kind("detail", 12, 2.5, by_detail=True)
BIG = Kind("big", 12, 2.0)
# From the cache: 3 ms where the bare list takes 12. A visitor without a session asks.
PUBLIC = Kind("public", 1, 0.25)
GROWTH, LAST = 1.1, 1.2
SIZES = ((100, 2), (10_000, 150))
BARE = {False: "bare list, 50 rows", True: "bare detail, 20 entries"}


@dataclass(frozen=True)
class Measured:
    """One page: the least CPU in milliseconds, and in bare pages; queries, how many are repeated;
    bytes, compressed."""

    cpu: float
    of_bare: float
    queries: int
    repeated: int
    size: int
    packed: int


def measure(client: Client, url: str, bare: str, rounds: int) -> Measured:
    """Ask for a page `rounds` times after warming it, each time beside the bare page."""
    for _ in range(3):
        answer = client.get(url)
        assert answer.status_code == 200, (url, answer.status_code)
    with CaptureQueriesContext(connection) as captured:
        body = client.get(url).content
    asked = [query["sql"] for query in captured.captured_queries]
    gc.collect()
    turns = [(_cpu(client, url), _cpu(client, bare)) for _ in range(rounds)]
    cpu = min(page for page, _ in turns)
    return Measured(
        cpu,
        cpu / min(bare for _, bare in turns),
        len(asked),
        len(asked) - len(set(asked)),
        len(body),
        len(zlib.compress(body, 6)),
    )


def _cpu(client: Client, url: str) -> float:
    begun = time.process_time()
    client.get(url)
    return (time.process_time() - begun) * 1000


def pages(world: World) -> list[tuple[str, str, Kind]]:
    """Name, address and kind of each page measured."""
    one, pk = "manchester", world.action.pk
    actions = reverse("outcomes:action-list", args=[one])
    # As many as fill the last page whatever the number of actions.
    last = max(1, world.workplan.authority.actions.count() // A_PLAN)
    plan = [one, "happy", world.workplan.period.slug]
    return [
        (BARE[False], "/bare/", LIST),
        (BARE[True], f"/bare/{pk}/", DETAIL),
        ("actions, first page", f"{actions}?status=&whose=", LIST),
        ("actions, last page", f"{actions}?status=&whose=&page={last}", LIST),
        ("actions, late", f"{actions}?status=late&whose=", LIST),
        ("meetings", reverse("cooperative:meeting-list", args=[one]), LIST),
        ("escalations", reverse("cooperative:escalation-list", args=[one]), LIST),
        ("scrutiny", reverse("impact:scrutiny-list", args=[one]), LIST),
        ("expectations", reverse("outcomes:expectation-list", args=[one]), LIST),
        ("one action", reverse("outcomes:action-detail", args=[one, pk]), DETAIL),
        ("change an action", reverse("outcomes:action-edit", args=[one, pk]), DETAIL),
        ("update an action", reverse("outcomes:action-progress", args=[one, pk]), DETAIL),
        (
            "one expectation",
            reverse("outcomes:expectation-detail", args=[one, world.cast.expectations[0].pk]),
            DETAIL,
        ),
        (
            "one escalation",
            reverse("cooperative:escalation-detail", args=[one, world.escalation.pk]),
            DETAIL,
        ),
        (
            "one scrutiny comment",
            reverse("impact:scrutiny-detail", args=[one, world.comment.pk]),
            DETAIL,
        ),
        ("outcomes", reverse("outcomes:outcome-list", args=[one]), BIG),
        ("workplan, 50 actions", reverse("outcomes:workplan-detail", args=plan), BIG),
        ("home of a lead", reverse("portal:home", args=[one]), BIG),
        ("one meeting", reverse("cooperative:meeting-detail", args=[one, world.meeting.pk]), BIG),
        ("journey", reverse("portal:journey", args=[one, world.action.priority_id]), BIG),
        ("public front page", reverse("impact:front", args=[one]), PUBLIC),
        ("public outcomes", reverse("impact:public-outcomes", args=[one]), PUBLIC),
    ]


def run(rounds: int = 40) -> list[Bar | NotTried]:
    """Print a table for each size. Returns the bars."""
    call_command("migrate", verbosity=0)
    bars: list[Bar | NotTried] = []
    before: dict[str, Measured] = {}
    for size, authorities in SIZES:
        with transaction.atomic():
            world = fill(make_cast(), size, authorities)
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("ANALYZE")
            print(
                f"\n{connection.vendor}, {size:,} actions, {authorities} authorities, "
                f"least of {rounds}"
            )
            bars += _table(world, size, rounds, before)
            transaction.set_rollback(True)
    return bars


def _table(world: World, size: int, rounds: int, before: dict[str, Measured]) -> list[Bar]:
    bars: list[Bar] = []
    client, visitor = world.cast.client(world.cast.lead), Client()
    found: dict[str, Measured] = {}
    print(
        f"{'page':<26}{'CPU ms':>8}{'x bare':>8}{'growth':>8}{'queries':>9}{'KB':>7}{'packed':>8}"
    )
    for name, url, kind in pages(world):
        bare = f"/bare/{world.action.pk}/" if kind.by_detail else "/bare/"
        got = found[name] = (
            _of_visitor(visitor, client, url, bare, rounds)
            if kind is PUBLIC
            else measure(client, url, bare, rounds)
        )
        grown = got.of_bare / before.setdefault(name, got).of_bare
        print(
            f"{name:<26}{got.cpu:>8.1f}{got.of_bare:>8.2f}{grown:>8.2f}{got.queries:>9}"
            f"{got.size / 1000:>7.1f}{got.packed / 1000:>8.1f}",
            flush=True,
        )
        if "/bare/" not in url:
            bars += _bars(f"{name}, at {size:,}", kind, got, grown)
    first, end = found["actions, first page"], found["actions, last page"]
    if size == SIZES[-1][0]:
        bars.append(Bar("last page beside the first", end.of_bare / first.of_bare, LAST, " x"))
    return bars


def _of_visitor(visitor: Client, client: Client, url: str, bare: str, rounds: int) -> Measured:
    """A public page as somebody gets it who is not signed in, beside the bare page of somebody who
    is."""
    got = measure(visitor, url, url, rounds)
    least = min(_cpu(client, bare) for _ in range(rounds))
    return Measured(got.cpu, got.cpu / least, got.queries, got.repeated, got.size, got.packed)


def _bars(name: str, kind: Kind, got: Measured, grown: float) -> list[Bar]:
    beside = BARE[kind.by_detail].split(",")[0]
    bars = [
        Bar(f"{name}: beside the {beside}", got.of_bare, kind.times, " x"),
        Bar(f"{name}: queries", got.queries, kind.queries),
        Bar(f"{name}: repeated queries", got.repeated, 0),
    ]
    return [*bars, Bar(f"{name}: growth", grown, GROWTH, " x")] if grown != 1 else bars
