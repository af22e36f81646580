"""What the demo's Manchester lacks so that every page opens for somebody: a meeting of today, a
report a lead may write in, one that is signed, a year without its report, and so on.

Runs inside the program's folder, after the demo is loaded. Told through the operations, on their
days, as the demo itself is.
"""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import time_machine
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.enums import Handed, OrganisationKind, Role
from accounts.invitation_import import read_list
from accounts.models import Authority, Invitation, Membership, Organisation, Person, token_hash
from accounts.operations.erasure import ask_for_erasure
from accounts.operations.invitations import invite
from accounts.operations.invite_many import keep_sheet
from accounts.operations.memberships import end_membership, start_membership
from accounts.operations.organisations import add_organisation
from cooperative.enums import MeetingStatus, Presence
from cooperative.models import Body, Escalation, Meeting, MeetingDecision
from cooperative.operations.agenda import add_agenda_item
from cooperative.operations.bodies import add_seat
from cooperative.operations.deciding import propose_decision
from cooperative.operations.decisions import record_decision
from cooperative.operations.handover import hand_over
from cooperative.operations.meetings import (
    hold_meeting,
    plan_meeting,
    put_out_papers,
    record_attendance,
)
from cooperative.queries.handover import held_by
from impact.enums import ReportStatus
from impact.models import AnnualReport, ImpactReport, ReportLine
from impact.operations.annual import (
    compose_annual_report,
    endorse_annual_report,
    sign_foreword,
)
from impact.operations.reports import compose_report, sign_off_report
from outcomes.models import Outcome, Period, Priority
from outcomes.operations.actions import propose_action
from portal.queries.demo import demo_person
from voice.models import Ask
from voice.operations.asks import record_ask
from voice.operations.releasing import release_ask

# Of an invitation that nobody has accepted yet.
TOKEN = "an-invitation-to-look-at"
SLUG = "manchester"
PLANNED = 30  # days ago


def who(role: str) -> Membership:
    """The demo's person behind a button."""
    found = demo_person(f"{SLUG}-{role}")
    assert found is not None, role
    return found


@contextmanager
def days_ago(days: int) -> Iterator[datetime.datetime]:
    """A morning some days back; never later than now."""
    now = timezone.localtime()
    morning = min(now, now.replace(hour=9, minute=0)) - datetime.timedelta(days=days)
    with time_machine.travel(morning, tick=True):
        yield morning


def prepare() -> None:
    """Make it all."""
    authority = Authority.objects.get(slug=SLUG)
    meeting(authority, 21, "Today’s workshop", day=0)
    compose_report(
        actor=who("care-consultant"), meeting=meeting(authority, 22, "A workshop", day=20)
    )
    signed = compose_report(
        actor=who("care-consultant"), meeting=meeting(authority, 23, "Another workshop", day=10)
    )
    sign_off_report(actor=who("care-consultant"), report=signed)
    sign_off_report(actor=who("care-consultant-2"), report=signed)
    meeting(authority, 24, "The last workshop", day=4)
    a_foreword(authority)
    a_year_without_its_report(authority)
    two_proposals()
    an_invitation()
    newcomers(authority)
    a_handing_over(authority)
    a_list_of_people()
    an_organisation()
    a_last_day(authority)
    a_second_thought()
    an_app()
    points()
    a_decision_to_confirm(authority)
    an_endorsed_year(authority)


def meeting(authority: Authority, number: int, title: str, *, day: int) -> Meeting:
    """A meeting about the lead's outcome: of today, or held some days ago."""
    consultant = who("care-consultant")
    theme = Outcome.objects.filter(authority=authority, lead=who("outcome-lead")).earliest("pk")
    year = Period.objects.filter(authority=authority).latest("starts_on")
    body = Body.objects.filter(authority=authority, themed=True).earliest("pk")
    now = timezone.localtime()
    with days_ago(PLANNED) as then:
        made = plan_meeting(
            actor=consultant, body=body, period=year, number=number, theme=theme, title=title,
            starts_at=min(now, then + datetime.timedelta(days=PLANNED - day)),
            place="The old library",
        )  # fmt: skip
        for item in ("What changed for us", "What we ask for next"):
            add_agenda_item(actor=consultant, meeting=made, title=item, minutes=30)
        put_out_papers(actor=consultant, meeting=made)
    with days_ago(day):
        record_attendance(
            actor=consultant,
            meeting=made,
            presence={consultant: Presence.PRESENT, who("elected-member"): Presence.APOLOGIES},
        )
        record_decision(actor=consultant, meeting=made, text="Every home has a quiet room.")
        if day:
            hold_meeting(actor=consultant, meeting=made)
    made.refresh_from_db()
    return made


