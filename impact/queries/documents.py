"""What goes into a PDF: its template, its facts, and the hash that says if it was made before."""

import base64
import hashlib
import json
from dataclasses import asdict, replace

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Authority
from documents.kinds import DocumentContent
from impact.enums import ReportDocument
from impact.models import AnnualReport, ImpactReport
from impact.queries.annual import AnnualContent, annual_content
from impact.queries.content import ReportContent, one_page, report_content
from impact.queries.scrutiny import ScrutinyFact, scrutiny_facts

TEMPLATES: dict[str, str] = {
    ReportDocument.FULL: "pdf/report_full.html",
    ReportDocument.ONE_PAGE: "pdf/report_one_page.html",
    ReportDocument.ANNUAL: "pdf/annual.html",
}


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


def report_document_content(kind: str, report: ImpactReport) -> DocumentContent:
    """The content of a kind of document of one report. A constant number of statements.

    A document is made once for everybody, so its words, and the hash that tells it from others, are
    always in the authority's own language, whatever language the one who asks reads in."""
    with translation.override(settings.LANGUAGE_CODE):
        content = _for_paper(report_content(report))
        title = f"{content.report.title}. {content.report.quarter_label}"
        if kind == ReportDocument.ONE_PAGE:
            content = one_page(content)
            title = _("%(title)s: one-page summary") % {"title": title}
        return _document_content(kind, report.authority, content, title, [])


def annual_document_content(annual: AnnualReport) -> DocumentContent:
    """The content of the document of a year's report, as `report_document_content`."""
    with translation.override(settings.LANGUAGE_CODE):
        content = annual_content(annual)
        scrutiny = scrutiny_facts(annual)
        return _document_content(
            ReportDocument.ANNUAL, annual.authority, content, content.title, scrutiny
        )


def _document_content(
    kind: str,
    authority: Authority,
    content: ReportContent | AnnualContent,
    title: str,
    scrutiny: list[ScrutinyFact],
) -> DocumentContent:
    logo = logo_of(authority)
    said = [asdict(one) for one in scrutiny]
    facts = json.dumps([str(kind), asdict(content), said, logo], sort_keys=True, default=str)
    return DocumentContent(
        content_hash=hashlib.sha256(facts.encode()).hexdigest(),
        template=TEMPLATES[kind],
        context=content.context | {"logo": logo, "scrutiny": scrutiny},
        title=title,
    )


def logo_of(authority: Authority) -> dict[str, str] | None:
    """The logo that stands on an authority's documents, whole: a page that becomes a PDF may load
    our static files and what it carries in itself, nothing from storage (decision 0012)."""
    shown = authority.logo
    if shown is None:
        return None
    try:
        with shown.file.open("rb") as file:
            content = base64.b64encode(file.read()).decode()
    except OSError:
        return None  # a document without its sign is better than none
    return {"src": f"data:image/png;base64,{content}", "words": shown.words}
