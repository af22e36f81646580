"""News by e-mail: in the chosen rhythm, once, how many and a link and nothing of what it says."""

import datetime
import re
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from accounts.enums import Rhythm, Role, Topic
from accounts.models import Membership, NewsChoice, Notice, OutgoingMail
from accounts.models.notice import DEFAULT_RHYTHM
from accounts.operations import news_mail
from accounts.operations.memberships import start_membership
from accounts.operations.news_choices import choose_news
from accounts.operations.news_mail import moment_of, send_news
from accounts.operations.notices import notify, read_all
from outcomes.models import Action
from tests.cooperative.things import make_challenge
from tests.factories import make_action, make_bury_action
from tests.support.cast import Cast
from tests.support.places import AT_OURS
from tests.support.post import delivered, html_of

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
SECRET = "Asha may visit her brother"


def at(text: str) -> datetime.datetime:
    """A moment by the clock of the place: "2026-11-25 09:00"."""
    return datetime.datetime.fromisoformat(text).replace(tzinfo=LONDON)


# A Wednesday, and what follows it.
TUESDAY, WEDNESDAY, NIGHT = (
    at("2026-11-24 15:00"),
    at("2026-11-25 09:00"),
    at("2026-11-25 21:00"),
)
THURSDAY, SATURDAY, MONDAY = (
    at("2026-11-26 09:00"),
    at("2026-11-28 09:00"),
    at("2026-11-30 09:00"),
)


@pytest.fixture
def action(cast: Cast) -> Action:
    made = make_action(cast)
    Notice.objects.all().delete()
    return made


def tell_at(moment: datetime.datetime, about: Action, *people: Membership, **more: Any) -> None:
    with time_machine.travel(moment, tick=False):
        values: dict[str, Any] = {"mark": moment, "name": SECRET} | more
        notify("action-changed", about=about, page="/", actor=None, to=people, **values)


def choose(member: Membership, rhythm: str, topics: list[str] | None = None, **more: Any) -> None:
    wanted = list(Topic.values) if topics is None else topics
    choose_news(actor=member, rhythm=rhythm, topics=wanted, **{"language": "en-gb"} | more)


def sent_at(moment: datetime.datetime) -> list[str]:
    """To whom e-mails went at a moment, newly."""
    before = len(mail.outbox)
    with time_machine.travel(moment, tick=False):
        send_news()
        return [one.to[0] for one in delivered()[before:]]


def test_every_role_begins_with_a_rhythm_and_young_people_are_not_nagged() -> None:
    assert set(DEFAULT_RHYTHM) == set(Role)
    assert DEFAULT_RHYTHM[Role.CARE_CONSULTANT] == Rhythm.WEEKLY
    assert Rhythm.AT_ONCE not in DEFAULT_RHYTHM.values()


def test_a_daily_e_mail_goes_once_the_next_working_morning(cast: Cast, action: Action) -> None:
    tell_at(TUESDAY, action, cast.officer)
    assert sent_at(at("2026-11-25 07:59")) == []
    assert sent_at(WEDNESDAY) == [cast.officer.person.email]
    # What came after 8 o'clock waits for the next morning, however often we look.
    tell_at(WEDNESDAY, action, cast.officer)
    assert sent_at(at("2026-11-25 09:30")) == []
    assert sent_at(at("2026-11-25 19:59")) == []
    assert sent_at(THURSDAY) == [cast.officer.person.email]
    assert sent_at(THURSDAY) == []


def test_nothing_new_is_no_e_mail_and_what_was_read_is_not_new(cast: Cast, action: Action) -> None:
    assert sent_at(WEDNESDAY) == []
    tell_at(TUESDAY, action, cast.officer)
    read_all(actor=cast.officer)
    assert sent_at(WEDNESDAY) == []
    assert OutgoingMail.objects.count() == 0


def test_at_the_weekend_only_what_was_asked_for_at_once(cast: Cast, action: Action) -> None:
    choose(cast.lead, Rhythm.AT_ONCE)
    tell_at(at("2026-11-27 18:00"), action, cast.officer, cast.lead)
    assert sent_at(SATURDAY) == [cast.lead.person.email]
    assert sent_at(MONDAY) == [cast.officer.person.email]