def an_organisation() -> None:
    """One that nobody acts for yet."""
    add_organisation(
        actor=who("coordinator"), name="The new college", kind="education", commitment=""
    )


def a_foreword(authority: Authority) -> None:
    """A year's report that waits for the executive."""
    annual = AnnualReport.objects.filter(authority=authority, endorsed_at=None).latest("pk")
    sign_foreword(
        actor=who("care-consultant"), annual=annual, version=None,
        foreword="We asked for ordinary things. This report says which of them happened.",
    )  # fmt: skip


def a_year_without_its_report(authority: Authority) -> Period:
    """From before the program: nobody could have written it here on its day."""
    first = Period.objects.filter(authority=authority).earliest("starts_on")
    ended = first.starts_on - datetime.timedelta(days=1)
    began = first.starts_on.replace(year=first.starts_on.year - 1)
    year = Period.objects.create(
        authority=authority, name=f"{began.year} to {ended.year}",
        slug=f"{began.year}-{ended.year % 100:02d}", starts_on=began, ends_on=ended,
    )  # fmt: skip
    held = Meeting.objects.filter(authority=authority, period=first).earliest("pk")
    then = held.starts_at - datetime.timedelta(days=364)
    old = Meeting.objects.create(
        authority=authority, body=held.body, period=year, number=1, theme=held.theme,
        title=held.title, starts_at=then, status=MeetingStatus.HELD, papers_out_at=then,
        held_at=then,
    )  # fmt: skip
    coordinator = who("coordinator")
    report = ImpactReport.objects.create(
        authority=authority, meeting=old, slug=f"the-first-{year.slug}",
        title="The first meeting of all", introduction="We met, and we said what matters to us.",
        status=ReportStatus.PUBLISHED, sign_offs_needed=1, composed_by=coordinator,
        composed_at=then, published_by=coordinator, published_at=then,
    )  # fmt: skip
    words = "We meet four times a year."
    ReportLine.objects.create(
        report=report, part="next", position=1, text=words, composed_text=words,
        decision=MeetingDecision.objects.create(meeting=old, text=words, recorded_by=coordinator),
    )  # fmt: skip
    return year


def an_endorsed_year(authority: Authority) -> None:
    """The executive has endorsed it, and the coordinator has not published it."""
    annual = compose_annual_report(
        actor=who("coordinator"), period=a_year_without_its_report(authority)
    )
    annual = sign_foreword(
        actor=who("care-consultant"), annual=annual, version=None,
        foreword="It was our first year together.",
    )  # fmt: skip
    endorse_annual_report(actor=who("executive"), annual=annual, despite_gaps=True)


def points() -> None:
    """One that waits, one that waits for its permission, one that is a concern, and two of the
    outcome lead's own, which she can open to everyone and close again."""
    officer, lead, coordinator = who("officer"), who("outcome-lead"), who("coordinator")
    a_point(officer, "The bus home stops at six.")
    agreed = a_point(officer, "Ask us before you move us.", agreed_by="speaker")
    release_ask(actor=coordinator, ask=agreed, version=None)
    a_point(officer, "Somebody waits for me outside school.", concern=True)
    release_ask(actor=coordinator, ask=a_point(lead, "Let us cook."), version=None)
    open_to_all = a_point(lead, "Keep the music room open.", agreed_by="speaker")
    release_ask(actor=coordinator, ask=open_to_all, version=None, publish=True)


def a_point(actor: Membership, text: str, **more: Any) -> Ask:
    """Something that young people said in a group last week."""
    return record_ask(
        actor=actor, text=text, source="group", source_name="The Tuesday group",
        said_on=timezone.localdate() - datetime.timedelta(days=7), said_by=9, **more,
    )  # fmt: skip


