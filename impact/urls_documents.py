"""Addresses of documents; `impact.urls` takes them in."""

from django.urls import path

from impact.views import documents

urlpatterns = [
    path(
        "<slug:authority>/work/reports/<slug:report>/documents/<slug:kind>/",
        documents.document_ask,
        name="document-ask",
    ),
    path(
        "<slug:authority>/work/annual-reports/<slug:period>/document/",
        documents.annual_document_ask,
        name="annual-document-ask",
    ),
    path(
        "<slug:authority>/work/documents/<uuid:document>/",
        documents.document_detail,
        name="document-detail",
    ),
    path(
        "<slug:authority>/work/documents/<uuid:document>/again/",
        documents.document_again,
        name="document-again",
    ),
    path(
        "<slug:authority>/work/documents/<uuid:document>/file/",
        documents.document_download,
        name="document-download",
    ),
    path(
        "<slug:authority>/reports/<slug:report>/<slug:kind>.pdf",
        documents.public_document_file,
        name="public-document",
    ),
]
