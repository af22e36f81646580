"""A small number of people is on no page, in no file and in no PDF that somebody without the right
to it can get (SG-090 to SG-096).

The proof is by twins: two councils that differ in nothing but a hidden number look the same, letter
for letter, on every surface. So nothing can be worked out either: not from the sentence, a bar, a
chart, an order, a total, an attribute or the source of the page.
"""

import datetime
import re
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from hypothesis import HealthCheck, given
from hypothesis import settings as bounds
from hypothesis import strategies as st

from accounts.models import Membership
from documents.kinds import document_kind
from documents.models import Document
from documents.tasks import make_documents
from impact.enums import ReportDocument, ReportStatus
from impact.models import ImpactReport, ReportLine
from impact.operations.annual import compose_annual_report, refresh_annual_report
from impact.operations.reports import compose_report, recompose_report
from outcomes.models import Action, Priority, ProgressUpdate
from outcomes.operations.progress import record_progress
from tests.documents.papers import ask, pages_of
from tests.factories import make_action, make_priority
from tests.impact.quarter import make_ask, make_meeting
from tests.support.cast import Cast
from tests.support.places import AT_OURS
from voice.models import Ask

pytestmark = pytest.mark.django_db

HIDDEN_FROM = (
    "consultant", "member", "officer", "officer_2", "lead", "partner", "executive", None,
)  # fmt: skip
SHOWN_TO = ("coordinator", "safeguarding")
_CHANGES_ANYWAY = re.compile(
    r'[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|csrfmiddlewaretoken" value="\w+'
    r"|updates/\d+"
    r'|nonce="[^"]+|hx-headers="[^"]+|"X-CSRFToken": ?"\w+|\b[0-9A-Z]{4}-[0-9A-Z]{4}\b'
)


@dataclass
class World:
    """One action that counts people, and one point that people raised."""

    cast: Cast
    priority: Priority
    action: Action
    point: Ask
    report: ImpactReport
    annual: Any = None

    def count(self, *, said_by: int, numbers: list[int], target: int = 100) -> None:
        """As if the council had counted so, from the start; with a report of it, published."""
        Ask.objects.filter(pk=self.point.pk).update(said_by=said_by)
        Action.objects.filter(pk=self.action.pk).update(
            target=target, reached=None, last_shown=None, version=1
        )
        ReportLine.objects.filter(action=self.action).update(progress=None)
        ProgressUpdate.objects.filter(action=self.action).delete()
        for letter, number in zip("abc", numbers, strict=False):
            record_progress(
                actor=self.cast.officer,
                action=Action.objects.get(pk=self.action.pk),
                status="on-track",
                done=f"We met again ({letter}).",
                difference="It is easier now.",
                reached=number,
            )
        # Long enough ago that nothing can be undone, which an hour would tell.
        moment = timezone.now().replace(microsecond=0) - datetime.timedelta(hours=1)
        ProgressUpdate.objects.filter(action=self.action).update(at=moment)
        reports = ImpactReport.objects.filter(pk=self.report.pk)
        reports.update(status=ReportStatus.DRAFT, published_at=None)
        recompose_report(actor=self.cast.coordinator, report=reports.get())
        ReportLine.objects.filter(report=self.report).update(version=1)
        reports.update(status=ReportStatus.PUBLISHED, published_at=moment, version=1)
        refresh_annual_report(actor=self.cast.coordinator, annual=self.annual)
        type(self.annual).objects.filter(pk=self.annual.pk).update(composed_at=moment, version=1)

    @property
    def addresses(self) -> list[str]:
        """Every surface that has to do with it."""
        work, plan = AT_OURS, self.priority.workplan
        inside = [
            work,
            f"{work}outcomes/",
            f"{work}outcomes/{plan.outcome.slug}/{plan.period.slug}/",
            f"{work}actions/",
            f"{work}actions/export/",
            f"{work}actions/{self.action.pk}/",
            f"{work}actions/{self.action.pk}/progress/",
            f"{work}update/{self.action.pk}/",
            f"{work}journey/{self.priority.pk}/",
            f"{work}voice/",
            f"{work}reports/{self.report.slug}/",
            f"{work}annual-reports/{plan.period.slug}/",
        ]
        public = [
            f"/manchester/{page}"
            for page in (
                "",
                "you-said/",
                "outcomes/",
                f"reports/{self.report.slug}/",
                *(
                    f"open-data/{name}.{kind}"
                    for name in ("priorities", "actions", "expectations", "reports")
                    for kind in ("csv", "json")
                ),
            )
        ]
        return [*inside, *public]

    def seen_by(self, who: str | None) -> dict[str, str]:
        """What stands on each surface, without what changes with every look at it."""
        client = self.cast.client(getattr(self.cast, who) if who else None)
        found = {}
        for address in self.addresses:
            response = client.get(address)
            assert response.status_code in (200, 302, 403, 404), address
            content = b"".join(response) if response.streaming else response.content
            found[address] = _CHANGES_ANYWAY.sub("…", content.decode())
        return found

    def on_paper(self) -> dict[str, str]:
        """What the PDFs are drawn from: every word, attribute and chart of them."""
        found: dict[str, str] = {}
        for kind, subject in (
            (ReportDocument.FULL, self._report),
            (ReportDocument.ONE_PAGE, self._report),
            (ReportDocument.ANNUAL, self._annual),
        ):
            content = document_kind(kind).content(subject)
            frame = {
                "title": content.title,
                "site": "",
                "request": SimpleNamespace(authority=self.report.authority),
                "tightness": "roomy",
            }
            with translation.override(settings.LANGUAGE_CODE):
                found[kind] = render_to_string(content.template, {**content.context, **frame})
        return found

    @property
    def _report(self) -> ImpactReport:
        return ImpactReport.objects.get(pk=self.report.pk)

    @property
    def _annual(self) -> Any:
        return type(self.annual).objects.get(pk=self.annual.pk)


