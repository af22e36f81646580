"""One authority with one of everything that a page can be asked for, in each state it can be in."""

from dataclasses import dataclass

from accounts.enums import Handed
from accounts.models import (
    ErasureRequest,
    HandedOver,
    Invitation,
    InvitationSheet,
    Logo,
    Notice,
    Organisation,
    PlainWord,
)
from accounts.operations.erasure import ask_for_erasure
from cooperative.enums import ChallengeStatus, ItemStatus, MeetingStatus
from cooperative.models import (
    AgendaItem,
    Attendance,
    Challenge,
    Escalation,
    Meeting,
    MemberQuestion,
    Seat,
)
from documents.enums import JobStatus
from documents.models import Document
from expectations.models import Expectation
from impact.enums import ReportStatus
from impact.models import AnnualReport, ImpactReport, ReportLine, ScrutinyComment
from outcomes.models import Action, EvidenceFile, Period, Priority, Workplan
from tests.access.sides import Side
from tests.access.things import (
    a_challenge,
    a_consent,
    a_document,
    a_meeting,
    a_notice,
    a_proposed_decision,
    a_public_year,
    a_recommendation,
    a_report,
    a_seat_on_scrutiny,
    an_ask,
    an_escalation,
    an_expectation,
    an_invitation,
    an_item,
    make_actions,
    make_priorities,
    two_logos,
    two_years,
)
from voice.models import Ask, Consent


@dataclass
class Scene:
    """What the matrix puts into addresses."""

    side: Side
    seat: Seat
    priority: Priority
    closed: Priority
    action: Action
    proposal: Action
    file: EvidenceFile
    ask: Ask
    waiting: Ask
    held: Ask
    consent: Consent
    expectation: Expectation
    planned: Meeting
    item: AgendaItem
    proposed_item: AgendaItem
    papers: Meeting
    question: MemberQuestion
    today: Meeting
    today_item: AgendaItem
    reportless: Meeting
    cancelled: Meeting
    open_challenge: Challenge
    answered: Challenge
    escalation: Escalation
    proposed: Escalation
    unseated: Escalation
    draft: ImpactReport
    line: ReportLine
    signed: ImpactReport
    published: ImpactReport
    document: Document
    draft_document: Document
    failed: Document
    annual: AnnualReport
    public_year: AnnualReport
    endorsed: AnnualReport
    unwritten: Period
    past_plan: Workplan
    invitation: Invitation
    token: str
    word: PlainWord
    unused: Organisation
    shown_logo: Logo
    logo: Logo
    handed: HandedOver
    erasure: ErasureRequest
    notice: Notice
    sheet: InvitationSheet
    recommendation: ScrutinyComment


def make_scene(side: Side) -> Scene:
    """Make it all for one side."""
    priority, closed = make_priorities(side)
    action, proposal, file = make_actions(side, priority)
    shown_logo, logo = two_logos(side)
    seat = a_seat_on_scrutiny(side)
    planned, papers, today, reportless = (
        a_meeting(side, 1, MeetingStatus.PLANNED, 30),
        a_meeting(side, 2, MeetingStatus.PAPERS_OUT, 20),
        a_meeting(side, 3, MeetingStatus.PAPERS_OUT, 0),
        a_meeting(side, 4, MeetingStatus.HELD, -2),
    )
    Attendance.objects.create(meeting=today, membership=side.consultant, presence="present")
    draft = a_report(side, 5, ReportStatus.DRAFT, action)
    signed = a_report(side, 6, ReportStatus.SIGNED_OFF, action)
    published = a_report(side, 7, ReportStatus.PUBLISHED, action)
    annual, endorsed, unwritten = two_years(side)
    token = f"token-of-{side.authority.slug}"
    return Scene(
        side=side,
        seat=seat,
        priority=priority,
        closed=closed,
        action=action,
        proposal=proposal,
        file=file,
        ask=an_ask(side),
        waiting=an_ask(side, "waiting"),
        held=an_ask(side, "held"),
        consent=a_consent(side),
        expectation=an_expectation(side),
        planned=planned,
        item=an_item(side, planned, 1),
        proposed_item=an_item(side, planned, 2, ItemStatus.PROPOSED),
        papers=papers,
        question=MemberQuestion.objects.create(
            meeting=papers, workplan=side.workplan, asked_by=side.member, text="Why so slow?"
        ),
        today=today,
        today_item=an_item(side, today, 1),
        reportless=reportless,
        cancelled=a_meeting(side, 30, MeetingStatus.CANCELLED, 25),
        open_challenge=a_challenge(side, ChallengeStatus.OPEN),
        answered=a_challenge(side, ChallengeStatus.ANSWERED),
        escalation=an_escalation(side, action, "purse", side.member),
        proposed=a_proposed_decision(side, action),
        unseated=an_escalation(side, action, "attic", None),
        draft=draft,
        line=draft.lines.get(),
        signed=signed,
        published=published,
        document=a_document(side, published, JobStatus.DONE),
        draft_document=a_document(side, draft, JobStatus.WAITING),
        failed=a_document(side, draft, JobStatus.FAILED),
        annual=annual,
        public_year=a_public_year(side),
        endorsed=endorsed,
        unwritten=unwritten,
        past_plan=Workplan.objects.create(
            authority=side.authority, outcome=side.outcome, period=unwritten, status="shared"
        ),
        invitation=an_invitation(side, token),
        token=token,
        word=PlainWord.objects.create(
            authority=side.authority, instead_of=f"utilise in {side.authority.slug}", say="use"
        ),
        unused=Organisation.objects.create(
            authority=side.authority, slug="unused", name="Nobody's yet", kind="charity"
        ),
        shown_logo=shown_logo,
        logo=logo,
        handed=HandedOver.objects.create(
            authority=side.authority,
            kind=Handed.ACTION,
            thing=action.pk,
            called=action.title,
            giver=side.lead,
            taker=side.officer,
            by=side.coordinator,
        ),
        erasure=ask_for_erasure(actor=side.leaver),
        notice=a_notice(side),
        sheet=InvitationSheet.objects.create(
            authority=side.authority,
            uploaded_by=side.coordinator,
            rows=[["Name", "Email address", "Role"], ["Ash", "ash@new.example", "Officer"]],
        ),
        recommendation=a_recommendation(side),
    )
