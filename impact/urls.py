"""Addresses of reports: the working ones, and the public ones everyone may read."""

from django.urls import path

from core.http import WORK
from impact.views import annual, documents, lines, open_data, public, reports, scrutiny, signing

app_name = "impact"
PUBLIC = "<slug:authority>"
REPORT = f"{WORK}/reports/<slug:report>"
LINE = f"{REPORT}/lines/<int:line>"
YEAR = f"{WORK}/annual-reports/<slug:period>"
SCRUTINY = f"{WORK}/scrutiny"

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
        "<slug:authority>/reports/<slug:report>/<slug:kind>.pdf",
        documents.public_document_file,
        name="public-document",
    ),
    path(f"{WORK}/reports/", reports.report_list, name="report-list"),
    path(
        f"{WORK}/meetings/<int:meeting>/report/compose/",
        reports.report_compose,
        name="report-compose",
    ),
    path(f"{WORK}/meetings/<int:meeting>/report/", reports.meeting_report, name="meeting-report"),
    path(f"{REPORT}/", reports.report_detail, name="report-detail"),
    path(f"{REPORT}/introduction/", reports.report_introduction, name="report-introduction"),
    path(f"{REPORT}/recompose/", reports.report_recompose, name="report-recompose"),
    path(f"{LINE}/edit/", lines.line_edit, name="report-line-edit"),
    path(f"{LINE}/move/", lines.line_move, name="report-line-move"),
    path(f"{LINE}/leave-out/", lines.line_leave_out, name="report-line-leave-out"),
    path(f"{LINE}/one-page/", lines.line_one_page, name="report-line-one-page"),
    path(f"{REPORT}/sign/", signing.report_sign, name="report-sign"),
    path(f"{REPORT}/reopen/", signing.report_reopen, name="report-reopen"),
    path(f"{REPORT}/publish/", signing.report_publish, name="report-publish"),
    path(f"{WORK}/annual-reports/", annual.annual_list, name="annual-list"),
    path(f"{YEAR}/", annual.annual_detail, name="annual-detail"),
    path(f"{YEAR}/compose/", annual.annual_compose, name="annual-compose"),
    path(f"{YEAR}/refresh/", annual.annual_refresh, name="annual-refresh"),
    path(f"{YEAR}/foreword/", annual.annual_foreword, name="annual-foreword"),
    path(f"{YEAR}/endorse/", annual.annual_endorse, name="annual-endorse"),
    path(f"{YEAR}/withdraw/", annual.annual_withdraw, name="annual-withdraw"),
    path(f"{YEAR}/publish/", annual.annual_publish, name="annual-publish"),
    path(f"{SCRUTINY}/", scrutiny.scrutiny_comments, name="scrutiny-list"),
    path(f"{SCRUTINY}/export/", scrutiny.scrutiny_export, name="scrutiny-export"),
    path(
        f"{SCRUTINY}/about/<slug:what>/<int:number>/",
        scrutiny.scrutiny_create,
        name="scrutiny-create",
    ),
    path(f"{SCRUTINY}/<int:comment>/", scrutiny.scrutiny_detail, name="scrutiny-detail"),
    path(f"{SCRUTINY}/<int:comment>/answer/", scrutiny.scrutiny_answer, name="scrutiny-answer"),
    path(
        f"{SCRUTINY}/<int:comment>/withdraw/", scrutiny.scrutiny_withdraw, name="scrutiny-withdraw"
    ),
    path(f"{PUBLIC}/", public.front, name="front"),
    path(f"{PUBLIC}/reports/", public.report_list, name="public-reports"),
    path(f"{PUBLIC}/annual-reports/<slug:period>/", public.annual_report, name="public-annual"),
    path(
        f"{PUBLIC}/annual-reports/<slug:period>/document/",
        documents.public_annual_file,
        name="public-annual-document",
    ),
    path(f"{PUBLIC}/reports/<slug:report>/", public.report_detail, name="public-report"),
    path(f"{PUBLIC}/you-said/", public.you_said, name="you-said"),
    path(f"{PUBLIC}/expectations/", public.expectations, name="public-expectations"),
    path(f"{PUBLIC}/outcomes/", public.outcomes, name="public-outcomes"),
    path(f"{PUBLIC}/meetings/", public.meetings, name="public-meetings"),
    path(f"{PUBLIC}/open-data/", open_data.open_data, name="open-data"),
    path(
        f"{PUBLIC}/open-data/<slug:name>.<slug:kind>",
        open_data.open_data_file,
        name="open-data-file",
    ),
]
