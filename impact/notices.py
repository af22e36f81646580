"""What people are told of reports, and of what a scrutiny committee says."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.enums import Topic
from accounts.notice_kinds import NoticeKind, register_notice_kinds
from impact.enums import AnnualStatus, ReportStatus

REPORT, ANNUAL, SCRUTINY = "impact.impactreport", "impact.annualreport", "impact.scrutinycomment"

# A report that this reader has signed.
_SIGNED = {"sign_offs__by": F("membership")}
# A recommendation that waits for an answer.
_WAITS = {"answer__isnull": True, "withdrawn_at__isnull": True}

NOTICE_KINDS = {
    "report-to-sign": NoticeKind(
        Topic.REPORTS,
        REPORT,
        _("This %(report)s is ready for you to read. Change anything you need to, then sign it."),
        asks=True,
        holds={"status": ReportStatus.DRAFT},
        until=_SIGNED,
    ),
    "report-unsigned": NoticeKind(
        Topic.REPORTS,
        REPORT,
        _("This %(report)s is still waiting for your signature."),
        asks=True,
        holds={"status": ReportStatus.DRAFT},
        until=_SIGNED,
    ),
    "report-stuck": NoticeKind(
        Topic.REPORTS,
        REPORT,
        _("This %(report)s still needs more signatures."),
        asks=True,
        holds={"status": ReportStatus.DRAFT},
    ),
    "report-signed": NoticeKind(
        Topic.REPORTS,
        REPORT,
        _("This %(report)s has all the signatures it needs. You can publish it."),
        asks=True,
        holds={"status": ReportStatus.SIGNED_OFF},
    ),
    "report-reopened": NoticeKind(
        Topic.REPORTS,
        REPORT,
        _(
            "This %(report)s has been reopened and its signatures have been removed. Please read "
            "it again."
        ),
        holds={"status": ReportStatus.DRAFT},
    ),
    "report-published": NoticeKind(
        Topic.REPORTS, REPORT, _("This %(report)s has been published. Everyone can read it.")
    ),
    "foreword-to-sign": NoticeKind(
        Topic.REPORTS,
        ANNUAL,
        _("This %(annual_report)s needs your foreword."),
        asks=True,
        holds={"status": AnnualStatus.DRAFT, "foreword": ""},
    ),
    "annual-to-endorse": NoticeKind(
        Topic.REPORTS,
        ANNUAL,
        _("This %(annual_report)s is ready to be endorsed."),
        asks=True,
        holds={"status": AnnualStatus.DRAFT, "foreword_signed_at__isnull": False},
    ),
    "annual-endorsed": NoticeKind(
        Topic.REPORTS, ANNUAL, _("This %(annual_report)s has been endorsed.")
    ),
    "annual-reopened": NoticeKind(
        Topic.REPORTS,
        ANNUAL,
        _("The endorsement of this %(annual_report)s has been withdrawn, so it’s a draft again."),
        holds={"status": AnnualStatus.DRAFT},
    ),
    "scrutiny-said": NoticeKind(
        Topic.REPORTS, SCRUTINY, _("A scrutiny committee has commented on this.")
    ),
    "scrutiny-recommended": NoticeKind(
        Topic.REPORTS,
        SCRUTINY,
        _("A scrutiny committee has made a recommendation. Please answer it by %(day)s."),
        asks=True,
        holds=_WAITS,
    ),
    "scrutiny-late": NoticeKind(
        Topic.REPORTS,
        SCRUTINY,
        _("Your answer to a scrutiny committee was due on %(day)s."),
        asks=True,
        holds=_WAITS,
    ),
    "scrutiny-answered": NoticeKind(
        Topic.REPORTS, SCRUTINY, _("Your scrutiny committee’s recommendation has been answered.")
    ),
    "scrutiny-withdrawn": NoticeKind(
        Topic.REPORTS, SCRUTINY, _("A scrutiny committee has withdrawn this. Read why.")
    ),
}
register_notice_kinds(NOTICE_KINDS)
