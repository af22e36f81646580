"""Pages where an impact report is composed and written together."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import permitted
from accounts.models import Membership
from cooperative.models import Meeting
from core.decisions import Refused, require
from core.forms import ConfirmForm, post_data, submit_form
from core.http import render_page
from core.paging import page_of
from documents.policies import can_ask_for_document
from impact.enums import ReportDocument, ReportStatus
from impact.forms import IntroductionForm
from impact.models import ImpactReport
from impact.operations.reports import compose_report, recompose_report, set_introduction
from impact.policies import (
    can_change_line,
    can_change_report,
    can_compose_report,
    can_recompose_report,
)
from impact.queries.content import loaded, report_content
from impact.queries.sources import without_link
from impact.queries.working import meetings_without_report, report_rows, working_parts
from impact.views.next_step import next_step

# What a report's page offers to have made.
DOCUMENTS = (
    (ReportDocument.FULL.value, gettext_lazy("Full report (PDF)")),
    (ReportDocument.ONE_PAGE.value, gettext_lazy("One-page summary (PDF)")),
)


def the_report(actor: Membership, slug: str) -> ImpactReport:
    """A report the actor may see, with its signatures; 404 otherwise."""
    return get_object_or_404(
        ImpactReport.objects.visible_to(actor)
        .select_related("authority", "meeting__theme", "meeting__body", "meeting__period")
        .prefetch_related("sign_offs__by__person"),
        slug=slug,
    )


def to_report(report: ImpactReport, anchor: str = "") -> HttpResponse:
    """Back to a report's page; where a line was changed, to that line with the tools for more."""
    url = reverse("impact:report-detail", args=[report.authority.slug, report.slug])
    return redirect(f"{url}?write=1#{anchor}" if anchor else url)


@permitted("read_working", methods=("GET",))
def report_list(request: HttpRequest, actor: Membership) -> HttpResponse:
    """The impact reports, newest first, and the meetings that still need one."""
    status = request.GET.get("status", "")
    rows = report_rows(actor, status)
    page = page_of(rows, request.GET)
    may_draft = actor.holds("draft_reports")
    context = {
        "page": page,
        "reports": rows.filter(pk__in=page.ids),
        "tabs": ReportStatus.choices,
        "current": status if status in ReportStatus.values else "",
        "filtered": bool(status),
        "waiting": list(meetings_without_report(actor)[:5]) if may_draft else [],
    }
    return render_page(request, "impact/report_list.html", context)


@permitted("read_working", methods=("GET",))
def meeting_report(request: HttpRequest, actor: Membership, meeting: int) -> HttpResponse:
    """Lead from a meeting to its report; while the actor may read none, say so in the list."""
    found = get_object_or_404(Meeting.objects.visible_to(actor), pk=meeting)
    report = ImpactReport.objects.visible_to(actor).filter(meeting=found).first()
    if report is not None:
        return redirect("impact:report-detail", actor.authority.slug, report.slug)
    messages.info(
        request, _("This meeting’s report isn’t ready yet. You’ll find it here when it is.")
    )
    return redirect("impact:report-list", actor.authority.slug)


@permitted("read_working")
def report_compose(request: HttpRequest, actor: Membership, meeting: int) -> HttpResponse:
    """Have a meeting's report composed; where it has one already, say so and lead there."""
    found = get_object_or_404(
        Meeting.objects.visible_to(actor).select_related("theme", "body", "period", "authority"),
        pk=meeting,
    )
    there = ImpactReport.objects.visible_to(actor).filter(meeting=found).first()
    form = ConfirmForm(post_data(request))
    if request.method == "POST" and form.is_valid() and _composed(form, actor, found, there):
        report = form.result or ImpactReport.objects.get(meeting=found)
        messages.success(request, _("Report drafted. Every line links to its record."))
        return redirect("impact:report-detail", actor.authority.slug, report.slug)
    decision = can_compose_report(actor, found)
    if there is None:
        require(decision)
    context = {"meeting": found, "form": form, "report": there, "decision": decision}
    response = render_page(request, "impact/report_compose.html", context, form=form)
    if request.method == "POST" and there is not None:
        response.status_code = 409
    return response


def _composed(
    form: ConfirmForm, actor: Membership, meeting: Meeting, there: ImpactReport | None
) -> bool:
    """Whether this press, or an earlier one of the same button, has composed it. One that was there
    before is no error of this page: it leads to it."""
    try:
        return form.carry_out(compose_report, actor=actor, meeting=meeting)
    except Refused:
        if there is None:
            raise
        return False


@permitted("read_working", methods=("GET",))
def report_detail(request: HttpRequest, actor: Membership, report: str) -> HttpResponse:
    """A report as its writers see it: three parts along the thread, signatures, the next step. To
    read first: the tools for its lines come with `?write=1`."""
    found = get_object_or_404(
        loaded(ImpactReport.objects.visible_to(actor), to_write=True), slug=report
    )
    may_change = can_change_report(actor, found)
    parts = working_parts(found)
    changeable = _changeable(actor, found, bool(may_change))
    context = {
        "report": found,
        "content": report_content(found),
        "parts": parts,
        "no_link": without_link(actor, found),
        "may_change": may_change,
        "may_change_lines": changeable,
        "writing": bool(changeable) and request.GET.get("write") == "1",
        "may_recompose": can_recompose_report(actor, found),
        "next_step": next_step(actor, found),
        "document_kinds": DOCUMENTS,
        "may_have_documents": can_ask_for_document(actor, ReportDocument.FULL, found),
        "is_published": found.status == ReportStatus.PUBLISHED,
    }
    return render_page(request, "impact/report_detail.html", context)


def _changeable(actor: Membership, report: ImpactReport, may_change: bool) -> set[int]:
    """The lines the actor may put in other words: all, or a lead's own."""
    lines = list(report.lines.all())
    for line in lines:
        line.report = report
    return {line.pk for line in lines if may_change or can_change_line(actor, line)}


@permitted("read_working")
def report_introduction(request: HttpRequest, actor: Membership, report: str) -> HttpResponse:
    """Change the title and the introduction."""
    found = the_report(actor, report)
    form = IntroductionForm(post_data(request), report=found)
    decision = can_change_report(actor, found)
    if submit_form(request, form, decision, set_introduction, actor=actor, report=found):
        messages.success(request, _("Title and introduction saved."))
        return to_report(found)
    context = {"report": found, "form": form}
    return render_page(request, "impact/report_introduction.html", context, form=form)


@permitted("read_working", methods=("POST",))
def report_recompose(request: HttpRequest, actor: Membership, report: str) -> HttpResponse:
    """Compose anew the lines nobody has touched."""
    found = the_report(actor, report)
    form = ConfirmForm(request.POST)
    if form.is_valid() and form.carry_out(recompose_report, actor=actor, report=found):
        messages.success(
            request, _("Report redrafted. Lines you edited or removed stay as you left them.")
        )
    return to_report(found)