def test_nobody_is_woken(cast: Cast, action: Action) -> None:
    choose(cast.lead, Rhythm.AT_ONCE)
    tell_at(at("2026-11-25 20:30"), action, cast.lead)
    assert sent_at(NIGHT) == []
    assert sent_at(at("2026-11-26 03:00")) == []
    assert sent_at(at("2026-11-26 08:00")) == [cast.lead.person.email]


def test_a_weekly_e_mail_goes_on_monday_with_what_came_before(cast: Cast, action: Action) -> None:
    tell_at(TUESDAY, action, cast.consultant)
    for day in (WEDNESDAY, THURSDAY, SATURDAY):
        assert sent_at(day) == []
    assert sent_at(MONDAY) == [cast.consultant.person.email]
    assert sent_at(at("2026-12-01 09:00")) == []


def test_what_asks_by_a_day_goes_the_next_morning_whatever_the_rhythm(
    cast: Cast, action: Action
) -> None:
    """A member's rhythm is weekly, and the answer is wanted by Thursday."""
    with time_machine.travel(at("2026-11-24 21:14"), tick=False):
        make_challenge(cast, asked_of=cast.member, reply_by=at("2026-11-26 12:00").date())
    assert Notice.objects.filter(membership=cast.member, what="challenge-raised").exists()
    tell_at(TUESDAY, action, cast.member)  # mere news waits for Monday
    assert send_news(at("2026-11-25 07:30")) == 0
    assert send_news(WEDNESDAY) == 1
    assert send_news(WEDNESDAY + datetime.timedelta(hours=3)) == 0
    waiting = Notice.objects.get(membership=cast.member, mailed_at=None)
    assert waiting.what == "action-changed"


@pytest.mark.parametrize(("by", "on_saturday"), [("2026-11-30", 1), ("2026-12-01", 0)])
def test_at_the_weekend_only_what_monday_would_be_too_late_for(
    cast: Cast, by: str, on_saturday: int
) -> None:
    with time_machine.travel(at("2026-11-27 21:00"), tick=False):
        make_challenge(cast, asked_of=cast.member, reply_by=datetime.date.fromisoformat(by))
    assert send_news(SATURDAY) == on_saturday
    assert send_news(MONDAY) == 1 - on_saturday


def test_whoever_wants_no_e_mails_gets_none_of_a_question_either(cast: Cast) -> None:
    choose_news(actor=cast.member, rhythm=Rhythm.NEVER, topics=Topic.values, language="en")
    with time_machine.travel(at("2026-11-24 21:14"), tick=False):
        make_challenge(cast, asked_of=cast.member, reply_by=at("2026-11-26 12:00").date())
    assert send_news(WEDNESDAY) == 0


def test_a_worker_that_was_away_on_monday_sends_on_tuesday(cast: Cast, action: Action) -> None:
    tell_at(TUESDAY, action, cast.consultant)
    assert sent_at(at("2026-12-01 09:00")) == [cast.consultant.person.email]


@pytest.mark.parametrize(
    ("rhythm", "now", "moment"),
    [
        # The clocks go forward on 29 March 2026 and back on 25 October, at night.
        ("daily", "2026-03-30 08:00", "2026-03-30 08:00"),
        ("weekly", "2026-03-31 12:00", "2026-03-30 08:00"),
        ("weekly", "2026-10-26 08:00", "2026-10-26 08:00"),
        ("weekly", "2026-10-30 10:00", "2026-10-26 08:00"),
        ("daily", "2026-10-26 07:59", ""),
        ("daily", "2026-10-25 10:00", ""),
        ("weekly", "2026-11-29 10:00", ""),
        ("at-once", "2026-03-29 08:00", "2026-03-29 08:00"),
        ("at-once", "2026-03-29 07:30", ""),
        ("at-once", "2026-10-25 20:00", ""),
        ("daily", "2027-01-01 09:00", "2027-01-01 08:00"),
    ],
)
def test_moments_go_by_the_clock_on_the_wall(rhythm: str, now: str, moment: str) -> None:
    utc = at(now).astimezone(datetime.UTC)
    assert moment_of(rhythm, utc) == (at(moment) if moment else None)


