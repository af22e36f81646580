"""Reads that span models, named for the page or the document that asks."""

from impact.queries.annual import AnnualContent, annual_content
from impact.queries.content import ReportContent, loaded, one_page, report_content

__all__ = [
    "AnnualContent",
    "ReportContent",
    "annual_content",
    "loaded",
    "one_page",
    "report_content",
]
