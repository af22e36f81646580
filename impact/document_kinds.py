"""The documents of reports: the full one and the one page of an impact report, and the year's."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from documents.kinds import DocumentKind, register_kind
from impact.enums import AnnualStatus, ReportDocument, ReportStatus
from impact.models import AnnualReport, ImpactReport
from impact.policies import can_have_annual_document, can_have_report_document
from impact.queries.documents import annual_document_content, report_document_content


def _is_published(report: ImpactReport) -> bool:
    return report.status == ReportStatus.PUBLISHED


def _is_endorsed(annual: AnnualReport) -> bool:
    return annual.status == AnnualStatus.ENDORSED


def _report_filename(tail: str, report: ImpactReport) -> str:
    return f"{report.authority.slug}-{report.slug}-{tail}.pdf"


def _annual_filename(annual: AnnualReport) -> str:
    return f"{annual.authority.slug}-annual-report-{annual.period.slug}.pdf"


for slug, tail in ((ReportDocument.FULL, "full-report"), (ReportDocument.ONE_PAGE, "one-page")):
    register_kind(
        DocumentKind(
            slug=slug.value,
            label=slug.label,
            model=ImpactReport,
            content=partial(report_document_content, slug),
            can_ask=can_have_report_document,
            is_final=_is_published,
            filename=partial(_report_filename, tail),
            breadcrumbs="impact/_report_breadcrumbs.html",
            fits_one_page=slug == ReportDocument.ONE_PAGE,
        )
    )
register_kind(
    DocumentKind(
        slug=ReportDocument.ANNUAL.value,
        label=_("Annual report"),
        model=AnnualReport,
        content=annual_document_content,
        can_ask=can_have_annual_document,
        is_final=_is_endorsed,
        filename=_annual_filename,
        breadcrumbs="impact/_annual_breadcrumbs.html",
    )
)
