"""Reads that span models, named for the page or the document that asks."""

from impact.queries.annual import AnnualContent, annual_content
from impact.queries.content import ReportContent, loaded, one_page, report_content
from impact.queries.documents import DocumentContent, content_for, document_content

__all__ = [
    "AnnualContent",
    "DocumentContent",
    "ReportContent",
    "annual_content",
    "content_for",
    "document_content",
    "loaded",
    "one_page",
    "report_content",
]
