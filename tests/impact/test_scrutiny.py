"""What scrutiny committees say: who may, on what, how it is answered and taken back."""

import datetime
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Membership, Notice
from accounts.operations.memberships import end_membership
from cooperative.enums import SeatStatus
from cooperative.models import Meeting, Seat
from core.concurrency import Conflict
from core.decisions import Refused
from core.models import AuditEvent
from impact.models import ScrutinyComment
from impact.operations.annual import compose_annual_report, endorse_annual_report, sign_foreword
from impact.operations.reminders import remind_of_scrutiny
from impact.operations.scrutiny import (
    answer_scrutiny,
    make_scrutiny_comment,
    withdraw_scrutiny_comment,
)
from impact.policies import (
    can_answer_scrutiny,
    can_make_scrutiny_comment,
    can_withdraw_scrutiny_comment,
)
from impact.queries.scrutiny import said_in
from outcomes.enums import WorkplanStatus
from outcomes.models import Outcome, Workplan
from tests.factories import in_days
from tests.impact.scrutiny import make_comment, make_committee, make_seat
from tests.support.cast import Cast
from tests.support.reports import make_published_report, make_report

pytestmark = pytest.mark.django_db


def told(what: str) -> set[str]:
    found = Notice.objects.filter(what=what)
    return set(found.values_list("membership__person__name", flat=True))


def fresh(membership: Membership) -> Membership:
    """As the next request finds them."""
    return Membership.objects.select_related("person", "authority").get(pk=membership.pk)


def answered(cast: Cast, comment: ScrutinyComment, **fields: object) -> ScrutinyComment:
    values: dict[str, Any] = {
        "reply": "accepted",
        "why": "It is right.",
        "action": "We ask.",
        "act_by": in_days(30),
    }
    answer_scrutiny(actor=cast.lead, comment=comment, **(values | fields))
    return ScrutinyComment.objects.get(pk=comment.pk)


# Who may comment


def test_only_an_elected_member_with_a_seat_now_may_comment(cast: Cast) -> None:
    committee = make_committee(cast.manchester)
    for name, person in cast.people.items():
        make_seat(cast, person, committee)
        decision = can_make_scrutiny_comment(fresh(person), cast.workplan)
        assert bool(decision) == (name in ("member", "member_2")), name
        if not decision:
            assert "Only elected members" in str(decision.reason)
            with pytest.raises(Refused):
                make_comment(cast, actor=fresh(person))
    Seat.objects.filter(membership=cast.member_2).delete()
    assert "You don’t have one now" in str(
        can_make_scrutiny_comment(cast.member_2, cast.workplan).reason
    )
    assert not can_make_scrutiny_comment(cast.bury_people["elected-member"], cast.workplan)


def test_when_a_seat_ends_they_can_no_longer_comment_and_what_was_said_stays(cast: Cast) -> None:
    seat = make_seat(cast)
    comment = make_comment(cast)
    seat.status = SeatStatus.ENDED
    seat.save()
    with pytest.raises(Refused):
        make_comment(cast)
    assert not can_withdraw_scrutiny_comment(cast.member, comment)
    assert ScrutinyComment.objects.visible_to(cast.member).get() == comment
    # Another who sits there now speaks for the committee; who sits on another committee does not.
    elsewhere = make_committee(cast.manchester, "health", "Health Scrutiny")
    other = make_seat(cast, cast.member_2, elsewhere)
    assert "Only current members of Scrutiny Committee can withdraw this." in str(
        can_withdraw_scrutiny_comment(cast.member_2, comment).reason
    )
    other.body = comment.body
    other.save()
    assert can_withdraw_scrutiny_comment(cast.member_2, comment)


def test_what_is_still_being_written_is_not_commented_on(cast: Cast) -> None:
    make_seat(cast)
    Workplan.objects.filter(pk=cast.workplan.pk).update(status=WorkplanStatus.DRAFT)
    cast.workplan.refresh_from_db()
    assert "once it’s shared" in str(can_make_scrutiny_comment(cast.member, cast.workplan).reason)
    draft = make_report(cast)
    assert "once it’s signed off" in str(can_make_scrutiny_comment(cast.member, draft).reason)


def test_a_workplan_a_published_report_and_a_years_report_can_be_commented_on(cast: Cast) -> None:
    make_seat(cast)
    report = make_published_report(cast)
    annual = compose_annual_report(actor=cast.coordinator, period=cast.year)
    annual = sign_foreword(actor=cast.consultant, annual=annual, foreword="We did.", version=None)
    annual = endorse_annual_report(actor=cast.executive, annual=annual, despite_gaps=True)
    made = [make_comment(cast, about=about) for about in (cast.workplan, report, annual)]
    assert [one.about for one in made] == [cast.workplan, report, annual]
    year = timezone.localdate().year
    assert [one.reference for one in made] == [f"S-{year}-{number}" for number in (1, 2, 3)]


