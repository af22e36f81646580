"""What a scene is made of: each of these makes one thing in one state."""

import datetime

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import (
    Invitation,
    Logo,
    Membership,
    Notice,
    token_hash,
)
from accounts.operations.look import add_logo, use_logo
from accounts.operations.notices import notify
from cooperative.enums import (
    BodyKind,
    ChallengeStatus,
    EscalationDeed,
    ItemStatus,
    MeetingStatus,
)
from cooperative.models import (
    AgendaItem,
    Body,
    Challenge,
    ChallengeAnswer,
    Escalation,
    EscalationStep,
    Meeting,
    MeetingDecision,
    Seat,
)
from documents.enums import JobStatus
from documents.models import Document
from documents.queries import document_content, document_hash
from expectations.enums import SetVoice
from expectations.models import Expectation, ExpectationSet
from expectations.operations.sets import set_expectation, set_expectation_set
from expectations.operations.verdicts import judge_expectation
from impact.enums import ReportDocument, ReportStatus
from impact.models import AnnualReport, ImpactReport, ReportLine, ScrutinyComment, SignOff
from impact.operations.annual import (
    compose_annual_report,
    endorse_annual_report,
    publish_annual_report,
    sign_foreword,
)
from impact.operations.scrutiny import make_scrutiny_comment
from impact.queries.content import words_hash
from outcomes.enums import PriorityStatus
from outcomes.models import Action, EvidenceFile, Period, Priority
from outcomes.operations.actions import plan_action, propose_action
from outcomes.operations.priorities import set_priority
from outcomes.operations.progress import record_progress
from tests.access.sides import Side
from tests.accounts.pictures import picture, upload_of
from tests.factories import days_from_now, in_days
from voice.models import Ask, Consent


def a_seat_on_scrutiny(side: Side) -> Seat:
    """The member has one; Manchester's other member has none."""
    committee = Body.objects.create(
        authority=side.authority,
        slug="scrutiny",
        name="Scrutiny Committee",
        kind=BodyKind.SCRUTINY,
    )
    return Seat.objects.create(body=committee, membership=side.member, title="Elected member")


def an_expectation(side: Side) -> Expectation:
    """One that its care consultant has judged; a set of its own where the side has none."""
    found = ExpectationSet.objects.filter(authority=side.authority, is_main=True).first()
    expectation_set = found or set_expectation_set(
        actor=None,
        authority=side.authority,
        slug="pledge",
        name="A pledge",
        voice=SetVoice.PROMISE,
        is_main=True,
    )
    expectation = Expectation.objects.filter(expectation_set=expectation_set).first()
    if expectation is None:
        expectation = set_expectation(
            actor=None, expectation_set=expectation_set, number=1, text="We will listen."
        )
    judge_expectation(actor=side.consultant, expectation=expectation, feels="a-bit", words="Some.")
    return expectation


def a_recommendation(side: Side) -> ScrutinyComment:
    """On the lead's workplan, for the lead to answer."""
    return make_scrutiny_comment(
        actor=side.member,
        about=side.workplan,
        kind="recommendation",
        text="Ask young people first.",
    )


def a_notice(side: Side) -> Notice:
    """News for the officer."""
    notify(
        "seat-taken",
        about=side.body,
        actor=None,
        to=[side.officer],
        page=reverse("portal:home", args=[side.authority.slug]),
    )
    return Notice.objects.get(membership=side.officer, what="seat-taken")


def two_logos(side: Side) -> tuple[Logo, Logo]:
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


def an_ask(side: Side, state: str = "released") -> Ask:
    """Written down by the lead, so that each who may release it is somebody else."""
    return Ask.everything.create(
        authority=side.authority,
        text=f"Clubs cost too much in {side.authority.slug}, {state}.",
        state=state,
        handed_on_by=side.lead if state == "held" else None,
        handed_on_at=timezone.now() if state == "held" else None,
        source="consultation",
        source_name="Christmas consultation",
        said_on=in_days(-60),
        said_by=43,
        may_be_published=state == "released",
        recorded_by=side.lead,
    )


