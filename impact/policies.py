"""May this person do this to an impact report or an annual report, now?

Three powers are kept apart (product.md, "Roles"): care consultants and the coordinator write, only
care consultants sign, and only the coordinator publishes what they have signed.
Scrutiny stands outside: whoever sits on its committee comments, and changes nothing.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Membership
from accounts.policies import ELSEWHERE, holds
from cooperative.enums import MeetingStatus
from cooperative.models import Meeting
from cooperative.queries.bodies import has_scrutiny_seat, scrutiny_seats
from core.decisions import ALLOW, Decision, deny
from impact.enums import AnnualStatus, ReportStatus, ScrutinyKind
from impact.models import AnnualReport, ImpactReport, ReportLine, ScrutinyComment
from impact.queries.annual import has_new_quarters
from outcomes.enums import WorkplanStatus
from outcomes.models import Period, Workplan
from outcomes.personal import leads

PUBLISHED = deny(gettext_lazy("This report has been published, so you can’t change it."))
SIGNED = deny(
    gettext_lazy(
        "This report has been signed. A care consultant can reopen it so that it can be changed."
    )
)


def can_compose_report(actor: Membership, meeting: Meeting) -> Decision:
    """Care consultants or the coordinator, once a meeting has been held; one report each."""
    if meeting.authority_id != actor.authority_id:
        return ELSEWHERE
    if not actor.holds("draft_reports"):
        return holds(actor, "draft_reports")
    if meeting.status != MeetingStatus.HELD:
        return deny(_("This meeting hasn’t been held yet. You can start the report once it has."))
    if ImpactReport.objects.filter(meeting_id=meeting.pk).exists():
        return deny(_("This meeting already has a report. Each meeting has just one."))
    return ALLOW


def _unsigned(report: ImpactReport) -> Decision:
    """Nothing that has been signed changes: a signature is under exactly these words."""
    if report.status == ReportStatus.PUBLISHED:
        return PUBLISHED
    if report.sign_offs.all():
        return SIGNED
    return ALLOW


def can_change_report(actor: Membership, report: ImpactReport) -> Decision:
    """Its introduction, the order of its lines, what is on one page: whoever may draft it."""
    if report.authority_id != actor.authority_id:
        return ELSEWHERE
    if not actor.holds("draft_reports"):
        return holds(actor, "draft_reports")
    return _unsigned(report)


def can_recompose_report(actor: Membership, report: ImpactReport) -> Decision:
    """Compose anew the lines that nobody has touched, before any signature."""
    return can_change_report(actor, report)


def can_change_line(actor: Membership, line: ReportLine) -> Decision:
    """Whoever may draft the report, or the lead of the outcome that the line is about."""
    report = line.report
    if report.authority_id != actor.authority_id:
        return ELSEWHERE
    if not actor.holds("draft_reports") and not leads_line(actor, line):
        return deny(
            _(
                "Only care consultants, coordinators and the lead for this outcome can change "
                "this line."
            )
        )
    return _unsigned(report)


def leads_line(actor: Membership, line: ReportLine) -> bool:
    """Whether the actor leads the outcome that the line's record belongs to."""
    outcome_id = line.report.meeting.theme_id
    if line.action is not None:
        outcome_id = line.action.workplan.outcome_id
    elif line.priority is not None:
        outcome_id = line.priority.workplan.outcome_id
    return outcome_id is not None and leads(actor, outcome_id)


def can_sign_off_report(actor: Membership, report: ImpactReport) -> Decision:
    """Only care consultants, each once, until it is published (product.md: "only they")."""
    if report.authority_id != actor.authority_id:
        return ELSEWHERE
    if not actor.holds("sign_off_reports"):
        return holds(actor, "sign_off_reports")
    if report.status == ReportStatus.PUBLISHED:
        return deny(_("This report has already been published."))
    if any(signature.by_id == actor.pk for signature in report.sign_offs.all()):
        return deny(_("You’ve already signed this report."))
    return ALLOW


def can_reopen_report(actor: Membership, report: ImpactReport) -> Decision:
    """Only care consultants take the signatures off again, so that it can be changed."""
    if report.authority_id != actor.authority_id:
        return ELSEWHERE
    if not actor.holds("sign_off_reports"):
        return deny(_("Only care consultants can reopen a signed report."))
    if report.status == ReportStatus.PUBLISHED:
        return PUBLISHED
    if not report.sign_offs.all():
        return deny(_("Nobody has signed this report, so it’s already open."))
    return ALLOW