def test_each_authority_counts_its_own_and_each_year_begins_again(cast: Cast) -> None:
    make_seat(cast)
    theirs = cast.bury_people["elected-member"]
    make_seat(cast, theirs, make_committee(cast.bury))
    make_comment(cast)
    there = make_comment(cast, actor=theirs, about=cast.bury_workplan)
    assert there.number == 1
    assert not ScrutinyComment.objects.visible_to(cast.member).filter(pk=there.pk).exists()
    assert make_comment(cast, text="And tell them.").number == 2
    with time_machine.travel(in_days(366), tick=False):
        assert make_comment(cast).number == 1


def test_the_same_words_again_on_one_day_are_refused_until_they_are_taken_back(cast: Cast) -> None:
    make_seat(cast)
    comment = make_comment(cast)
    with pytest.raises(ValidationError, match="already said this"):
        make_comment(cast)
    withdraw_scrutiny_comment(actor=cast.member, comment=comment, because="A mistake.")
    make_comment(cast)
    assert ScrutinyComment.objects.count() == 2


def test_the_database_keeps_it_about_one_thing_with_one_reference(cast: Cast) -> None:
    make_seat(cast)
    comment = make_comment(cast)
    for wrong in (
        {"number": comment.number},
        {"number": 9, "workplan": None},
        {"number": 9, "answer_by": None},
        {"number": 9, "kind": "comment"},
    ):
        again = ScrutinyComment.objects.get(pk=comment.pk)
        again.pk = None
        for name, value in wrong.items():
            setattr(again, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            again.save()


def test_who_sits_on_two_committees_says_for_which(cast: Cast) -> None:
    first = make_seat(cast).body
    second = make_committee(cast.manchester, "health", "Health Scrutiny")
    make_seat(cast, body=second)
    with pytest.raises(ValidationError, match="that you sit on"):
        make_comment(cast)
    with pytest.raises(ValidationError, match="that you sit on"):
        make_comment(cast, body=cast.cooperative)
    assert make_comment(cast, body=second).body == second
    meeting = Meeting.objects.create(
        authority=cast.manchester,
        body=first,
        period=cast.year,
        number=1,
        title="Scrutiny in June",
        starts_at=timezone.now(),
    )
    with pytest.raises(ValidationError, match="one of your committee’s meetings"):
        make_comment(cast, body=second, meeting=meeting)
    assert make_comment(cast, body=first, meeting=meeting).meeting == meeting


# Answers


def test_a_recommendation_on_a_plan_is_answered_by_its_lead_and_nobody_else(cast: Cast) -> None:
    make_seat(cast)
    comment = make_comment(cast)
    for name, person in cast.people.items():
        assert bool(can_answer_scrutiny(person, comment)) == (name == "lead"), name
    assert "Hana Lind leads this work" in str(can_answer_scrutiny(cast.coordinator, comment).reason)
    assert not can_answer_scrutiny(cast.bury_people["coordinator"], comment)
    Outcome.objects.filter(pk=cast.happy.pk).update(lead=None)
    comment = ScrutinyComment.objects.get(pk=comment.pk)
    assert can_answer_scrutiny(cast.coordinator, comment)
    assert not can_answer_scrutiny(cast.lead, comment)


def test_where_the_lead_has_moved_on_the_coordinator_answers(cast: Cast) -> None:
    make_seat(cast)
    comment = make_comment(cast)
    end_membership(actor=cast.coordinator, membership=cast.lead)
    comment = ScrutinyComment.objects.get(pk=comment.pk)
    assert can_answer_scrutiny(cast.coordinator, comment)


def test_a_recommendation_on_a_report_is_the_coordinators_to_answer(cast: Cast) -> None:
    make_seat(cast)
    comment = make_comment(cast, about=make_published_report(cast))
    for name, person in cast.people.items():
        assert bool(can_answer_scrutiny(person, comment)) == (name == "coordinator"), name


def test_an_answer_says_what_will_be_done_and_by_when(cast: Cast) -> None:
    make_seat(cast)
    comment = make_comment(cast)
    for wrong, beside in (
        ({"action": ""}, "action"),
        ({"act_by": None}, "act_by"),
        ({"act_by": in_days(-1)}, "act_by"),
        ({"act_by": in_days(2000)}, "act_by"),
        ({"why": ""}, "why"),
        ({"why": "x" * 2001}, "why"),
        ({"reply": "perhaps"}, "reply"),
    ):
        with pytest.raises(ValidationError) as error:
            answered(cast, comment, **wrong)
        assert beside in error.value.message_dict, wrong
    done = answered(cast, comment, reply="not-accepted", action="", act_by=None)
    assert done.answer.get_reply_display() == "Not accepted"
    event = AuditEvent.objects.get(code="impact.scrutiny.answered")
    assert event.changes == {"reply": "not-accepted"}


def test_it_is_answered_once_and_a_comment_needs_none(cast: Cast) -> None:
    make_seat(cast)
    comment = answered(cast, make_comment(cast))
    with pytest.raises(Refused, match="has already been answered"):
        answered(cast, comment)
    assert "so you can’t withdraw it" in str(
        can_withdraw_scrutiny_comment(cast.member, comment).reason
    )
    remark = make_comment(cast, kind="comment")
    assert remark.answer_by is None
    with pytest.raises(Refused, match="Only recommendations need an answer"):
        answered(cast, remark)


def test_a_council_has_two_months_to_answer(cast: Cast) -> None:
    make_seat(cast)
    for day, last in (
        (datetime.date(2026, 12, 31), datetime.date(2027, 2, 28)),
        (datetime.date(2026, 6, 9), datetime.date(2026, 8, 9)),
    ):
        with time_machine.travel(datetime.datetime.combine(day, datetime.time(12)), tick=False):
            assert make_comment(cast).answer_by == last


# Taking back


def test_a_mistake_is_taken_back_with_a_reason_and_its_words_stay(cast: Cast) -> None:
    make_seat(cast)
    comment = make_comment(cast)
    with pytest.raises(ValidationError, match="Give your reasons"):
        withdraw_scrutiny_comment(actor=cast.member, comment=comment, because="")
    withdraw_scrutiny_comment(actor=cast.member, comment=comment, because="The wrong plan.")
    comment = ScrutinyComment.objects.get()
    assert (comment.text, comment.withdrawn_because) == (
        "Ask young people first.",
        "The wrong plan.",
    )
    with pytest.raises(Refused, match="taken this|withdrawn this"):
        answered(cast, comment)
    with pytest.raises(Refused, match="has already been withdrawn"):
        withdraw_scrutiny_comment(actor=cast.member, comment=comment, because="Again.")
    assert told("scrutiny-withdrawn") == {"Hana Lind"}


def test_whoever_comes_second_is_told(cast: Cast) -> None:
    make_seat(cast)
    comment = make_comment(cast)
    withdraw_scrutiny_comment(actor=cast.member, comment=comment, because="A mistake.", version=1)
    with pytest.raises(Conflict):
        answered(cast, comment, version=1)


# Who is told


def test_those_who_answer_and_the_committee_are_told_and_never_of_its_words(cast: Cast) -> None:
    committee = make_seat(cast).body
    make_seat(cast, cast.member_2, committee)
    comment = make_comment(cast)
    assert told("scrutiny-recommended") == {"Hana Lind"}
    assert told("scrutiny-said") == {"Cllr Tom Vale"}
    answered(cast, comment)
    assert told("scrutiny-answered") == {"Cllr Noor Ames", "Cllr Tom Vale"}
    make_comment(cast, kind="comment", about=make_published_report(cast))
    assert told("scrutiny-said") == {"Cllr Tom Vale", "Kit Marsh"}
    for notice in Notice.objects.filter(about_type="impact.scrutinycomment"):
        assert comment.text not in notice.name


def test_who_is_late_with_an_answer_is_reminded_once(cast: Cast) -> None:
    make_seat(cast)
    comment = make_comment(cast)
    make_comment(cast, kind="comment")
    assert comment.answer_by is not None
    for days, expected in ((0, 0), (1, 1), (2, 0)):
        with time_machine.travel(comment.answer_by + datetime.timedelta(days=days), tick=False):
            assert remind_of_scrutiny() == expected, days
    assert told("scrutiny-late") == {"Hana Lind"}


def test_a_year_has_what_was_said_in_it_and_not_taken_back(cast: Cast) -> None:
    make_seat(cast)
    kept = answered(cast, make_comment(cast))
    gone = make_comment(cast, text="Said in error.")
    withdraw_scrutiny_comment(actor=cast.member, comment=gone, because="A mistake.")
    with time_machine.travel(in_days(400), tick=False):
        make_comment(cast)
    assert said_in(cast.coordinator, cast.year) == [kept]


def test_a_comment_of_a_plan_that_a_partner_may_not_see_is_not_seen(cast: Cast) -> None:
    make_seat(cast)
    comment = make_comment(cast)
    assert ScrutinyComment.objects.visible_to(cast.other_partner).get() == comment
    Workplan.objects.filter(pk=cast.workplan.pk).update(status=WorkplanStatus.DRAFT)
    assert not ScrutinyComment.objects.visible_to(cast.other_partner).exists()
    assert ScrutinyComment.objects.visible_to(cast.officer).get() == comment
    with pytest.raises(Refused):
        make_scrutiny_comment(
            actor=cast.other_partner, about=cast.workplan, kind="comment", text="Mine."
        )
