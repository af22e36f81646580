"""Answers of pages about documents, for the views of every app that has a kind of them."""

from django.conf import settings
from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core.documents.letters import letters_without_font
from documents.models import Document
from documents.queries import document_content, filename_of


def redirect_to_document(document: Document) -> HttpResponse:
    """To the page of a document."""
    return redirect("documents:document-detail", document.authority.slug, document.pk)


def redirect_with_warning(request: HttpRequest, document: Document) -> HttpResponse:
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
    return redirect_to_document(document)


def pdf_response(document: Document) -> FileResponse:
    """The file of a document, as a download. How long it may be kept is the caller's to say."""
    response = FileResponse(
        default_storage.open(document.file),
        as_attachment=True,
        filename=filename_of(document),
        content_type="application/pdf",
    )
    response["Content-Language"] = settings.LANGUAGE_CODE
    return response