def missing_sign_offs(report: ImpactReport) -> int:
    """How many signatures it still needs."""
    return max(0, report.sign_offs_needed - len(report.sign_offs.all()))


def can_publish_report(actor: Membership, report: ImpactReport) -> Decision:
    """Only the coordinator, and only with enough signatures; says how many are missing."""
    if report.authority_id != actor.authority_id:
        return ELSEWHERE
    if not actor.holds("publish_reports"):
        return holds(actor, "publish_reports")
    if report.status == ReportStatus.PUBLISHED:
        return deny(_("This report has already been published."))
    if missing := missing_sign_offs(report):
        words = ngettext(
            "This isn’t signed off yet. %(n)s more care consultant needs to sign it first.",
            "This isn’t signed off yet. %(n)s more care consultants need to sign it first.",
            missing,
        )
        return deny(words % {"n": missing})
    return ALLOW


def can_compose_annual_report(actor: Membership, period: Period) -> Decision:
    """The coordinator, once at least one report of the year is published; one for each year."""
    if period.authority_id != actor.authority_id:
        return ELSEWHERE
    if not actor.holds("compose_annual_reports"):
        return holds(actor, "compose_annual_reports")
    if AnnualReport.objects.filter(period_id=period.pk).exists():
        return deny(_("This year already has an annual report."))
    published = ImpactReport.objects.published().filter(meeting__period_id=period.pk)
    if not published.exists():
        return deny(
            _(
                "You can’t draft the annual report until an impact report from this year has "
                "been published."
            )
        )
    return ALLOW


def can_refresh_annual_report(actor: Membership, annual: AnnualReport) -> Decision:
    """The coordinator, while it is being composed. A signed foreword stays as it is."""
    if annual.authority_id != actor.authority_id:
        return ELSEWHERE
    if not actor.holds("compose_annual_reports"):
        return holds(actor, "compose_annual_reports")
    return _not_endorsed(annual)


def _not_endorsed(annual: AnnualReport) -> Decision:
    if annual.status == AnnualStatus.ENDORSED:
        return deny(_("This report has been endorsed, so you can’t change it."))
    return ALLOW


def can_sign_foreword(actor: Membership, annual: AnnualReport) -> Decision:
    """Only care consultants write and sign the foreword, until the report is endorsed."""
    if annual.authority_id != actor.authority_id:
        return ELSEWHERE
    if not actor.holds("sign_forewords"):
        return deny(_("Only care consultants can write the foreword."))
    return _not_endorsed(annual)


def can_endorse_annual_report(actor: Membership, annual: AnnualReport) -> Decision:
    """Only the executive, once, and not before care consultants have signed their foreword."""
    if annual.authority_id != actor.authority_id:
        return ELSEWHERE
    if not actor.holds("endorse_annual_reports"):
        return holds(actor, "endorse_annual_reports")
    if annual.status == AnnualStatus.ENDORSED:
        return deny(_("This report has already been endorsed."))
    if annual.foreword_signed_at is None:
        return deny(_("Care consultants haven’t signed their foreword yet."))
    if has_new_quarters(annual):
        return deny(
            _(
                "Another of this year’s reports has been published since this was drafted. Ask "
                "the coordinator to update the annual report first."
            )
        )
    return ALLOW


def can_withdraw_endorsement(actor: Membership, annual: AnnualReport) -> Decision:
    """Only the executive, while it is endorsed: what was signed too early can be put right."""
    if annual.authority_id != actor.authority_id:
        return ELSEWHERE
    if not actor.holds("endorse_annual_reports"):
        return holds(actor, "endorse_annual_reports")
    if annual.status != AnnualStatus.ENDORSED:
        return deny(_("This report hasn’t been endorsed."))
    return ALLOW


def can_publish_annual_report(actor: Membership, annual: AnnualReport) -> Decision:
    """The coordinator, once the executive has endorsed it, once."""
    if annual.authority_id != actor.authority_id:
        return ELSEWHERE
    if not actor.holds("publish_reports"):
        return holds(actor, "publish_reports")
    if annual.status != AnnualStatus.ENDORSED:
        return deny(_("You can publish it once the executive has endorsed it."))
    if annual.published_at is not None:
        return deny(_("This report has already been published."))
    return ALLOW


