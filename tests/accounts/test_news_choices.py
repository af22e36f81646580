"""How somebody is told: chosen on a page, or stopped by a link from an e-mail."""

import datetime

import pytest
import time_machine
from django.core import signing
from django.test import Client
from django.utils import timezone

from accounts.enums import Rhythm, Topic
from accounts.models import Membership, NewsChoice
from accounts.operations.news_choices import choose_news
from accounts.operations.news_mail import STOP_SALT, stop_url
from core.models import AuditEvent
from tests.support.cast import Cast
from tests.support.places import AT_OURS

pytestmark = pytest.mark.django_db
CHOICES = f"{AT_OURS}news/choices/"


def path_of(member: Membership, topic: str) -> str:
    return "/" + stop_url(member, topic).split("/", 3)[3]


def test_the_page_shows_what_holds_and_keeps_what_is_chosen(cast: Cast) -> None:
    client = cast.client(cast.consultant)
    page = client.get(CHOICES).content.decode()
    assert 'value="weekly" id="id_rhythm_2" checked' in page
    assert page.count('type="checkbox"') == page.count('id="id_topics_') == len(Topic)
    assert NewsChoice.objects.count() == 0
    chosen = {"rhythm": "daily", "topics": ["reports", "meetings"], "language": "cy"}
    assert client.post(CHOICES, chosen).status_code == 302
    choice = NewsChoice.objects.get(membership=cast.consultant)
    assert (choice.rhythm, choice.language) == ("daily", "cy")
    assert set(choice.stopped) == set(Topic.values) - {"reports", "meetings"}
    event = AuditEvent.objects.get(code="accounts.news_choice.changed")
    assert event.changes["rhythm"] == ["weekly", "daily"]
    client.post(CHOICES, chosen)
    assert AuditEvent.objects.filter(code="accounts.news_choice.changed").count() == 1


@pytest.mark.parametrize(
    "wrong",
    [{"rhythm": "hourly"}, {"rhythm": ""}, {"topics": ["gossip"]}, {"language": "tlh"}],
)
def test_what_is_no_choice_is_said_beside_its_field(cast: Cast, wrong: dict[str, object]) -> None:
    sent = {"rhythm": "daily", "topics": ["reports"], "language": "en-gb"} | wrong
    response = cast.client(cast.officer).post(CHOICES, sent)
    assert response.status_code == 422
    assert NewsChoice.objects.count() == 0


def test_a_link_asks_first_and_its_button_stops_that_topic_of_that_person(cast: Cast) -> None:
    link, visitor = path_of(cast.officer, "actions"), Client(enforce_csrf_checks=True)
    page = visitor.get(link).content.decode()
    assert "Stop emails about Actions?" in page
    for never in ("Priya", cast.officer.person.email):
        assert never not in page
    assert NewsChoice.objects.count() == 0
    assert visitor.post(link).status_code == 200
    choice = NewsChoice.objects.get()
    assert (choice.membership, choice.stopped, choice.rhythm) == (
        cast.officer,
        ["actions"],
        Rhythm.DAILY,
    )
    assert "You won’t get any more of these emails" in visitor.get(link).content.decode()


def test_a_mail_program_stops_all_with_one_press(cast: Cast) -> None:
    """RFC 8058: a POST without a cookie, sent by the program."""
    link, visitor = path_of(cast.officer, ""), Client(enforce_csrf_checks=True)
    assert visitor.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert NewsChoice.objects.get(membership=cast.officer).rhythm == Rhythm.NEVER


def test_a_second_press_changes_and_records_nothing(cast: Cast) -> None:
    link, visitor = path_of(cast.officer, "actions"), Client()
    for _ in range(3):
        assert visitor.post(link).status_code == 200
    assert NewsChoice.objects.get().stopped == ["actions"]
    assert AuditEvent.objects.filter(code="accounts.news_choice.changed").count() == 1


def test_a_link_that_was_made_up_or_changed_is_not_known(cast: Cast) -> None:
    good = path_of(cast.officer, "actions").rstrip("/").rsplit("/", 1)[1]
    other = signing.dumps([cast.lead.pk, "actions"], salt=STOP_SALT)
    body, stamp, signature = good.split(":")
    tokens = [
        "x",
        good[:-1] + ("A" if good[-1] != "A" else "B"),
        ":".join([other.split(":")[0], stamp, signature]),
        ":".join([body, other.split(":")[1] + "0", signature]),
        signing.dumps([cast.officer.pk, "actions"], salt="another"),
        signing.dumps([cast.officer.pk, "gossip"], salt=STOP_SALT),
        signing.dumps([999999, "actions"], salt=STOP_SALT),
        signing.dumps("actions", salt=STOP_SALT),
        signing.dumps(7, salt=STOP_SALT),
    ]
    visitor, bodies = Client(), set()
    for token in tokens:
        for response in (visitor.get(f"/news/stop/{token}/"), visitor.post(f"/news/stop/{token}/")):
            assert response.status_code == 404, token
            bodies.add(response.content)
    assert NewsChoice.objects.count() == 0


def test_a_link_ends_with_the_membership_and_after_a_year(cast: Cast) -> None:
    link, visitor = path_of(cast.officer, "actions"), Client()
    later = timezone.now() + datetime.timedelta(days=366)
    with time_machine.travel(later, tick=False):
        assert visitor.get(link).status_code == 404
    assert visitor.get(link).status_code == 200
    Membership.objects.filter(pk=cast.officer.pk).update(ends_on=timezone.localdate())
    assert visitor.post(link).status_code == 404
    assert NewsChoice.objects.count() == 0


def test_stopping_one_topic_leaves_what_was_chosen_before(cast: Cast) -> None:
    choose_news(actor=cast.officer, rhythm="weekly", topics=["actions", "voice"], language="cy")
    Client().post(path_of(cast.officer, "actions"))
    choice = NewsChoice.objects.get()
    assert (choice.rhythm, choice.language) == ("weekly", "cy")
    assert set(choice.stopped) == set(Topic.values) - {"voice"}


def test_what_leads_to_work_is_never_another_site(cast: Cast) -> None:
    """The word of a link in an e-mail is ours: BASE_URL, whatever host the worker thinks it is."""
    assert stop_url(cast.officer, "actions").startswith("http://127.0.0.1:8000/news/stop/")
