"""The demo: told once, through operations, and always in the middle of its year."""

import datetime
import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.enums import Role
from accounts.kept_pages import forget_kept_pages
from accounts.models import (
    Authority,
    HandedOver,
    Invitation,
    Membership,
    Notice,
    OutgoingMail,
    Person,
)
from accounts.models.membership import TIME_TO_RENEW
from accounts.operations.rights import drift
from cooperative.enums import ChallengeStatus, MeetingDeed, MeetingStatus
from cooperative.models import AgreedAction, Challenge, Meeting, MemberQuestion, WorkplanReading
from core.models import AuditEvent
from expectations.enums import Kept
from expectations.models import Expectation
from expectations.queries import LONG, judged_at, latest_verdicts
from frameworks.demo.calendar import OLDEST, YOUNGEST, make_calendar
from frameworks.demo.telling import AUTHORITIES
from impact.enums import AnnualStatus, ReportStatus, ScrutinyKind
from impact.models import AnnualReport, ImpactReport, ReportLine, ScrutinyComment
from impact.queries.public import asks_acted_on
from outcomes.enums import ActionStatus, Feels, PriorityStatus
from outcomes.models import Action, EvidenceFile, Period, Priority, Verdict, Workplan
from portal.queries.log_changes import KINDS, NAMES
from portal.queries.log_deeds import DEEDS
from voice.models import Ask


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The demo, loaded once for this file and taken back afterwards; what loading it said."""
    with django_db_blocker.unblock(), transaction.atomic():
        out = io.StringIO()
        call_command("load_demo", stdout=out)
        yield out.getvalue()
        transaction.set_rollback(True)


@pytest.fixture
def demo(told: str, db: None) -> Authority:
    """Manchester, its story told."""
    return Authority.objects.get(slug="manchester")


def _meeting(demo: Authority, number: int) -> Meeting:
    return Meeting.objects.get(
        body__slug="cooperative",
        authority=demo,
        number=number,
        period__ends_on__gte=timezone.localdate(),
    )


def _this_year(demo: Authority) -> Period:
    return _meeting(demo, 1).period


def test_what_the_demo_did_is_in_the_log_in_words(demo: Authority) -> None:
    events = list(AuditEvent.objects.values_list("code", "changes"))
    assert {code for code, _changes in events} - set(DEEDS) == set()
    kept = {name for _code, changes in events for name in changes}
    assert kept - set(NAMES) - set(KINDS) == set()


def test_loading_tells_its_progress_and_again_changes_nothing(demo: Authority, told: str) -> None:
    *councils, last = told.splitlines()
    # It takes minutes: each council says when it is ready.
    assert [line.partition(" is ready")[0] for line in councils] == [
        f"The year of {Authority.objects.get(slug=slug).name}" for slug in AUTHORITIES
    ]
    assert last.startswith("The demo is ready: 5 authorities")
    before = AuditEvent.objects.count()
    out = io.StringIO()
    call_command("load_demo", stdout=out)
    assert out.getvalue() == "The demo is there already. Nothing was changed.\n"
    quiet = io.StringIO()
    call_command("load_demo", stdout=quiet, verbosity=0)
    assert quiet.getvalue() == ""
    assert AuditEvent.objects.count() == before


def _of_us(page: str) -> str:
    """What a page says, without what is of this one visit: the key of its forms."""
    return re.sub(r'value="[^"]{30,}"', "", page)


def test_one_voice_and_three_are_told_alike_by_every_council(demo: Authority) -> None:
    """On the public page and in the open data; and Manchester shows points of both."""
    councils = Authority.objects.filter(asks__in=Ask.objects.public()).distinct()
    assert len(councils) == len(AUTHORITIES)
    for council in councils:
        point, seen = asks_acted_on(council)[0], {}
        for voices in (1, 3, 40):
            Ask.objects.filter(pk=point.pk).update(said_by=voices)
            forget_kept_pages()
            seen[voices] = [
                _of_us(Client().get(f"/{council.slug}/{page}").content.decode())
                for page in ("you-said/", "open-data/priorities.csv")
            ]
        assert seen[1] == seen[3], council.slug
        assert seen[1][0] != seen[40][0], council.slug
    told = Ask.objects.public().filter(authority=demo)
    assert {1, 3} <= set(told.values_list("said_by", flat=True))


def test_it_is_refused_outside_demo_mode(db: None, settings: Any) -> None:
    settings.DEMO = False
    before = AuditEvent.objects.count()
    with pytest.raises(CommandError, match="outside demo mode"):
        call_command("load_demo")
    assert AuditEvent.objects.count() == before


def test_the_first_quarter_is_published_the_second_drafted_the_third_ahead(
    demo: Authority,
) -> None:
    today = timezone.localdate()
    first, second, third, fourth = (_meeting(demo, number) for number in (1, 2, 3, 4))
    themes = [one.theme.short_name for one in (first, second, third, fourth) if one.theme]
    assert themes == ["Happy", "Healthy", "Safe", "Successful"]
    assert first.impact_report.status == ReportStatus.PUBLISHED
    assert 130 < (today - timezone.localdate(first.starts_at)).days < 170
    assert second.impact_report.status == ReportStatus.DRAFT
    assert 20 < (today - timezone.localdate(second.starts_at)).days < 36
    assert second.impact_report.lines.filter(edited_by__isnull=False).count() >= 2
    assert third.status == MeetingStatus.PAPERS_OUT
    assert 20 < (timezone.localdate(third.starts_at) - today).days < 29
    assert 0 < third.readings.count() < 3
    assert third.items.filter(challenge__isnull=False).exists()
    assert fourth.status == MeetingStatus.PLANNED
    assert fourth.changes.get().deed == MeetingDeed.MOVED
    off = Meeting.objects.get(authority=demo, status=MeetingStatus.CANCELLED)
    assert off.is_ahead is False
    assert off.changes.get().reason


def test_forty_actions_in_every_status_some_late_some_moved(demo: Authority) -> None:
    actions = Action.objects.filter(authority=demo, workplan__period=_this_year(demo))
    assert actions.count() >= 44
    assert set(actions.values_list("status", flat=True)) == set(ActionStatus.values)
    assert actions.late().count() >= 4
    moved = [action for action in actions if action.due_on != action.first_due_on]
    assert len(moved) >= 3
    assert actions.filter(target__isnull=False, reached__gt=0).count() >= 10
    assert Workplan.objects.filter(authority=demo, period=_this_year(demo)).count() == 4
    assert AgreedAction.objects.filter(meeting__authority=demo).count() >= 3
    roles = set(actions.values_list("owner__role", flat=True))
    assert roles >= {Role.OFFICER, Role.PARTNER}


def test_two_voices_differ_and_evidence_is_there(demo: Authority) -> None:
    verdicts = Verdict.objects.filter(action__authority=demo)
    assert set(verdicts.values_list("feels", flat=True)) == set(Feels.values)
    assert verdicts.filter(action__status=ActionStatus.ON_TRACK, feels=Feels.A_BIT).exists()
    assert verdicts.values("by").distinct().count() >= 3
    kinds = set(EvidenceFile.objects.values_list("kind", flat=True))
    assert kinds == {"application/pdf", "image/png", "text/csv"}


def test_most_promises_are_judged_and_the_gaps_show(demo: Authority) -> None:
    promises = Expectation.objects.worked_to().filter(expectation_set__authority=demo)
    standing = latest_verdicts(one.pk for one in promises)
    assert {one.number for one in promises if one.pk not in standing} == {5, 11}
    assert {one.feels for one in standing.values()} == set(Kept.values)
    assert {one.number for one in judged_at(promises) if _is_long_ago(one)} == {3}
    unmet = Expectation.objects.exclude(cannot_be_met_because="").get()
    assert (unmet.expectation_set.authority.slug, unmet.number) == ("bury", 3)
    assert unmet.verdicts.count() == 2


def _is_long_ago(expectation: Any) -> bool:
    return bool(expectation.judged_at and expectation.judged_at < timezone.now() - LONG)


def test_priorities_come_from_asks_and_only_care_consultants_closed_them(demo: Authority) -> None:
    priorities = Priority.objects.filter(authority=demo, workplan__period=_this_year(demo))
    assert priorities.count() >= 12
    assert priorities.filter(asks__said_by=43).exists()
    assert set(priorities.values_list("status", flat=True)) == set(PriorityStatus.values)
    assert set(priorities.values_list("set_by__role", flat=True)) == {Role.CARE_CONSULTANT}


def test_scrutiny_has_spoken_and_one_recommendation_waits(demo: Authority) -> None:
    said = ScrutinyComment.objects.filter(authority=demo)
    assert said.filter(kind=ScrutinyKind.COMMENT).count() == 2
    assert said.filter(kind=ScrutinyKind.RECOMMENDATION).count() == 2
    assert said.waiting().count() == 1


def test_challenges_stand_in_every_state(demo: Authority) -> None:
    challenges = Challenge.objects.filter(authority=demo)
    assert set(challenges.values_list("status", flat=True)) == set(ChallengeStatus.values)
    assert challenges.overdue().exists()
    again = challenges.filter(answers__accepted=False, status=ChallengeStatus.ANSWERED)
    assert again.exists(), "one was refused and then answered again"


def test_members_read_and_asked_before_meetings(demo: Authority) -> None:
    questions = MemberQuestion.objects.filter(meeting__authority=demo)
    assert questions.filter(answer="").exists()
    assert questions.exclude(answer="").exists()
    assert WorkplanReading.objects.filter(meeting__authority=demo).exists()


def test_last_year_is_endorsed_and_this_years_is_in_draft(demo: Authority) -> None:
    states = list(
        AnnualReport.objects.filter(authority=demo)
        .order_by("period__starts_on")
        .values_list("status", flat=True)
    )
    assert states == [AnnualStatus.ENDORSED, AnnualStatus.DRAFT]
    assert AnnualReport.objects.earliest("period__starts_on").reports.count() == 4


def test_invitations_are_accepted_expired_and_waiting(demo: Authority) -> None:
    states = {one.state for one in Invitation.objects.filter(authority=demo)}
    assert states == {"accepted", "expired", "waiting"}


@pytest.mark.parametrize("slug", ["bury", "york", "solihull", "middlesbrough"])
def test_every_authority_has_its_own_work(demo: Authority, slug: str) -> None:
    authority = Authority.objects.get(slug=slug)
    assert 2 <= Priority.objects.filter(authority=authority).count() <= 4
    assert 5 <= Action.objects.filter(authority=authority).count() <= 9
    assert Meeting.objects.filter(authority=authority, status=MeetingStatus.HELD).exists()
    assert Meeting.objects.filter(authority=authority).ahead().exists()
    assert Challenge.objects.filter(authority=authority).unsettled().exists()
    assert ImpactReport.objects.filter(authority=authority).exists()


def test_everything_was_done_by_somebody_in_the_order_of_time(demo: Authority) -> None:
    events = AuditEvent.objects.filter(authority_id=demo.pk)
    assert not events.filter(actor_label="").exists()
    told = events.exclude(code__startswith="accounts.").exclude(summary="vacant")
    nobody = told.filter(actor_id__isnull=True).values_list("code", flat=True)
    setting_up = ("expectations.", "outcomes.outcome", "outcomes.period", "cooperative.")
    assert all(code.startswith(setting_up) for code in nobody)
    moments = list(events.order_by("id").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert moments[-1] <= timezone.now()


def test_rights_are_what_memberships_say(demo: Authority) -> None:
    assert drift() == []


def test_nobody_real_and_nobodys_address(demo: Authority) -> None:
    """Names come from the people files and stories; addresses can never reach anybody."""
    assert not Person.objects.exclude(email__endswith=".example").exists()
    real = ["Aliyah", "Paul Marshall", "Kate Rose", "Sue Butcher", "Antony High", "Whitehead"]
    said = [
        *ReportLine.objects.values_list("text", flat=True),
        *Membership.objects.values_list("person__name", flat=True),
        *AuditEvent.objects.values_list("summary", flat=True),
    ]
    assert not [text for text in said for name in real if name in text]
    assert not [text for text in said if "lorem" in text.lower()]


def test_on_any_day_the_year_is_one_the_story_fits_in() -> None:
    for number in range(366 * 4):
        today = datetime.date(2026, 1, 1) + datetime.timedelta(days=number)
        calendar = make_calendar(today)
        assert YOUNGEST <= (today - calendar.year_starts_on).days <= OLDEST
        christmas = calendar.day("christmas")
        assert christmas <= calendar.day(-240)


def test_nothing_in_the_demo_happens_at_a_weekend_or_a_feast() -> None:
    for today in (datetime.date(2026, 11, 22), datetime.date(2025, 12, 30)):
        calendar = make_calendar(today)
        days = [calendar.day(moment) for moment in range(-400, 400)]
        assert {day.weekday() for day in days} == {0, 1, 2, 3, 4}
        assert not {(12, 25), (12, 26), (1, 1)} & {(day.month, day.day) for day in days}


def test_everybody_has_some_news_that_may_be_opened_and_nobody_gets_mail(demo: Authority) -> None:
    for membership in Membership.objects.current().filter(authority=demo).with_names():
        mine = Notice.objects.visible_to(membership)
        assert mine.exists(), membership.label
    unread = Notice.objects.unread().filter(membership__authority=demo)
    assert len({one.membership_id for one in unread}) > 10
    assert {"action-late", "challenge-raised"} <= set(unread.values_list("what", flat=True))
    assert not Notice.objects.filter(mailed_at=None).exists()
    assert not OutgoingMail.objects.filter(subject__startswith="News").exists()


def test_somebody_left_and_somebody_is_about_to(demo: Authority) -> None:
    today = timezone.localdate()
    gone = Membership.objects.get(authority=demo, person__name="Hester Langwathby")
    assert gone.has_ended
    handed = HandedOver.objects.filter(giver=gone, kind="action")
    assert {row.called for row in handed} == {
        "Two places to store packs, north and south",
        "Shops that give us more for the grant",
    }
    for row in handed:
        assert Action.objects.get(pk=row.thing).owner_id == row.taker_id != gone.pk
    leaving = Membership.objects.get(authority=demo, listed_as="Tariq")
    assert leaving.ends_on is not None
    assert today < leaving.ends_on <= today + datetime.timedelta(days=30)
    ends = Membership.objects.current().filter(
        authority=demo, agreement_ends_on__lte=today + TIME_TO_RENEW
    )
    assert ends.exists()
