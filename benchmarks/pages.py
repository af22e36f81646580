"""The main pages beside a bare Django page with as many rows: at 100 actions in two authorities,
and at 10,000 in one of 150.

A page and the bare one are asked for in turn, and only the ratio within a round counts: whatever
else the machine does meanwhile slows both. The bare page does not grow with the table, so growth is
that ratio at 10,000 against the one at 100."""

import gc
import statistics
import time
import zlib
from dataclasses import dataclass

from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks.world import World, fill
from tests.support.cast import make_cast

# What `quality.md` allows: at most so many queries, at most so many times the bare page's CPU.
LIST, DETAIL = (8, 1.5), (12, 2.0)
GROWTH = 1.1
SIZES = ((100, 2), (10_000, 150))


@dataclass(frozen=True)
class Measured:
    """One page: median CPU in milliseconds and in bare pages; queries, how many are repeated;
    bytes, compressed."""

    cpu: float
    of_bare: float
    queries: int
    repeated: int
    size: int
    packed: int


def measure(client: Client, url: str, rounds: int) -> Measured:
    """Ask for a page `rounds` times after warming it, each time beside the bare page;
    medians, so no hiccup counts."""
    for _ in range(3):
        answer = client.get(url)
        assert answer.status_code == 200, (url, answer.status_code)
    with CaptureQueriesContext(connection) as captured:
        body = client.get(url).content
    asked = [query["sql"] for query in captured.captured_queries]
    gc.collect()
    turns = [(_cpu(client, url), _cpu(client, "/bare/")) for _ in range(rounds)]
    return Measured(
        statistics.median(page for page, _ in turns),
        statistics.median(page / bare for page, bare in turns),
        len(asked),
        len(asked) - len(set(asked)),
        len(body),
        len(zlib.compress(body, 6)),
    )


def _cpu(client: Client, url: str) -> float:
    begun = time.process_time()
    client.get(url)
    return (time.process_time() - begun) * 1000


def pages(world: World) -> list[tuple[str, str, tuple[int, float]]]:
    """Name, address and bar of each page measured."""
    one = "manchester"
    plan = world.workplan
    last = f"?status=&page={max(1, world.workplan.authority.actions.count() // 50)}"
    return [
        ("bare page, 50 rows", "/bare/", LIST),
        ("actions, first page", reverse("outcomes:action-list", args=[one]) + "?status=", LIST),
        ("actions, last page", reverse("outcomes:action-list", args=[one]) + last, LIST),
        ("actions, late", reverse("outcomes:action-list", args=[one]) + "?status=late", LIST),
        ("outcomes", reverse("outcomes:outcome-list", args=[one]), DETAIL),
        (
            "workplan, 50 actions",
            reverse("outcomes:workplan-detail", args=[one, "happy", plan.period.slug]),
            DETAIL,
        ),
        ("one action", reverse("outcomes:action-detail", args=[one, world.action.pk]), DETAIL),
        ("change an action", reverse("outcomes:action-edit", args=[one, world.action.pk]), DETAIL),
        ("meetings", reverse("cooperative:meeting-list", args=[one]), LIST),
        (
            "one meeting",
            reverse("cooperative:meeting-detail", args=[one, world.meeting.pk]),
            DETAIL,
        ),
        ("home of a lead", reverse("portal:home", args=[one]), DETAIL),
        ("journey", reverse("portal:journey", args=[one, world.action.priority_id]), DETAIL),
        ("escalations", reverse("cooperative:escalation-list", args=[one]), LIST),
        ("scrutiny", reverse("impact:scrutiny-list", args=[one]), LIST),
        ("expectations", reverse("outcomes:expectation-list", args=[one]), LIST),
        (
            "one expectation",
            reverse("outcomes:expectation-detail", args=[one, world.cast.expectations[0].pk]),
            DETAIL,
        ),
        ("public front page", reverse("impact:front", args=[one]), DETAIL),
    ]


def run(rounds: int = 25) -> list[str]:
    """Print a table for each size. Returns what misses a bar, in words."""
    call_command("migrate", verbosity=0)
    missed: list[str] = []
    before: dict[str, Measured] = {}
    for size, authorities in SIZES:
        with transaction.atomic():
            world = fill(make_cast(), size, authorities)
            client = world.cast.client(world.cast.lead)
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("ANALYZE")
            print(
                f"\n{connection.vendor}, {size:,} actions, {authorities} authorities, "
                f"median of {rounds}"
            )
            missed += _table(world, client, size, rounds, before)
            transaction.set_rollback(True)
    return missed


def _table(
    world: World, client: Client, size: int, rounds: int, before: dict[str, Measured]
) -> list[str]:
    missed = []
    print(
        f"{'page':<24}{'CPU ms':>8}{'x bare':>8}{'growth':>8}{'queries':>9}{'KB':>7}{'packed':>8}"
    )
    for name, url, (most_queries, most_times) in pages(world):
        got = measure(client, url, rounds)
        grown = got.of_bare / before.setdefault(name, got).of_bare
        print(
            f"{name:<24}{got.cpu:>8.1f}{got.of_bare:>8.2f}{grown:>8.2f}{got.queries:>9}"
            f"{got.size / 1000:>7.1f}{got.packed / 1000:>8.1f}",
            flush=True,
        )
        if got.queries > most_queries or got.repeated:
            missed.append(f"{name}: {got.queries} queries, {got.repeated} repeated, at {size}")
        if got.of_bare > most_times:
            missed.append(f"{name}: {got.of_bare:.2f} x the bare page at {size}, bar {most_times}")
        if grown > GROWTH:
            missed.append(f"{name}: {grown:.2f} x itself with {size} actions, bar {GROWTH}")
    return missed
