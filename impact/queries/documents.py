"""What goes into a PDF: its template, its facts, and the hash that says if it was made before."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.urls import reverse

from impact.enums import DocumentKind
from impact.models import AnnualReport, Document, ImpactReport
from impact.queries.annual import annual_content
from impact.queries.content import ReportContent, one_page, report_content

TEMPLATES: dict[str, str] = {
    DocumentKind.FULL: "pdf/report_full.html",
    DocumentKind.ONE_PAGE: "pdf/report_one_page.html",
    DocumentKind.ANNUAL: "pdf/annual.html",
}


@dataclass(frozen=True)
class DocumentContent:
    """Everything one PDF needs. The same hash means the same pages."""

    content_hash: str
    template: str
    context: dict[str, Any]
    title: str
    filename: str


def _for_paper(content: ReportContent) -> ReportContent:
    """Once published, a line on paper leads to the page that everyone can read, and from there on
    to its record; the record's own page opens only for those inside."""
    if content.report.published_on is None:
        return content
    page = reverse("impact:public-report", args=[content.authority.slug, content.report.slug])
    parts = [
        replace(
            part, lines=[replace(line, source_url=f"{page}#line-{line.pk}") for line in part.lines]
        )
        for part in content.parts
    ]
    return replace(content, parts=parts)


def document_content(document: Document) -> DocumentContent:
    """The content of a document that was asked for (saved or not): same facts as the page."""
    return content_for(document.kind, report=document.report, annual=document.annual_report)


def content_for(
    kind: str, *, report: ImpactReport | None = None, annual: AnnualReport | None = None
) -> DocumentContent:
    """The content of a kind of document of one report. A constant number of statements."""
    content: Any
    if kind == DocumentKind.ANNUAL:
        assert annual is not None
        content = annual_content(annual)
        title, name = content.title, f"annual-report-{annual.period.slug}"
    else:
        assert report is not None
        content = _for_paper(report_content(report))
        title = f"{content.report.title}. {content.report.quarter_label}"
        name = content.report.slug
        if kind == DocumentKind.ONE_PAGE:
            content, title, name = one_page(content), f"{title}, on one page", f"{name}-one-page"
    facts = json.dumps([str(kind), asdict(content)], sort_keys=True, default=str)
    return DocumentContent(
        content_hash=hashlib.sha256(facts.encode()).hexdigest(),
        template=TEMPLATES[kind],
        context=content.context,
        title=title,
        filename=f"{content.authority.slug}-{name}.pdf",
    )