def a_decision_to_confirm(authority: Authority) -> None:
    """The executive proposes how to get past what is stuck, and the elected member may confirm."""
    stuck = Escalation.objects.open().filter(
        authority=authority, body__seats__membership=who("elected-member")
    ).earliest("pk")  # fmt: skip
    director = who("executive")
    add_seat(
        actor=who("coordinator"), body=stuck.body, title="Strategic Director", membership=director
    )
    propose_decision(actor=director, escalation=stuck, words="The council pays until the summer.")


def two_proposals() -> None:
    """Under the lead's outcome: an officer's, and a care consultant's, who proposed it just now and
    can take it away again."""
    priority = Priority.objects.filter(
        workplan__outcome__lead=who("outcome-lead"), workplan__period__ends_on__gte=timezone.now()
    ).earliest("pk")
    for role, title, measure in (
        ("officer", "Lend us bicycles for the summer", "Ten of us ride one."),
        ("care-consultant", "Lend us bicycles, twice", "None: it is there already."),
    ):
        propose_action(
            actor=who(role), priority=priority, title=title, owner=who("officer"),
            due_on=timezone.localdate() + datetime.timedelta(days=60), success_measure=measure,
        )  # fmt: skip


def an_invitation() -> None:
    """One whose link we know."""
    made, _ = invite(
        actor=who("coordinator"), name="Robin Ashdown", email="robin@manchester.example",
        role="officer",
    )  # fmt: skip
    Invitation.objects.filter(pk=made.pk).update(token_hash=token_hash(TOKEN))


def a_handing_over(authority: Authority) -> None:
    """One officer's actions are somebody else's now, and can be handed back."""
    officers = Membership.objects.current().filter(authority=authority, role=Role.OFFICER)
    known = [who("officer").pk, who("outcome-lead").pk]
    giver = next(
        officer
        for officer in officers.exclude(pk__in=known).with_names()
        if Handed.ACTION in held_by(officer)
    )
    hand_over(actor=who("coordinator"), giver=giver, takers={Handed.ACTION: who("outcome-lead")})


def a_list_of_people() -> None:
    """A list of people to invite that has been looked at and not sent."""
    rows = b"Name,Email address,Role\nAsh Fenn,ash@manchester.example,Officer\n"
    keep_sheet(actor=who("coordinator"), rows=read_list(SimpleUploadedFile("people.csv", rows)))


def a_last_day(authority: Authority) -> None:
    """Of somebody who moves on in a month and may stay after all."""
    leaver = Membership.objects.get(authority=authority, person__name="Wilf Tarrant")
    day = timezone.localdate() + datetime.timedelta(days=30)
    end_membership(actor=who("coordinator"), membership=leaver, ends_on=day)


def newcomers(authority: Authority) -> None:
    """An officer who owes nobody an update, and a partner whose school does not either."""
    school = Organisation.objects.create(
        authority=authority, slug="orchard", name="Orchard School", kind=OrganisationKind.EDUCATION
    )
    # And one that nobody acts for yet, so that it can be taken away again.
    Organisation.objects.create(
        authority=authority, slug="lane", name="Lane Books", kind=OrganisationKind.EMPLOYER
    )
    for name, role, organisation in (
        ("Tamsin Orchard", Role.PARTNER, school),
        ("Wilf Tarrant", Role.OFFICER, None),
    ):
        email = f"{name.lower().replace(' ', '.')}@manchester.example"
        start_membership(
            actor=None,
            authority=authority,
            person=Person.objects.create_user(email, name=name),
            role=role,
            organisation=organisation,
        )


def a_second_thought() -> None:
    """Of a care consultant, who asked to be erased and may take it back. Her words are her own."""
    ask_for_erasure(actor=who("care-consultant-3"))


def an_app() -> None:
    """A care consultant has set one up, with recovery codes. It opens nothing: it knows no secret
    of ours. She comes in by the demo's page."""
    person = who("care-consultant-2").person
    TOTP.activate(person, generate_totp_secret())
    RecoveryCodes.activate(person)
