"""What a date changes, it changes at midnight where the council is: asked half an hour before and
after the midnights around a day in summer, when the clock is an hour ahead of UTC.

Each row says "yes" or "-" for: the evening before, the first half hour of the day, its last half
hour, and the first of the day after.
"""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.db.models import DateField

from tests.cooperative.things import make_challenge
from tests.portal import the_day as ask
from tests.portal.the_day import Day, Question, answers, changed, days
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db

# The days that records keep: those that are compared with today, each in a row below, and those
# that are only shown.
COMPARED = {
    "accounts.invitation.agreement_ends_on",
    "accounts.membership.agreement_ends_on",
    "accounts.membership.ends_on",
    "accounts.membership.starts_on",
    "cooperative.challenge.reply_by",
    "cooperative.escalation.needed_by",
    "impact.scrutinyanswer.act_by",
    "impact.scrutinycomment.answer_by",
    "outcomes.action.due_on",
    "outcomes.action.first_due_on",
    "outcomes.period.ends_on",
    "outcomes.period.starts_on",
    "voice.ask.public_until",
    "voice.ask.said_on",
    "voice.consent.agreed_on",
    "voice.consent.until",
}
ONLY_SHOWN = {
    "cooperative.agendaitem.notes_removed_on",
    "expectations.expectationset.adopted_on",
    "outcomes.datemove.from_on",
    "outcomes.datemove.to_on",
    "outcomes.priority.closed_on",
    "outcomes.priority.set_on",
}
# Where one is asked about elsewhere.
ELSEWHERE = {"accounts.notice.day": "tests/accounts/test_news_mail.py"}


def test_every_day_that_a_record_keeps_is_known() -> None:
    kept = {
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.fields
        if type(field) is DateField
    }
    assert kept == COMPARED | ONLY_SHOWN | set(ELSEWHERE)


@pytest.mark.parametrize(
    ("make", "pattern"),
    [
        (ask.late_actions, "- - - yes"),
        (ask.late_since_the_first_day, "- - - yes"),
        (ask.days_late, "- - - yes"),
        (ask.late_in_a_list, "- - - yes"),
        (ask.late_on_a_home, "- - - yes"),
        (ask.late_challenge, "- - - yes"),
        (ask.days_overdue, "- - - yes"),
        (ask.heads_the_agenda, "- - - yes"),
        (ask.late_problem, "- - - yes"),
        (ask.days_a_problem_is_late, "- - - yes"),
        (ask.late_answer, "- - - yes"),
        (ask.year_over, "- - - yes"),
        (ask.year_to_close, "- - - yes"),
        (ask.to_write_up, "- - - yes"),
        (ask.ahead, "yes yes yes -"),
        (ask.is_ahead, "yes yes yes -"),
        (ask.may_read, "yes yes yes -"),
        (ask.may_write_down, "- yes yes yes"),
        (ask.meets_today, "- yes yes -"),
        (ask.to_get_ready, "- yes yes yes"),
        (ask.public_point, "yes yes yes -"),
        (ask.open_consent, "yes yes yes -"),
        (ask.member_until, "yes - - -"),
        (ask.running_until, "yes - - -"),
        (ask.has_left, "- yes yes yes"),
        (ask.member_from, "- yes yes yes"),
        (ask.agreement_to_renew, "- yes yes yes"),
        (ask.invited, "yes - - -"),
        (ask.welcomed, "yes yes yes -"),
        (ask.due_soon, "- yes yes yes"),
        (ask.needs_an_update, "- yes yes yes"),
        (ask.rests_a_week, "- yes yes yes"),
        (ask.updated_a_week_ago, "- yes yes yes"),
        (ask.silent, "- - - yes"),
        (ask.silent_in_an_update, "- - - yes"),
        (ask.logged_since, "- yes yes yes"),
        (ask.logged_until, "yes yes yes -"),
        (ask.of_the_year_from, "- yes yes yes"),
        (ask.of_the_year_until, "yes yes yes -"),
    ],
)
def test_what_a_date_changes(
    cast: Cast, make: Callable[[Cast, Day], Question], pattern: str
) -> None:
    assert answers(cast, make) == pattern


@pytest.mark.parametrize(
    ("make", "pattern"),
    [
        (lambda cast, day: lambda: make_challenge(cast, reply_by=day), "yes - - -"),
        (lambda cast, day: lambda: make_challenge(cast, reply_by=day + days(366)), "- yes yes yes"),
        (lambda cast, day: ask.plan(cast, cast.officer, day), "yes yes yes -"),
        (
            lambda cast, day: ask.plan(cast, changed(cast.officer, ends_on=day), day + days(9)),
            "yes - - -",
        ),
        (lambda cast, day: ask.consent(cast, agreed_on=day), "- yes yes yes"),
        (
            lambda cast, day: ask.consent(cast, agreed_on=day - days(30), agreed_until=day),
            "yes yes yes -",
        ),
        (ask.record_point, "- yes yes yes"),
        (ask.answer_by_a_day, "yes yes yes -"),
        (lambda cast, day: ask.answer_by_a_day(cast, day + days(3 * 366)), "- yes yes yes"),
        (ask.renew, "yes - - -"),
        (lambda cast, day: ask.renew(cast, day + days(5 * 366)), "- yes yes yes"),
        (ask.end, "yes yes yes -"),
        (lambda cast, day: ask.end(cast, day + days(5 * 366)), "- yes yes yes"),
    ],
)
def test_which_days_are_taken(
    cast: Cast, make: Callable[[Cast, Day], Callable[[], object]], pattern: str
) -> None:
    def question(cast: Cast, day: Day) -> Question:
        deed = make(cast, day)
        return lambda: ask.is_taken(deed)

    assert answers(cast, question) == pattern