def can_make_scrutiny_comment(
    actor: Membership,
    about: Workplan | ImpactReport | AnnualReport,
    seated: bool | None = None,
) -> Decision:
    """An elected member who sits on a scrutiny committee now, on a plan or a report that is out of
    its writers' hands (Manchester: "Consider and comment on the work plans"). `seated` where a
    query has looked the seat up already."""
    if about.authority_id != actor.authority_id:
        return ELSEWHERE
    if not actor.holds("make_scrutiny_comments"):
        return holds(actor, "make_scrutiny_comments")
    if not (has_scrutiny_seat(actor) if seated is None else seated):
        return deny(
            _(
                "Elected members can do this while they have a seat on a scrutiny committee. You "
                "don’t have one now."
            )
        )
    if isinstance(about, Workplan) and about.status == WorkplanStatus.DRAFT:
        return deny(_("This workplan is still a draft. You can comment once it’s shared."))
    if isinstance(about, ImpactReport) and about.status == ReportStatus.DRAFT:
        return deny(_("This report is still a draft. You can comment once it’s signed off."))
    return ALLOW


def can_withdraw_scrutiny_comment(actor: Membership, comment: ScrutinyComment) -> Decision:
    """Any elected member who sits on that committee now: it was said in its name. Not once it has
    an answer, which would then answer nothing."""
    if comment.authority_id != actor.authority_id:
        return ELSEWHERE
    if not actor.holds("make_scrutiny_comments"):
        return holds(actor, "make_scrutiny_comments")
    if comment.withdrawn_at:
        return deny(_("This has already been withdrawn."))
    if comment.answered:
        return deny(_("This has been answered, so you can’t withdraw it."))
    if not scrutiny_seats(actor).filter(body=comment.body_id).exists():
        body = {"body": comment.body.name}
        return deny(_("Only current members of %(body)s can withdraw this.") % body)
    return ALLOW


def lead_who_answers(comment: ScrutinyComment) -> Membership | None:
    """The lead of the outcome that a comment's workplan is for; None where there is none now."""
    lead = comment.workplan.outcome.lead if comment.workplan else None
    return lead if lead and not lead.has_ended else None


def answers_scrutiny(actor: Membership, comment: ScrutinyComment) -> bool:
    """Whether a recommendation is the actor's to answer: on a workplan the outcome's lead; on a
    report, or where nobody leads, whoever holds `answer_scrutiny`."""
    lead = lead_who_answers(comment)
    return lead.pk == actor.pk if lead else actor.holds("answer_scrutiny")


def can_answer_scrutiny(actor: Membership, comment: ScrutinyComment) -> Decision:
    """Answer a recommendation, once: whoever it is put to (`answers_scrutiny`)."""
    if comment.authority_id != actor.authority_id:
        return ELSEWHERE
    if comment.kind != ScrutinyKind.RECOMMENDATION:
        return deny(_("Only recommendations need an answer. This is a comment."))
    if not answers_scrutiny(actor, comment):
        lead = lead_who_answers(comment)
        if lead is None:
            return holds(actor, "answer_scrutiny")
        return deny(_("%(person)s leads this work. Only they can answer.") % {"person": lead.label})
    if comment.withdrawn_at:
        return deny(_("The committee has withdrawn this, so it doesn’t need an answer."))
    if comment.answered:
        return deny(_("This has already been answered."))
    return ALLOW


# --- Documents -----------------------------------------------------------------------------------
#
# Whoever may read a published report may hold its PDF. Before it is published a PDF is a draft that
# travels further than a page does, so only those who write, sign or publish it get one; every sheet
# of it says that it is a draft.

WRITERS = ("draft_reports", "sign_off_reports", "publish_reports")


def can_have_report_document(actor: Membership, report: ImpactReport) -> Decision:
    """Have an impact report as a PDF. Asked through `documents.policies`."""
    if report.status == ReportStatus.PUBLISHED:
        return ALLOW
    if any(actor.holds(codename) for codename in WRITERS):
        return ALLOW
    return deny(
        _("This report hasn’t been published yet. You’ll find its documents here once it has.")
    )


def can_have_annual_document(actor: Membership, annual: AnnualReport) -> Decision:
    """Have a year's report as a PDF. Asked through `documents.policies`."""
    if annual.status == AnnualStatus.ENDORSED or actor.holds("download_annual_reports"):
        return ALLOW
    return deny(
        _("The executive hasn’t endorsed this report yet. You’ll find it here once they have.")
    )
