"""May this person have this document made, or read it, now?

Whoever may read a published report may hold its PDF. Before it is published a PDF is a draft that
travels further than a page does, so only those who write, sign or publish it get one; every sheet
of it says that it is a draft.
"""

from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.policies import ELSEWHERE
from core.decisions import YES, Decision, no
from impact.enums import AnnualStatus, DocumentKind, ReportStatus
from impact.models import AnnualReport, Document, ImpactReport

WRITERS = ("draft_reports", "sign_off_reports", "publish_reports")
OF_A_REPORT = frozenset({DocumentKind.FULL, DocumentKind.ONE_PAGE})


def can_ask_for_document(
    actor: Membership, kind: str, subject: ImpactReport | AnnualReport
) -> Decision:
    """Have a report or an annual report made into a document of a kind it has."""
    if subject.authority_id != actor.authority_id:
        return ELSEWHERE
    if isinstance(subject, AnnualReport):
        if kind != DocumentKind.ANNUAL:
            return no(_("An annual report has one document: the whole of it."))
        return _annual(actor, subject)
    if kind not in OF_A_REPORT:
        return no(_("An impact report has two documents: the full report and one page."))
    return _report(actor, subject)


def can_read_document(actor: Membership, document: Document) -> Decision:
    """Watch it being made, and download it: the same people who could have asked for it."""
    if document.authority_id != actor.authority_id:
        return ELSEWHERE
    subject = document.annual_report or document.report
    assert subject is not None
    return can_ask_for_document(actor, document.kind, subject)


def _report(actor: Membership, report: ImpactReport) -> Decision:
    if report.status == ReportStatus.PUBLISHED:
        return YES
    if any(actor.holds(codename) for codename in WRITERS):
        return YES
    return no(_("This report is not published yet. When it is, its documents are here for you."))


def _annual(actor: Membership, annual: AnnualReport) -> Decision:
    if annual.status == AnnualStatus.ENDORSED or actor.holds("download_annual_reports"):
        return YES
    return no(
        _("The executive has not endorsed this report yet. When they have, it is here for you.")
    )
