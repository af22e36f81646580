"""One authority with one of everything that a page can be asked for, in each state it can be in."""

import datetime
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Handed
from accounts.models import (
    Authority,
    ErasureRequest,
    HandedOver,
    Invitation,
    InvitationSheet,
    Logo,
    Membership,
    Notice,
    PlainWord,
    token_hash,
)
from accounts.operations.erasure import ask_for_erasure
from accounts.operations.look import add_logo, use_logo
from accounts.operations.notices import tell
from cooperative.enums import BodyKind, ChallengeStatus, ItemStatus, MeetingStatus
from cooperative.models import (
    AgendaItem,
    Attendance,
    Body,
    Challenge,
    ChallengeAnswer,
    Meeting,
    MeetingDecision,
    MemberQuestion,
    Seat,
)
from impact.enums import DocumentKind, JobStatus, ReportStatus
from impact.models import AnnualReport, Document, ImpactReport, ReportLine, SignOff
from impact.operations.annual import (
    compose_annual_report,
    endorse_annual_report,
    sign_foreword,
)
from impact.queries.content import words_hash
from outcomes.enums import PriorityStatus
from outcomes.models import Action, EvidenceFile, Outcome, Period, Priority, Workplan
from outcomes.operations.actions import plan_action, propose_action
from outcomes.operations.priorities import set_priority
from outcomes.operations.progress import record_progress
from tests.accounts.pictures import picture, upload_of
from tests.factories import in_days
from tests.support.cast import Cast
from voice.models import Ask


@dataclass
class Side:
    """An authority and the people of it who make its scene."""

    authority: Authority
    consultant: Membership
    lead: Membership
    officer: Membership
    member: Membership
    coordinator: Membership
    executive: Membership
    leaver: Membership
    planned_leaver: Membership
    outcome: Outcome
    unplanned: Outcome
    workplan: Workplan
    body: Body
    period: Period


@dataclass
class Scene:
    """What the matrix puts into addresses."""

    side: Side
    priority: Priority
    closed: Priority
    action: Action
    proposal: Action
    file: EvidenceFile
    ask: Ask
    planned: Meeting
    item: AgendaItem
    proposed_item: AgendaItem
    papers: Meeting
    question: MemberQuestion
    today: Meeting
    today_item: AgendaItem
    reportless: Meeting
    open_challenge: Challenge
    answered: Challenge
    draft: ImpactReport
    line: ReportLine
    signed: ImpactReport
    published: ImpactReport
    document: Document
    draft_document: Document
    failed: Document
    annual: AnnualReport
    endorsed: AnnualReport
    unwritten: Period
    past_plan: Workplan
    invitation: Invitation
    token: str
    word: PlainWord
    shown_logo: Logo
    logo: Logo
    handed: HandedOver
    erasure: ErasureRequest
    notice: Notice
    sheet: InvitationSheet


def side_of_manchester(cast: Cast) -> Side:
    people = cast.people
    return Side(
        cast.manchester,
        people["consultant"],
        people["lead"],
        people["officer"],
        people["member"],
        people["coordinator"],
        people["executive"],
        people["other_partner"],
        _moving_on(people["member_2"]),
        cast.happy,
        _unplanned(cast.happy),
        cast.workplan,
        cast.cooperative,
        cast.year,
    )


def side_of_bury(cast: Cast) -> Side:
    people = cast.bury_people
    # Named unlike Manchester's year, so that a name swapped into an address is another's for sure.
    period = cast.bury_workplan.period
    period.slug = "a-year-of-bury"
    period.save()
    return Side(
        cast.bury,
        people["care-consultant"],
        people["officer"],
        people["officer"],
        people["elected-member"],
        people["coordinator"],
        people["executive"],
        people["partner"],
        _moving_on(people["executive"]),
        cast.bury_outcome,
        _unplanned(cast.bury_outcome),
        cast.bury_workplan,
        cast.bury_panel,
        period,
    )


def _moving_on(member: Membership) -> Membership:
    """Somebody who has a day to leave, far off."""
    member.ends_on = in_days(300)
    member.save()
    return member


def _unplanned(like: Outcome) -> Outcome:
    return Outcome.objects.create(
        authority=like.authority,
        outcome_set=like.outcome_set,
        slug=f"unplanned-{like.slug}",
        name="Not planned yet",
        short_name="Not planned",
    )