def a_consent(side: Side) -> Consent:
    """To a released point, by the lead; nobody has confirmed it."""
    ask = an_ask(side)
    Ask.everything.filter(pk=ask.pk).update(may_be_published=False, text="Buses are late.")
    return Consent.objects.create(
        ask=ask,
        agreed_by="speaker",
        agreed_to="Everyone can read these words.",
        agreed_on=in_days(-60),
        recorded_by=side.lead,
    )


def a_meeting(side: Side, number: int, status: str, days: int) -> Meeting:
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


def an_item(
    side: Side, meeting: Meeting, position: int, status: str = ItemStatus.ON_AGENDA
) -> AgendaItem:
    return AgendaItem.objects.create(
        meeting=meeting,
        position=position,
        title=f"Item {position}",
        status=status,
        added_by=side.consultant,
    )


def a_challenge(side: Side, status: str) -> Challenge:
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


def an_escalation(side: Side, action: Action, slug: str, sits: Membership | None) -> Escalation:
    """Something stands in the way of an action, and is with a group somebody sits on, or nobody."""
    body = Body.objects.create(
        authority=side.authority, slug=slug, name=f"The group {slug}", kind=BodyKind.LEAD
    )
    if sits:
        Seat.objects.create(body=body, membership=sits, title="A seat")
    escalation = Escalation.objects.create(
        authority=side.authority,
        action=action,
        obstacle=f"No money in {slug}.",
        needed="Somebody decides who pays.",
        needed_by=in_days(20),
        body=body,
        owner=side.officer,
    )
    EscalationStep.objects.create(
        escalation=escalation,
        deed=EscalationDeed.RAISED,
        body=body,
        by=side.officer,
        words=escalation.obstacle,
    )
    return escalation


def a_proposed_decision(
    side: Side, action: Action, slug: str = "vault", sits: Membership | None = None
) -> Escalation:
    """Something stuck, for which the executive proposes what the member (or `sits`) may confirm."""
    escalation = an_escalation(side, action, slug, sits or side.member)
    EscalationStep.objects.create(
        escalation=escalation,
        deed=EscalationDeed.PROPOSED,
        body=escalation.body,
        by=side.executive,
        words="The council pays.",
    )
    return escalation


def a_report(side: Side, number: int, status: str, action: Action) -> ImpactReport:
    meeting = a_meeting(side, number, MeetingStatus.HELD, -number)
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


def a_document(side: Side, report: ImpactReport, status: str) -> Document:
    document = Document.objects.create(
        authority=side.authority,
        kind=ReportDocument.FULL,
        subject=report,
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
        kept = Document.objects.get(pk=document.pk)
        document.content_hash = document_hash(document_content(kept), kept.authority)
        document.save()
    return document


def two_years(side: Side) -> tuple[AnnualReport, AnnualReport, Period]:
    """This year's annual report, last year's endorsed, and a year with quarters and no report."""
    last, unwritten = (a_past_year(side, back) for back in (1, 2))
    annual, endorsed = (
        sign_foreword(
            actor=side.consultant,
            annual=compose_annual_report(actor=side.coordinator, period=period),
            foreword="We wrote this.",
            version=None,
        )
        for period in (side.period, last)
    )
    endorsed = endorse_annual_report(actor=side.executive, annual=endorsed, despite_gaps=True)
    return annual, endorsed, unwritten


def a_public_year(side: Side) -> AnnualReport:
    """An earlier year's report that everyone may read."""
    year = sign_foreword(
        actor=side.consultant,
        annual=compose_annual_report(actor=side.coordinator, period=a_past_year(side, 3)),
        foreword="We wrote this one too.",
        version=None,
    )
    year = endorse_annual_report(actor=side.executive, annual=year, despite_gaps=True)
    return publish_annual_report(actor=side.coordinator, annual=year)


def a_past_year(side: Side, back: int) -> Period:
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
        starts_at=days_from_now(-(365 * back + 100)),
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


def an_invitation(side: Side, token: str) -> Invitation:
    return Invitation.objects.create(
        authority=side.authority,
        email=f"new@{side.authority.slug}.example",
        name="New Person",
        role="officer",
        token_hash=token_hash(token),
        invited_by=side.coordinator,
        expires_at=days_from_now(3),
    )