@pytest.fixture
def world(cast: Cast) -> World:
    point = make_ask(cast, "Clubs cost too much.", said_by=43)
    priority = make_priority(cast, title="Every one of us tries something new", asks=[point])
    action = make_action(
        cast,
        priority=priority,
        title="Link us to a club",
        target=100,
        unit="young people linked",
        collaborators=[cast.partner],
        expectations=cast.expectations[:1],
    )
    record_progress(
        actor=cast.officer, action=action, status="on-track", done="We met.", reached=61
    )
    report = compose_report(actor=cast.consultant, meeting=make_meeting(cast))
    ImpactReport.objects.filter(pk=report.pk).update(
        status=ReportStatus.PUBLISHED, published_at=timezone.now()
    )
    annual = compose_annual_report(actor=cast.coordinator, period=cast.year)
    return World(cast, priority, action, point, report, annual)


def differences(one: dict[str, str], other: dict[str, str]) -> dict[str, list[tuple[str, str]]]:
    """The lines in which two sets of surfaces differ, by surface."""
    return {
        address: [
            (a.strip()[:300], b.strip()[:300])
            for a, b in zip(words.split("\n"), other[address].split("\n"), strict=False)
            if a != b
        ]
        for address, words in one.items()
        if words != other[address]
    }


SMALL = st.integers(1, 5)