def test_eight_in_summer_is_seven_in_greenwich() -> None:
    moment = moment_of("daily", datetime.datetime(2026, 7, 1, 7, 0, tzinfo=datetime.UTC))
    assert moment == datetime.datetime(2026, 7, 1, 7, 0, tzinfo=datetime.UTC)
    assert moment_of("daily", datetime.datetime(2026, 1, 7, 7, 0, tzinfo=datetime.UTC)) is None


def test_an_e_mail_says_how_many_and_where_and_nothing_else(cast: Cast, action: Action) -> None:
    tell_at(TUESDAY, action, cast.officer, name=SECRET)
    tell_at(TUESDAY, action, cast.officer, mark="2")
    with time_machine.travel(TUESDAY, tick=False):
        notify("seat-taken", about=cast.cooperative, page="/x/", actor=None, to=[cast.officer])
    sent_at(WEDNESDAY)
    (message,) = mail.outbox
    html = html_of(message)
    assert message.subject == "New Golden Thread notifications from Manchester City Council"
    for text in (message.body, html):
        assert "Actions: 2 new" in text
        assert "People and roles: 1 new" in text
        assert f"{AT_OURS}news/?topic=actions" in text
        assert text.count("/news/stop/") == 2
        for never in (SECRET, "Asha", action.title, "Cooperative", "Priya", "Nash", "Kit"):
            assert never not in text
    assert re.search(r"\{[{%]|%\(", f"{message.body}{html}") is None
    headers = message.message()
    assert re.fullmatch(r"<http://\S+/news/stop/[\w:-]+/>", headers["List-Unsubscribe"])
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_code_cannot_be_unsubscribed_from(cast: Cast) -> None:
    cast.client(None).post("/sign-in/", {"email": cast.consultant.person.email})
    (message,) = delivered()
    assert "List-Unsubscribe" not in message.message()
    assert not getattr(message, "alternatives", None)


def test_a_name_with_a_line_break_makes_no_header(cast: Cast, action: Action) -> None:
    cast.manchester.name = "Manchester\r\nBcc: all@x.example\n"
    cast.manchester.save()
    tell_at(TUESDAY, action, cast.officer)
    sent_at(WEDNESDAY)
    (message,) = mail.outbox
    assert message.subject == "New Golden Thread notifications from Manchester Bcc: all@x.example"
    assert message.message()["Bcc"] is None
    assert message.recipients() == [cast.officer.person.email]


def test_a_name_with_tags_is_words_in_the_html(cast: Cast, action: Action) -> None:
    cast.manchester.name = "<script>alert(1)</script> & Co"
    cast.manchester.save()
    tell_at(TUESDAY, action, cast.officer)
    sent_at(WEDNESDAY)
    (message,) = mail.outbox
    assert "<script>" not in html_of(message)
    assert "<script>alert(1)</script> & Co" in message.body


def test_in_the_persons_own_language(cast: Cast, action: Action) -> None:
    choose(cast.officer, Rhythm.DAILY, language="cy")
    tell_at(TUESDAY, action, cast.officer)
    sent_at(WEDNESDAY)
    html = html_of(mail.outbox[0])
    assert '<html lang="cy">' in html


def test_a_stopped_topic_comes_in_no_e_mail_and_stays_on_the_page(
    cast: Cast, action: Action
) -> None:
    choose(cast.officer, Rhythm.DAILY, [topic for topic in Topic.values if topic != "actions"])
    tell_at(TUESDAY, action, cast.officer)
    assert sent_at(WEDNESDAY) == []
    # Settled: to want it again brings what is new, not what was.
    choose(cast.officer, Rhythm.DAILY)
    assert sent_at(THURSDAY) == []
    page = cast.client(cast.officer).get(f"{AT_OURS}news/").content.decode()
    assert SECRET in page


def test_never_is_never_and_a_change_of_mind_brings_no_flood(cast: Cast, action: Action) -> None:
    choose(cast.officer, Rhythm.NEVER)
    tell_at(TUESDAY, action, cast.officer)
    assert sent_at(WEDNESDAY) == []
    assert sent_at(MONDAY) == []
    choose(cast.officer, Rhythm.DAILY)
    assert sent_at(at("2026-12-01 09:00")) == []


