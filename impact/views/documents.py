"""Pages of documents: ask for one, watch it being made, take it away; and the public's copy."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts.access import permitted, public_of_authority
from accounts.exports import record_export
from accounts.models import Authority, Membership
from accounts.requests import ours
from core.decisions import require
from core.documents.letters import letters_without_font
from core.http import render_page
from impact.enums import DocumentKind
from impact.models import AnnualReport, Document, ImpactReport
from impact.operations.documents import (
    ask_for_document,
    can_try_document_again,
    try_document_again,
)
from impact.policies import OF_A_REPORT, can_ask_for_document, can_read_document
from impact.queries.documents import document_content
from impact.queries.kept_documents import (
    filename_of,
    is_there,
    public_annual_document,
    public_document,
    says_now,
    standing,
    subject_of,
)

PROGRESS = "impact/document_detail.html#document-progress"


def _to(document: Document) -> HttpResponse:
    return redirect("impact:document-detail", document.authority.slug, document.pk)


def _with_a_warning(request: HttpRequest, document: Document) -> HttpResponse:
    """To a document that was just asked for; says which letters it may show as empty boxes."""
    if letters := letters_without_font(document_content(document).context):
        messages.warning(
            request,
            _(
                "These letters may come out as empty boxes in the PDF, because Golden Thread may "
                "have no font for them: %(letters)s"
            )
            % {"letters": " ".join(letters)},
        )
    return _to(document)


def _document(actor: Membership, document: uuid.UUID) -> Document:
    """One the actor may know of; 403 with the reason when it is a draft that is not for them."""
    found = get_object_or_404(
        Document.objects.visible_to(actor).select_related(
            "authority", "report", "annual_report__period"
        ),
        pk=document,
    )
    require(can_read_document(actor, found))
    return found


@permitted("read_working", methods=("POST",))
def document_ask(request: HttpRequest, actor: Membership, report: str, kind: str) -> HttpResponse:
    """Have a report made into a PDF, or be shown the one that is there."""
    if kind not in OF_A_REPORT:
        raise Http404("A report has no such document.")
    found = get_object_or_404(ImpactReport.objects.visible_to(actor), slug=report)
    require(can_ask_for_document(actor, kind, found))
    return _with_a_warning(request, ask_for_document(actor=actor, kind=kind, subject=found))


@permitted("read_working", methods=("POST",))
def annual_document_ask(request: HttpRequest, actor: Membership, period: str) -> HttpResponse:
    """Have the year's report made into a PDF, or be shown the one that is there."""
    found = get_object_or_404(AnnualReport.objects.visible_to(actor), period__slug=period)
    require(can_ask_for_document(actor, DocumentKind.ANNUAL, found))
    document = ask_for_document(actor=actor, kind=DocumentKind.ANNUAL, subject=found)
    return _with_a_warning(request, document)


@permitted("read_working", methods=("GET",))
def document_detail(request: HttpRequest, actor: Membership, document: uuid.UUID) -> HttpResponse:
    """Where a document is: how many are before it, how far it is, ready, or why it is not. The page
    asks again every second, and is answered with nothing while nothing has changed."""
    found = _document(actor, document)
    now = standing(found)
    if ours(request).htmx and request.GET.get("seen") == now.mark:
        return HttpResponse(status=204)
    template = PROGRESS if ours(request).htmx else "impact/document_detail.html"
    context = {
        "document": found,
        "subject": subject_of(found),
        "standing": now,
        "again": None if now.ready else can_try_document_again(actor, found),
    }
    return render_page(request, template, context)


@permitted("read_working", methods=("POST",))
def document_again(request: HttpRequest, actor: Membership, document: uuid.UUID) -> HttpResponse:
    """Try again what could not be made."""
    found = _document(actor, document)
    require(can_try_document_again(actor, found))
    return _to(try_document_again(actor=actor, document=found))


@permitted("read_working", methods=("GET",), records_view=True)
def document_download(
    request: HttpRequest, actor: Membership, document: uuid.UUID
) -> HttpResponse | FileResponse:
    """The file itself, as a download, while it says what the report says now; otherwise its page,
    which says why not. Kept by nobody on the way."""
    found = _document(actor, document)
    if not is_there(found) or not says_now(found):
        return _to(found)
    record_export(request, actor, "impact.document.downloaded", found, summary=filename_of(found))
    response = _file(found)
    response["Cache-Control"] = "private, no-store"
    return response


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
    response = _file(document)
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
    document = public_annual_document(annual)
    if document is None:
        return redirect("impact:public-annual", authority.slug, period)
    response = _file(document)
    response["Cache-Control"] = "public, max-age=60"
    return response


def _file(document: Document) -> FileResponse:
    response = FileResponse(
        default_storage.open(document.file),
        as_attachment=True,
        filename=filename_of(document),
        content_type="application/pdf",
    )
    response["Content-Language"] = settings.LANGUAGE_CODE
    return response
