"""What everyone may read, without signing in: only what is published, with consent."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from accounts.access import public_of_authority
from accounts.models import Authority
from cooperative.enums import MeetingStatus
from cooperative.models.meeting import start_of_today
from core.http import render_page
from core.paging import page_of
from documents.queries import public_document, ready_documents
from expectations.queries import main_set
from impact.enums import ReportDocument
from impact.queries.annual import annual_content
from impact.queries.content import loaded, report_content
from impact.queries.periods import quarter_label
from impact.queries.public import (
    asks_acted_on,
    expectation_rows,
    expectations_in_order,
    highlights,
    outcome_rows,
    outcomes_in_order,
    public_annuals,
    public_asks,
    public_meetings,
    public_reports,
    what_became_of,
)
from voice.models import Ask

# The front page shows so many points, chosen from so many recent ones.
HIGHLIGHTS, RECENT = 3, 12
# A point with its actions takes up to a hundred elements; a page stays light for a cheap phone.
POINTS_A_PAGE = 10


@public_of_authority(kept=True)
def front(request: HttpRequest, authority: Authority) -> HttpResponse:
    """The front page: who we are, the latest report, what became of what was said, what is next."""
    latest = loaded(public_reports(authority)).first()
    context = {
        "authority": authority,
        "latest": report_content(latest) if latest else None,
        "said": highlights(
            what_became_of(authority, asks_acted_on(authority)[:RECENT]), HIGHLIGHTS
        ),
        "expectations": list(expectations_in_order(authority)),
        "outcomes": outcomes_in_order(authority),
        "next_meeting": public_meetings(authority).ahead().first(),
    }
    return render_page(request, "public/front.html", context)


@public_of_authority(kept=True)
def report_list(request: HttpRequest, authority: Authority) -> HttpResponse:
    """The published reports, newest first."""
    page = page_of(public_reports(authority), request.GET)
    reports = public_reports(authority).filter(pk__in=page.ids)
    rows = [{"report": row, "quarter": quarter_label(row.meeting)} for row in reports]
    context = {"rows": rows, "page": page, "annuals": list(public_annuals(authority))}
    return render_page(request, "public/report_list.html", context)


@public_of_authority()
def annual_report(request: HttpRequest, authority: Authority, period: str) -> HttpResponse:
    """A year's report that the executive endorsed and the coordinator published."""
    annual = get_object_or_404(public_annuals(authority), period__slug=period)
    context = {
        "annual": annual,
        "content": annual_content(annual),
        "has_document": public_document(ReportDocument.ANNUAL, annual) is not None,
    }
    return render_page(request, "public/annual_detail.html", context)


@public_of_authority()
def report_detail(request: HttpRequest, authority: Authority, report: str) -> HttpResponse:
    """A published report, to read here; its PDFs beside it once they are made."""
    found = get_object_or_404(loaded(public_reports(authority)), slug=report)
    context = {
        "report": found,
        "content": report_content(found),
        "documents": ready_documents(found),
    }
    return render_page(request, "public/report_detail.html", context)


@public_of_authority(kept=True)
def you_said(request: HttpRequest, authority: Authority) -> HttpResponse:
    """You said, we did; or we could not, because."""
    page = page_of(public_asks(authority), request.GET, size=POINTS_A_PAGE)
    asks = Ask.objects.filter(pk__in=page.ids).order_by("-said_on", "-pk")
    context = {"rows": what_became_of(authority, asks), "page": page}
    return render_page(request, "public/you_said.html", context)


@public_of_authority(kept=True)
def expectations(request: HttpRequest, authority: Authority) -> HttpResponse:
    """What young people expect, or are promised, what serves it, and whether it feels kept. Where
    a founding document names a promise without its words, that is said, with what it did commit
    to (Solihull)."""
    rows = expectation_rows(authority)
    context = {
        "rows": rows,
        "set": rows[0].expectation.expectation_set if rows else main_set(authority),
        "commitments": authority.details.get("commitments", []),
    }
    return render_page(request, "public/expectations.html", context)


@public_of_authority(kept=True)
def outcomes(request: HttpRequest, authority: Authority) -> HttpResponse:
    """The outcomes, their priorities, and where the work stands."""
    return render_page(request, "public/outcomes.html", {"rows": outcome_rows(authority)})


@public_of_authority(kept=True)
def meetings(request: HttpRequest, authority: Authority) -> HttpResponse:
    """Meetings ahead and held, with the report of each once it is published."""
    held = public_meetings(authority).filter(status=MeetingStatus.HELD)
    off = public_meetings(authority).filter(
        status=MeetingStatus.CANCELLED, starts_at__gte=start_of_today()
    )
    page = page_of(held, request.GET)
    context = {
        "ahead": list(public_meetings(authority).ahead()[:20]),
        # Who had the day in mind is told here that nobody meets.
        "off": list(off.order_by("starts_at", "pk")[:20]),
        "held": list(public_meetings(authority).filter(pk__in=page.ids)),
        "page": page,
    }
    return render_page(request, "public/meetings.html", context)
