"""Asking for the PDFs of reports, and the public's copies of them."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from accounts.access import permitted, public_of_authority
from accounts.models import Authority, Membership
from core.decisions import require
from documents.operations.asking import ask_for_document
from documents.policies import can_ask_for_document
from documents.queries import public_document
from documents.responses import pdf_response, redirect_with_warning
from impact.enums import OF_A_REPORT, ReportDocument
from impact.models import AnnualReport, ImpactReport


@permitted("read_working", methods=("POST",))
def document_ask(request: HttpRequest, actor: Membership, report: str, kind: str) -> HttpResponse:
    """Have a report made into a PDF, or be shown the one that is there."""
    if kind not in OF_A_REPORT:
        raise Http404("A report has no such document.")
    found = get_object_or_404(ImpactReport.objects.visible_to(actor), slug=report)
    require(can_ask_for_document(actor, kind, found))
    document = ask_for_document(actor=actor, kind=kind, subject=found)
    return redirect_with_warning(request, document)


@permitted("read_working", methods=("POST",))
def annual_document_ask(request: HttpRequest, actor: Membership, period: str) -> HttpResponse:
    """Have the year's report made into a PDF, or be shown the one that is there."""
    found = get_object_or_404(AnnualReport.objects.visible_to(actor), period__slug=period)
    require(can_ask_for_document(actor, ReportDocument.ANNUAL, found))
    document = ask_for_document(actor=actor, kind=ReportDocument.ANNUAL, subject=found)
    return redirect_with_warning(request, document)


@public_of_authority()
def public_document_file(
    request: HttpRequest, authority: Authority, report: str, kind: str
) -> HttpResponse | FileResponse:
    """A published report's PDF, for anybody. Only while it says what the report says now, because
    consent to a young person's words can be taken back; otherwise the page, which always does."""
    found = get_object_or_404(
        ImpactReport.objects.published().filter(authority=authority), slug=report
    )
    if kind not in OF_A_REPORT:
        raise Http404("A report has no such document.")
    document = public_document(kind, found)
    if document is None:
        return redirect("impact:public-report", authority.slug, found.slug)
    response = pdf_response(document)
    response["Cache-Control"] = "public, max-age=60"
    return response


@public_of_authority()
def public_annual_file(
    request: HttpRequest, authority: Authority, period: str
) -> HttpResponse | FileResponse:
    """A published annual report's PDF, for anyone, while it says what the report says now;
    otherwise its page, which always does."""
    annual = get_object_or_404(
        AnnualReport.objects.published().filter(authority=authority), period__slug=period
    )
    document = public_document(ReportDocument.ANNUAL, annual)
    if document is None:
        return redirect("impact:public-annual", authority.slug, period)
    response = pdf_response(document)
    response["Cache-Control"] = "public, max-age=60"
    return response
