"""Pages of a document: watch it being made, try again, take it away. Asking for one is a page of
the app that it is about."""

import uuid

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from accounts.access import permitted
from accounts.exports import record_export
from accounts.models import Membership
from accounts.requests import ours
from core.decisions import require
from core.http import render_page
from documents.kinds import document_kind
from documents.models import Document
from documents.operations.asking import try_document_again
from documents.policies import can_read_document, can_try_document_again
from documents.queries import filename_of, is_there, says_now, standing
from documents.responses import pdf_response, redirect_to_document

PROGRESS = "documents/document_detail.html#document-progress"


def _document(actor: Membership, document: uuid.UUID) -> Document:
    """One the actor may know of; 403 with the reason when it is a draft that is not for them."""
    found = get_object_or_404(
        Document.objects.visible_to(actor).select_related("authority"), pk=document
    )
    require(can_read_document(actor, found))
    return found


@permitted("read_working", methods=("GET",))
def document_detail(request: HttpRequest, actor: Membership, document: uuid.UUID) -> HttpResponse:
    """Where a document is: how many are before it, how far it is, ready, or why it is not. The page
    asks again every second, and is answered with nothing while nothing has changed."""
    found = _document(actor, document)
    now = standing(found)
    if ours(request).htmx and request.GET.get("seen") == now.mark:
        return HttpResponse(status=204)
    template = PROGRESS if ours(request).htmx else "documents/document_detail.html"
    context = {
        "document": found,
        "subject": found.subject,
        "breadcrumbs_template": document_kind(found.kind).breadcrumbs,
        "standing": now,
        "again": None if now.ready else can_try_document_again(actor, found),
    }
    return render_page(request, template, context)


@permitted("read_working", methods=("POST",))
def document_again(request: HttpRequest, actor: Membership, document: uuid.UUID) -> HttpResponse:
    """Try again what could not be made."""
    found = _document(actor, document)
    require(can_try_document_again(actor, found))
    return redirect_to_document(try_document_again(actor=actor, document=found))


@permitted("read_working", methods=("GET",), records_view=True)
def document_download(
    request: HttpRequest, actor: Membership, document: uuid.UUID
) -> HttpResponse | FileResponse:
    """The file itself, as a download, while it says what its subject says now; otherwise its page,
    which says why not. Kept by nobody on the way."""
    found = _document(actor, document)
    if not is_there(found) or not says_now(found):
        return redirect_to_document(found)
    record_export(
        request, actor, "documents.document.downloaded", found, summary=filename_of(found)
    )
    response = pdf_response(found)
    response["Cache-Control"] = "private, no-store"
    return response
