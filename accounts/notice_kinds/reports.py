"""What people are told of reports, and of what a scrutiny committee says."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.enums import Topic
from accounts.notice_kinds.kind import ANNUAL, REPORT, SCRUTINY, Kind

# A report that this reader has signed.
_SIGNED = {"sign_offs__by": F("membership")}
# A recommendation that waits for an answer.
_WAITS = {"answer__isnull": True, "withdrawn_at__isnull": True}

REPORTS: dict[str, Kind] = {
    "report-to-sign": Kind(
        Topic.REPORTS,
        REPORT,
        _("This %(report)s is ready for you to read. Change anything you need to, then sign it."),
        asks=True,
        holds={"status": "draft"},
        until=_SIGNED,
    ),
    "report-unsigned": Kind(
        Topic.REPORTS,
        REPORT,
        _("This %(report)s is still waiting for your signature."),
        asks=True,
        holds={"status": "draft"},
        until=_SIGNED,
    ),
    "report-stuck": Kind(
        Topic.REPORTS,
        REPORT,
        _("This %(report)s still needs more signatures."),
        asks=True,
        holds={"status": "draft"},
    ),
    "report-signed": Kind(
        Topic.REPORTS,
        REPORT,
        _("This %(report)s has all the signatures it needs. You can publish it."),
        asks=True,
        holds={"status": "signed-off"},
    ),
    "report-reopened": Kind(
        Topic.REPORTS,
        REPORT,
        _(
            "This %(report)s has been reopened and its signatures have been removed. Please read "
            "it again."
        ),
        holds={"status": "draft"},
    ),
    "report-published": Kind(
        Topic.REPORTS, REPORT, _("This %(report)s has been published. Everyone can read it.")
    ),
    "foreword-to-sign": Kind(
        Topic.REPORTS,
        ANNUAL,
        _("This %(annual_report)s needs your foreword."),
        asks=True,
        holds={"status": "draft", "foreword": ""},
    ),
    "annual-to-endorse": Kind(
        Topic.REPORTS,
        ANNUAL,
        _("This %(annual_report)s is ready to be endorsed."),
        asks=True,
        holds={"status": "draft", "foreword_signed_at__isnull": False},
    ),
    "annual-endorsed": Kind(Topic.REPORTS, ANNUAL, _("This %(annual_report)s has been endorsed.")),
    "annual-reopened": Kind(
        Topic.REPORTS,
        ANNUAL,
        _("The endorsement of this %(annual_report)s has been withdrawn, so it’s a draft again."),
        holds={"status": "draft"},
    ),
}
COMMENTS: dict[str, Kind] = {
    "scrutiny-said": Kind(
        Topic.REPORTS, SCRUTINY, _("A scrutiny committee has commented on this.")
    ),
    "scrutiny-recommended": Kind(
        Topic.REPORTS,
        SCRUTINY,
        _("A scrutiny committee has made a recommendation. Please answer it by %(day)s."),
        asks=True,
        holds=_WAITS,
    ),
    "scrutiny-late": Kind(
        Topic.REPORTS,
        SCRUTINY,
        _("Your answer to a scrutiny committee was due on %(day)s."),
        asks=True,
        holds=_WAITS,
    ),
    "scrutiny-answered": Kind(
        Topic.REPORTS, SCRUTINY, _("Your scrutiny committee’s recommendation has been answered.")
    ),
    "scrutiny-withdrawn": Kind(
        Topic.REPORTS, SCRUTINY, _("A scrutiny committee has withdrawn this. Read why.")
    ),
}