def make_scene(side: Side) -> Scene:
    """Make it all for one side."""
    priority, closed = make_priorities(side)
    action, proposal, file = make_actions(side, priority)
    shown_logo, logo = _logos(side)
    _seat_on_scrutiny(side)
    planned, papers, today, reportless = (
        _meeting(side, 1, MeetingStatus.PLANNED, 30),
        _meeting(side, 2, MeetingStatus.PAPERS_OUT, 20),
        _meeting(side, 3, MeetingStatus.PAPERS_OUT, 0),
        _meeting(side, 4, MeetingStatus.HELD, -2),
    )
    Attendance.objects.create(meeting=today, membership=side.consultant, presence="present")
    draft = _report(side, 5, ReportStatus.DRAFT, action)
    signed = _report(side, 6, ReportStatus.SIGNED_OFF, action)
    published = _report(side, 7, ReportStatus.PUBLISHED, action)
    annual, endorsed, unwritten = _years(side)
    token = f"token-of-{side.authority.slug}"
    return Scene(
        side=side,
        priority=priority,
        closed=closed,
        action=action,
        proposal=proposal,
        file=file,
        ask=_ask(side),
        planned=planned,
        item=_item(side, planned, 1),
        proposed_item=_item(side, planned, 2, ItemStatus.PROPOSED),
        papers=papers,
        question=MemberQuestion.objects.create(
            meeting=papers, workplan=side.workplan, asked_by=side.member, text="Why so slow?"
        ),
        today=today,
        today_item=_item(side, today, 1),
        reportless=reportless,
        open_challenge=_challenge(side, ChallengeStatus.OPEN),
        answered=_challenge(side, ChallengeStatus.ANSWERED),
        draft=draft,
        line=draft.lines.get(),
        signed=signed,
        published=published,
        document=_document(side, published, JobStatus.DONE),
        draft_document=_document(side, draft, JobStatus.WAITING),
        failed=_document(side, draft, JobStatus.FAILED),
        annual=annual,
        endorsed=endorsed,
        unwritten=unwritten,
        past_plan=Workplan.objects.create(
            authority=side.authority, outcome=side.outcome, period=unwritten, status="shared"
        ),
        invitation=_invitation(side, token),
        token=token,
        word=PlainWord.objects.create(
            authority=side.authority, instead_of=f"utilise in {side.authority.slug}", say="use"
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
        notice=_notice(side),
        sheet=InvitationSheet.objects.create(
            authority=side.authority,
            uploaded_by=side.coordinator,
            rows=[["Name", "E-mail address", "Role"], ["Ash", "ash@new.example", "Officer"]],
        ),
    )


def _seat_on_scrutiny(side: Side) -> None:
    """The member has one; Manchester's other member has none."""
    committee = Body.objects.create(
        authority=side.authority,
        slug="scrutiny",
        name="Scrutiny Committee",
        kind=BodyKind.SCRUTINY,
    )
    Seat.objects.create(body=committee, membership=side.member, title="Elected member")


def _notice(side: Side) -> Notice:
    """News for the officer."""
    tell(
        "seat-taken",
        about=side.body,
        actor=None,
        to=[side.officer],
        page=reverse("portal:home", args=[side.authority.slug]),
    )
    return Notice.objects.get(membership=side.officer, what="seat-taken")


def _logos(side: Side) -> tuple[Logo, Logo]:
    """One that is shown, and one that is only kept."""
    shown, kept = (
        add_logo(
            actor=side.coordinator, file=upload_of(picture(colour=colour)), words=f"A {colour} sign"
        )
        for colour in ("teal", "purple")
    )
    use_logo(actor=side.coordinator, logo=shown)
    return shown, kept


def make_priorities(side: Side) -> tuple[Priority, Priority]:
    made = [
        set_priority(actor=side.consultant, workplan=side.workplan, title=title, why="It matters.")
        for title in ("First", "Second", "Closed one")
    ]
    Priority.objects.filter(pk=made[2].pk).update(status=PriorityStatus.MET, closed_on=in_days(0))
    return made[0], made[2]


def make_actions(side: Side, priority: Priority) -> tuple[Action, Action, EvidenceFile]:
    fields = {"owner": side.officer, "due_on": in_days(40), "success_measure": "They say so."}
    action = plan_action(actor=side.lead, priority=priority, title="An action", **fields)
    proposal = propose_action(
        actor=side.consultant, priority=priority, title="A proposal", **fields
    )
    update = record_progress(
        actor=side.officer,
        action=action,
        status="on-track",
        done="Begun.",
        files=[SimpleUploadedFile("list.csv", b"a,b\n")],
    )
    return action, proposal, update.files.get()


def _ask(side: Side) -> Ask:
    return Ask.objects.create(
        authority=side.authority,
        text=f"Clubs cost too much in {side.authority.slug}.",
        source="consultation",
        source_name="Christmas consultation",
        said_on=in_days(-60),
        said_by=43,
        may_be_published=True,
        recorded_by=side.coordinator,
    )


def _meeting(side: Side, number: int, status: str, days: int) -> Meeting:
    held = status == MeetingStatus.HELD
    return Meeting.objects.create(
        authority=side.authority,
        body=side.body,
        period=side.period,
        number=number,
        theme=side.outcome,
        title=f"Meeting {number}",
        starts_at=timezone.now() + datetime.timedelta(days=days, minutes=-1),
        status=status,
        papers_out_at=None if status == MeetingStatus.PLANNED else timezone.now(),
        held_at=timezone.now() if held else None,
    )


def _item(
    side: Side, meeting: Meeting, position: int, status: str = ItemStatus.ON_AGENDA
) -> AgendaItem:
    return AgendaItem.objects.create(
        meeting=meeting,
        position=position,
        title=f"Item {position}",
        status=status,
        added_by=side.consultant,
    )


def _challenge(side: Side, status: str) -> Challenge:
    challenge = Challenge.objects.create(
        authority=side.authority,
        question="Who is holding this up?",
        raised_by=side.consultant,
        asked_of=side.officer,
        reply_by=in_days(10),
        status=status,
    )
    if status == ChallengeStatus.ANSWERED:
        ChallengeAnswer.objects.create(challenge=challenge, by=side.officer, text="We are.")
    return challenge


def _report(side: Side, number: int, status: str, action: Action) -> ImpactReport:
    meeting = _meeting(side, number, MeetingStatus.HELD, -number)
    published = status == ReportStatus.PUBLISHED
    report = ImpactReport.objects.create(
        authority=side.authority,
        meeting=meeting,
        slug=f"report-{number}-{side.authority.slug}",
        title=f"Report {number}",
        status=status,
        sign_offs_needed=1,
        composed_by=side.coordinator,
        published_by=side.coordinator if published else None,
        published_at=timezone.now() if published else None,
    )
    ReportLine.objects.create(
        report=report,
        part="said",
        position=1,
        text="We said we would.",
        composed_text="We said we would.",
        action=action,
    )
    MeetingDecision.objects.create(meeting=meeting, text="Go on.", recorded_by=side.coordinator)
    if status != ReportStatus.DRAFT:
        SignOff.objects.create(report=report, by=side.consultant, content_hash=words_hash(report))
    return report


def _document(side: Side, report: ImpactReport, status: str) -> Document:
    document = Document.objects.create(
        authority=side.authority,
        kind=DocumentKind.FULL,
        report=report,
        content_hash=f"{status:0>64}"[:64],
        asked_by=side.coordinator,
        status=status,
    )
    if status == JobStatus.DONE:
        from django.core.files.storage import default_storage

        document.file = default_storage.save(
            f"documents/{document.pk}.pdf", ContentFile(b"%PDF-1.7")
        )
        document.pages, document.size = 1, 8
        document.save()
    return document


def _years(side: Side) -> tuple[AnnualReport, AnnualReport, Period]:
    """This year's annual report, last year's endorsed, and a year with quarters and no report."""
    last, unwritten = (_past_year(side, back) for back in (1, 2))
    annual, endorsed = (
        sign_foreword(
            actor=side.consultant,
            annual=compose_annual_report(actor=side.coordinator, period=period),
            foreword="We wrote this.",
            version=None,
        )
        for period in (side.period, last)
    )
    endorsed = endorse_annual_report(actor=side.executive, annual=endorsed)
    return annual, endorsed, unwritten


def _past_year(side: Side, back: int) -> Period:
    period = Period.objects.create(
        authority=side.authority,
        name=f"Year {back}",
        slug=f"year-{back}-{side.authority.slug}",
        starts_on=in_days(-365 * back - 300),
        ends_on=in_days(-365 * back),
    )
    meeting = Meeting.objects.create(
        authority=side.authority,
        body=side.body,
        period=period,
        number=1,
        theme=side.outcome,
        title=f"Meeting of year {back}",
        starts_at=timezone.now() - datetime.timedelta(days=365 * back + 100),
        status=MeetingStatus.HELD,
    )
    ImpactReport.objects.create(
        authority=side.authority,
        meeting=meeting,
        slug=f"report-of-year-{back}-{side.authority.slug}",
        title=f"Report of year {back}",
        status=ReportStatus.PUBLISHED,
        sign_offs_needed=1,
        composed_by=side.coordinator,
        published_at=timezone.now(),
    )
    return period


def _invitation(side: Side, token: str) -> Invitation:
    return Invitation.objects.create(
        authority=side.authority,
        email=f"new@{side.authority.slug}.example",
        name="New Person",
        role="officer",
        token_hash=token_hash(token),
        invited_by=side.coordinator,
        expires_at=timezone.now() + datetime.timedelta(days=3),
    )
