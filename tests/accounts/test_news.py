"""What people are told of: who, once, and only what they may see."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.enums import Role, Topic
from accounts.models import Membership, Notice, Person
from accounts.models.notice import own_words, topic_name
from accounts.notice_kinds import KINDS
from accounts.operations.memberships import start_membership
from accounts.operations.notices import forget_old_news, notify, read_all
from outcomes.models import Action
from tests.factories import make_action, make_bury_action
from tests.support.cast import Cast
from tests.support.places import AT_OURS, AT_THEIRS

pytestmark = pytest.mark.django_db
NEWS = f"{AT_OURS}news/"


def told(what: str, **more: Any) -> set[str]:
    """The names of those who were told."""
    found = Notice.objects.filter(what=what, **more)
    return set(found.values_list("membership__person__name", flat=True))


def tell_of(action: Action, **more: Any) -> int:
    values: dict[str, Any] = {"about": action, "page": AT_OURS, "actor": None} | more
    return notify("action-changed", **values)


@pytest.fixture
def action(cast: Cast) -> Action:
    """An action of the officer, whose making nobody remembers."""
    made = make_action(cast)
    Notice.objects.all().delete()
    return made


def test_the_actor_is_not_told_and_a_vacant_place_is_nobody(cast: Cast, action: Action) -> None:
    tell_of(action, actor=cast.officer, to=[cast.officer, cast.lead.pk, None])
    assert told("action-changed") == {"Hana Lind"}


def test_the_same_fact_is_told_once_and_another_again(cast: Cast, action: Action) -> None:
    for mark in ["1", "1", "2"]:
        tell_of(action, to=[cast.officer], mark=mark)
    assert Notice.objects.count() == 2


def test_whoever_moved_on_or_is_of_another_authority_is_not_told(
    cast: Cast, action: Action
) -> None:
    Membership.objects.filter(pk=cast.officer.pk).update(ends_on=timezone.localdate())
    Person.objects.filter(pk=cast.lead.person_id).update(is_active=False)
    bury = cast.bury_people["officer"]
    tell_of(action, to=[cast.officer, cast.lead, bury, cast.other_lead])
    assert told("action-changed") == {"Otto Finch"}


def test_a_partner_is_told_only_of_what_they_may_see(cast: Cast) -> None:
    cast.workplan.status = "draft"
    cast.workplan.save()
    action = make_action(cast, owner=cast.partner)
    Notice.objects.all().delete()
    tell_of(action, to=[cast.partner, cast.other_partner, cast.officer])
    assert told("action-changed") == {"Nia Stone", "Priya Nash"}


def test_a_right_names_everybody_of_the_authority_who_holds_it(cast: Cast, action: Action) -> None:
    tell_of(action, to_holders_of="sign_off_reports", actor=cast.consultant_2)
    assert told("action-changed") == {"Jay Moss", "Ari Bloom"}


def test_what_nobody_may_be_told_of_is_a_mistake(cast: Cast, action: Action) -> None:
    with pytest.raises(KeyError):
        notify("action-misspelt", about=action, page="/", actor=None)
    with pytest.raises(ValueError, match="is about"):
        notify("seat-taken", about=action, page="/", actor=None)


def many_officers(cast: Cast, how_many: int) -> list[Membership]:
    return [
        start_membership(
            actor=None,
            authority=cast.manchester,
            person=Person.objects.create_user(f"{number}@x.example", name=f"Officer {number}"),
            role=Role.OFFICER,
        )
        for number in range(how_many)
    ]


def test_telling_many_costs_what_telling_one_does(cast: Cast, action: Action) -> None:
    everybody = [*many_officers(cast, 60), cast.partner, cast.other_partner, cast.member]
    counts = []
    for people in (everybody[:1], everybody):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            tell_of(action, to=people, mark=len(people))
        counts.append(len([one for one in asked if "SAVEPOINT" not in one["sql"]]))
    # Three, and one that settles what is no longer so of the thing.
    assert counts == [4, 4]
    assert Notice.objects.count() == 1 + 63


def test_every_kind_can_be_said_and_leads_to_records_that_say_who_sees_them(cast: Cast) -> None:
    from django.apps import apps

    words = own_words(cast.manchester) | {"day": "1 May 2026"}
    assert len(KINDS) > 40
    for kind in KINDS.values():
        sentence = str(kind.words) % words
        assert sentence[0].isupper(), sentence
        assert sentence.endswith((".", "?")), sentence
        things = getattr(apps.get_model(kind.about), kind.manager)
        assert hasattr(things, "visible_to"), kind.about
    assert {kind.topic for kind in KINDS.values()} == set(Topic)


def test_a_topic_is_called_by_the_authoritys_own_word(cast: Cast) -> None:
    cast.manchester.terminology = {"challenge": {"one": "big question", "many": "big questions"}}
    assert topic_name("challenges", cast.manchester) == "Big questions"
    assert topic_name("people", cast.manchester) == "People and roles"


def test_a_page_shows_unread_news_by_topic_and_its_button_opens_what_it_is_about(
    cast: Cast, action: Action
) -> None:
    page = f"{AT_OURS}actions/{action.pk}/"
    tell_of(action, to=[cast.officer, cast.lead], page=page, name="Swim for free")
    client = cast.client(cast.officer)
    shown = client.get(NEWS).content.decode()
    assert "Swim for free" in shown
    assert "You have 1 new notification." in shown
    notice = Notice.objects.get(membership=cast.officer)
    response = client.post(f"{NEWS}{notice.pk}/read/")
    assert (response.status_code, response["Location"]) == (302, page)
    shown = client.get(NEWS).content.decode()
    assert "You’ve read everything." in shown
    assert f'<a href="{page}">Swim for free</a>' in shown
    # Somebody else's is not mine to read, and still unread.
    theirs = Notice.objects.get(membership=cast.lead)
    assert client.post(f"{NEWS}{theirs.pk}/read/").status_code == 404
    theirs.refresh_from_db()
    assert theirs.seen_at is None


def test_news_of_what_somebody_may_see_no_more_is_gone(cast: Cast) -> None:
    action = make_action(cast, owner=cast.partner)
    Notice.objects.all().delete()
    tell_of(action, to=[cast.partner], name="Swim for free")
    client = cast.client(cast.partner)
    assert "Swim for free" in client.get(NEWS).content.decode()
    Action.objects.filter(pk=action.pk).update(owner=cast.officer)
    cast.workplan.status = "draft"
    cast.workplan.save()
    shown = client.get(NEWS).content.decode()
    assert "Swim for free" not in shown
    assert "You’ve read everything." in shown
    assert "<b>1</b>" not in shown
    notice = Notice.objects.get()
    assert client.post(f"{NEWS}{notice.pk}/read/").status_code == 404


def test_the_head_of_every_page_counts_it_without_a_query_more(cast: Cast, action: Action) -> None:
    client = cast.client(cast.officer)
    address = f"{AT_OURS}who-can-do-what/"
    with CaptureQueriesContext(connection) as before:
        assert "<b>" not in client.get(address).content.decode().split("site-who")[0]
    tell_of(action, to=[cast.officer])
    with CaptureQueriesContext(connection) as after:
        assert "<b>1</b>" in client.get(address).content.decode()
    assert len(after) == len(before)


def test_a_page_of_news_asks_as_little_for_many_as_for_one(cast: Cast) -> None:
    client, counts = cast.client(cast.officer), []
    action = make_action(cast)
    for upto in (1, 30):
        for mark in range(upto):
            tell_of(action, to=[cast.officer], mark=mark, name=f"News {mark}")
        read_all(actor=cast.officer)
        for mark in range(upto):
            tell_of(action, to=[cast.officer], mark=f"new {mark}", name=f"New {mark}")
        with CaptureQueriesContext(connection) as asked:
            client.get(NEWS)
        counts.append(len(asked))
    assert counts == [7, 7]


def test_all_of_one_topic_or_all_is_marked_as_read(cast: Cast, action: Action) -> None:
    tell_of(action, to=[cast.officer, cast.lead])
    notify("seat-taken", about=cast.cooperative, page="/", actor=None, to=[cast.officer])
    client = cast.client(cast.officer)
    client.post(f"{NEWS}read/", {"topic": "people"})
    left = Notice.objects.unread()
    assert set(left.values_list("membership__person__name", "topic")) == {
        ("Priya Nash", "actions"),
        ("Hana Lind", "actions"),
    }
    client.post(f"{NEWS}read/", {"topic": "nonsense"})
    assert [one.membership for one in Notice.objects.unread()] == [cast.lead]
    assert read_all(actor=cast.lead) == 1


def test_a_topic_that_is_none_shows_everything(cast: Cast, action: Action) -> None:
    tell_of(action, to=[cast.officer], name="Swim for free")
    client = cast.client(cast.officer)
    assert "Swim for free" in client.get(f"{NEWS}?topic=nonsense&page=x").content.decode()
    shown = client.get(f"{NEWS}?topic=people").content.decode()
    assert "Swim for free" not in shown
    assert "Nothing new here" in shown


def test_what_waits_for_the_reader_stands_before_what_only_tells(
    cast: Cast, action: Action
) -> None:
    notify(
        "action-late",
        about=action,
        page="/",
        actor=None,
        to=[cast.officer],
        name="Owed",
        day=action.due_on,
    )
    other = make_action(cast)
    Notice.objects.filter(about_id=other.pk).delete()
    tell_of(other, to=[cast.officer], name="Only told")
    shown = cast.client(cast.officer).get(NEWS).content.decode()
    assert shown.index("Owed") < shown.index("Only told")


def test_old_news_and_that_of_people_who_left_is_forgotten(cast: Cast, action: Action) -> None:
    tell_of(action, to=[cast.officer, cast.lead, cast.other_lead])
    year = timezone.now() - datetime.timedelta(days=366)
    Notice.objects.filter(membership=cast.lead).update(created_at=year)
    Membership.objects.filter(pk=cast.other_lead.pk).update(ends_on=timezone.localdate())
    assert forget_old_news() == 2
    assert told("action-changed") == {"Priya Nash"}
    assert forget_old_news() == 0


def test_another_authoritys_news_is_not_there(cast: Cast) -> None:
    """Somebody of two authorities has two pages of news, and each holds its own."""
    both = start_membership(
        actor=None, authority=cast.bury, person=cast.officer.person, role=Role.OFFICER
    )
    theirs = make_bury_action(cast)
    tell_of(theirs, to=[both], name="Of Bury")
    client = cast.client(cast.officer)
    assert "Of Bury" not in client.get(NEWS).content.decode()
    assert "Of Bury" in client.get(f"{AT_THEIRS}news/").content.decode()
