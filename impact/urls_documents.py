"""Addresses of documents; `impact.urls` takes them in."""

from django.urls import path

from core.http import WORK
from impact.views import documents

urlpatterns = [
    path(
        f"{WORK}/reports/<slug:report>/documents/<slug:kind>/",
        documents.document_ask,
        name="document-ask",
    ),
    path(
        f"{WORK}/annual-reports/<slug:period>/document/",
        documents.annual_document_ask,
        name="annual-document-ask",
    ),
    path(
        f"{WORK}/documents/<uuid:document>/",
        documents.document_detail,
        name="document-detail",
    ),
    path(
        f"{WORK}/documents/<uuid:document>/again/",
        documents.document_again,
        name="document-again",
    ),
    path(
        f"{WORK}/documents/<uuid:document>/file/",
        documents.document_download,
        name="document-download",
    ),
    path(
        "<slug:authority>/reports/<slug:report>/<slug:kind>.pdf",
        documents.public_document_file,
        name="public-document",
    ),
]