def test_what_is_long_past_is_not_told_by_e_mail(cast: Cast, action: Action) -> None:
    tell_at(at("2026-10-01 12:00"), action, cast.officer)
    assert sent_at(WEDNESDAY) == []


def test_what_they_may_see_no_more_is_not_counted(cast: Cast) -> None:
    action = make_action(cast, owner=cast.partner)
    Notice.objects.all().delete()
    tell_at(TUESDAY, action, cast.partner)
    Action.objects.filter(pk=action.pk).update(owner=cast.officer)
    cast.workplan.status = "draft"
    cast.workplan.save()
    assert sent_at(WEDNESDAY) == []
    assert Notice.objects.unread().count() == 0  # nor at the head of their pages


def test_whoever_has_left_gets_nothing(cast: Cast, action: Action) -> None:
    tell_at(TUESDAY, action, cast.officer, cast.lead)
    ended = timezone.localdate(WEDNESDAY)
    Membership.objects.filter(pk=cast.officer.pk).update(ends_on=ended)
    assert sent_at(WEDNESDAY) == [cast.lead.person.email]


def test_two_authorities_are_two_e_mails_and_nothing_crosses(cast: Cast, action: Action) -> None:
    both = start_membership(
        actor=None,
        authority=cast.bury,
        person=cast.officer.person,
        role=Role.OFFICER,
        starts_on=datetime.date(2026, 1, 1),
    )
    theirs = make_bury_action(cast)
    Notice.objects.all().delete()
    tell_at(TUESDAY, action, cast.officer)
    tell_at(TUESDAY, theirs, both)
    assert sent_at(WEDNESDAY) == [cast.officer.person.email] * 2
    bury, manchester = sorted(mail.outbox, key=lambda one: one.subject)
    assert ("Bury" in bury.subject, "/manchester/" in bury.body) == (True, False)
    assert ("Manchester" in manchester.subject, "/bury/" in manchester.body) == (True, False)


def test_two_workers_at_once_send_one(
    cast: Cast, action: Action, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other worker comes exactly between the look and the claim."""
    tell_at(TUESDAY, action, cast.officer)
    entered: list[Membership] = []
    real = news_mail.choice_of

    def meanwhile(member: Membership) -> NewsChoice:
        if not entered:
            entered.append(member)
            assert send_news() == 1
        return real(member)

    with time_machine.travel(WEDNESDAY, tick=False):
        monkeypatch.setattr(news_mail, "choice_of", meanwhile)
        assert send_news() == 0
    assert OutgoingMail.objects.count() == 1


def test_what_is_read_in_the_moment_of_counting_is_not_counted(
    cast: Cast, action: Action, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell_at(TUESDAY, action, cast.officer)
    real = news_mail.with_role_rights

    def meanwhile(member: Membership) -> Membership:
        read_all(actor=member)
        return real(member)

    monkeypatch.setattr(news_mail, "with_role_rights", meanwhile)
    assert sent_at(WEDNESDAY) == []
    assert Notice.objects.get().mailed_at is None


def test_a_kill_halfway_leaves_all_as_it_was(
    cast: Cast, action: Action, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Claimed, and dead before the e-mail is written down: neither holds, and the next one does."""
    tell_at(TUESDAY, action, cast.officer, cast.lead)

    def dies(**_: Any) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as patched:
        patched.setattr(news_mail, "post", dies)
        assert sent_at(WEDNESDAY) == []
    assert Notice.objects.filter(mailed_at=None).count() == 2
    assert len(sent_at(at("2026-11-25 09:05"))) == 2


def test_one_persons_trouble_stops_nobody_elses(
    cast: Cast, action: Action, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell_at(TUESDAY, action, cast.officer, cast.lead)
    real = news_mail._post

    def trouble(member: Membership, counted: Any) -> None:
        if member.pk == cast.officer.pk:
            raise ValueError("trouble")
        real(member, counted)

    monkeypatch.setattr(news_mail, "_post", trouble)
    assert sent_at(WEDNESDAY) == [cast.lead.person.email]
