"""Addresses of documents that were asked for."""

from django.urls import path

from core.http import WORK
from documents import views

app_name = "documents"
DOCUMENT = f"{WORK}/documents/<uuid:document>"

urlpatterns = [
    path(f"{DOCUMENT}/", views.document_detail, name="document-detail"),
    path(f"{DOCUMENT}/again/", views.document_again, name="document-again"),
    path(f"{DOCUMENT}/file/", views.document_download, name="document-download"),
]
