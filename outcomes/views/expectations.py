"""Pages of expectations: the set that people here work to, and one of it with all that serves it.

They live here and not in `expectations`, because they show actions.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import permitted
from accounts.exports import record_export
from accounts.models import Membership
from core.components import Filter
from core.http import render_page
from core.paging import page_of
from core.spreadsheets import list_response
from core.text import clean_text
from expectations.models import Expectation, ExpectationSet
from expectations.policies import can_judge_expectation
from outcomes.enums import OPEN_STATUSES, ActionStatus
from outcomes.queries.actions import rows_by_id
from outcomes.queries.expectations import (
    STANDINGS,
    ExpectationRow,
    actions_for,
    expectation_rows,
    sets_to_read,
)
from outcomes.queries.status_counts import BEHIND

# An action with both voices takes up to thirty elements.
ACTIONS_A_PAGE = 10


def _asked(request: HttpRequest, sets: list[ExpectationSet]) -> tuple[ExpectationSet | None, str]:
    """Which set and which standing the list is narrowed to. Unknown ones narrow nothing."""
    known = {str(one.pk): one for one in sets}
    chosen = known.get(clean_text(request.GET.get("set", ""))[:20], sets[0] if sets else None)
    standing = clean_text(request.GET.get("judged", ""))[:20]
    return chosen, standing if standing in dict(STANDINGS) else ""


def _questions(
    sets: list[ExpectationSet], chosen: ExpectationSet | None, standing: str
) -> list[Filter]:
    found = [
        Filter("judged", _("Does it feel kept?"), standing, STANDINGS, anything=_("All")),
    ]
    if len(sets) > 1 and chosen is not None:
        others = [(str(one.pk), f"{one.name} ({one.version})") for one in sets[1:]]
        value = "" if chosen == sets[0] else str(chosen.pk)
        found.append(Filter("set", _("Which set"), value, others, anything=_("The set we use now")))
    return found


@permitted("read_working", methods=("GET",))
def expectation_list(request: HttpRequest, actor: Membership) -> HttpResponse:
    """The set that people here work to: each with the verdict that stands and its work."""
    sets = sets_to_read(actor)
    chosen, standing = _asked(request, sets)
    rows = expectation_rows(actor, chosen) if chosen else []
    is_former = chosen is not None and chosen in sets[1:] and chosen.slug == sets[0].slug
    context = {
        "set": chosen,
        "is_former": is_former,
        # Others stand beside it to be read, such as what the law says: nothing is missing there.
        "is_judged": is_former or (chosen is not None and chosen.is_worked_to),
        "rows": [row for row in rows if row.fits(standing)],
        "total": len(rows),
        "unjudged": sum(row.verdict is None for row in rows),
        "questions": _questions(sets, chosen, standing) if rows else [],
        "standing": standing,
        "may_judge": actor.holds("give_verdicts") and bool(chosen and chosen.is_worked_to),
        "commitments": actor.authority.details.get("commitments", []),
    }
    return render_page(request, "outcomes/expectation_list.html", context)


@permitted("read_working", methods=("GET",), records_view=True)
def expectation_export(request: HttpRequest, actor: Membership) -> HttpResponse:
    """The list as a spreadsheet. No cell can act as a formula."""
    record_export(request, actor, "outcomes.expectation.exported")
    chosen, standing = _asked(request, sets_to_read(actor))
    headings = [
        _("Number"), _("Expectation"), _("Who it’s for"), _("Why it can’t be met"),
        _("Does it feel kept?"), _("In their own words"), _("Verdict by"), _("Verdict date"),
        _("Actions"), _("Still to do"), _("Late"), _("Done"),
    ]  # fmt: skip
    rows = (row for row in expectation_rows(actor, chosen) if row.fits(standing)) if chosen else ()
    return list_response(request, "expectations", headings, map(_cells, rows))


def _cells(row: ExpectationRow) -> list[Any]:
    one, verdict = row.expectation, row.verdict
    said: list[Any] = [None] * 4
    if verdict is not None:
        day = timezone.localdate(verdict.at)
        said = [verdict.get_feels_display(), verdict.words, verdict.by.label, day]
    return [
        one.number, one.text, one.audience, one.cannot_be_met_because, *said, row.n_actions,
        row.number_of(*OPEN_STATUSES), row.number_of(BEHIND), row.number_of(ActionStatus.DONE),
    ]  # fmt: skip


@permitted("read_working", methods=("GET",))
def expectation_detail(request: HttpRequest, actor: Membership, expectation: int) -> HttpResponse:
    """One expectation: its words, the work that serves it in both voices, what was achieved, and
    every verdict."""
    found = get_object_or_404(
        Expectation.objects.visible_to(actor).select_related("expectation_set"), pk=expectation
    )
    page = page_of(actions_for(actor, found), request.GET, size=ACTIONS_A_PAGE)
    verdicts = list(found.verdicts.select_related("by__person", "by__organisation"))
    context = {
        "expectation": found,
        "set": found.expectation_set,
        "rows": rows_by_id(page.ids),
        "page": page,
        "evidence": list(found.evidence.all()),
        "verdicts": verdicts,
        "last": verdicts[0] if verdicts else None,
        "may_judge": can_judge_expectation(actor, found),
    }
    return render_page(request, "outcomes/expectation_detail.html", context)