@st.composite
def twins(draw: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Two counts that whoever may not read small numbers must not be able to tell apart."""
    target = draw(st.sampled_from([4, 7, 10, 11, 40, 100]))
    before = draw(st.lists(st.sampled_from([0, 12, 20, 30]), max_size=2)) if target >= 40 else []
    if target <= 10:
        last = st.integers(0, target)
    elif draw(st.booleans()):
        last = SMALL
    else:
        last = SMALL.map(lambda rest: target - rest)
    return tuple(  # type: ignore[return-value]  # two of them
        {"said_by": draw(SMALL), "numbers": [*before, draw(last)], "target": target}
        for _twin in range(2)
    )


LOOKS = bounds(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@LOOKS
@given(twins(), st.sampled_from(HIDDEN_FROM))
def test_twins_look_the_same(
    world: World, pair: tuple[dict[str, Any], dict[str, Any]], who: str | None
) -> None:
    seen, on_paper = [], []
    for counts in pair:
        world.count(**counts)
        seen.append(world.seen_by(who))
        on_paper.append(world.on_paper())
    assert differences(*seen) == {}
    assert differences(*on_paper) == {}


@LOOKS
@given(st.sampled_from([20, 61]), SMALL, SMALL, st.sampled_from(HIDDEN_FROM))
def test_nor_how_many_were_added_since_a_number_that_was_shown(
    world: World, first: int, one: int, other: int, who: str | None
) -> None:
    seen, on_paper = [], []
    for added in (one, other):
        world.count(said_by=12, numbers=[first, first + added])
        seen.append(world.seen_by(who))
        on_paper.append(world.on_paper())
    assert differences(*seen) == {}
    assert differences(*on_paper) == {}


def test_the_twins_can_be_told_apart_at_all(world: World) -> None:
    """Or the tests above would prove nothing: numbers that may be read are on these surfaces, and
    whoever has the right reads the small ones."""
    world.count(said_by=12, numbers=[40])
    large = world.seen_by("officer")
    world.count(said_by=13, numbers=[50])
    assert len(differences(large, world.seen_by("officer"))) >= 8
    for who in SHOWN_TO:
        world.count(said_by=2, numbers=[2])
        two = world.seen_by(who)
        world.count(said_by=3, numbers=[3])
        changed = differences(two, world.seen_by(who))
        action = f"{AT_OURS}actions/{world.action.pk}/"
        assert {action, f"{AT_OURS}voice/"} <= set(changed)
        # What leaves the house says the same to everyone.
        public = {one: lines for one, lines in changed.items() if AT_OURS not in one}
        assert public == {}
        assert not {one for one in changed if "reports/" in one}


def test_each_page_says_which_numbers_it_shows(world: World, cast: Cast) -> None:
    world.count(said_by=2, numbers=[2])
    work, plan = AT_OURS, world.priority.workplan
    for page in (
        f"actions/{world.action.pk}/",
        f"outcomes/{plan.outcome.slug}/{plan.period.slug}/",
        f"journey/{world.priority.pk}/",
        "voice/",
    ):
        officers = cast.client(cast.officer).get(work + page).content.decode()
        assert "“A few” means 1 to 5 people." in officers, page
        leads = cast.client(cast.safeguarding).get(work + page).content.decode()
        assert "You can see exact numbers of people." in leads, page


def test_a_councils_own_limit_counts_everywhere(world: World, cast: Cast) -> None:
    cast.manchester.details = {"small_numbers": {"highest": 9, "sign": "<10"}}
    cast.manchester.save()
    cast.people["officer"] = Membership.objects.get(pk=cast.officer.pk)
    seen = []
    for number in (2, 9):
        world.count(said_by=number, numbers=[number])
        seen.append(world.seen_by("officer"))
    assert differences(*seen) == {}
    assert "<10" in seen[0]["/manchester/open-data/priorities.csv"]


def test_things_are_shown(world: World, cast: Cast) -> None:
    Action.objects.filter(pk=world.action.pk).update(counts_people=False, unit="evenings held")
    world.count(said_by=12, numbers=[4], target=7)
    seen = world.seen_by("officer")
    assert "4 of 7" in seen[f"{AT_OURS}actions/{world.action.pk}/"]
    assert "4 of 7 evenings held so far" in seen[f"/manchester/reports/{world.report.slug}/"]


def test_the_text_of_a_pdf(world: World, cast: Cast) -> None:
    texts = []
    for number in (98, 96):
        world.count(said_by=3, numbers=[number])
        Document.objects.all().delete()
        full = ask(cast, world._report)
        make_documents()
        texts.append(" ".join(" ".join(pages_of(full)).split()))
    assert texts[0] == texts[1]
    assert "All but a few of 100 young people linked so far" in texts[0]
