"""What is dead is deleted by the timetable, and nothing else is."""

import datetime
import uuid

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import InvitationSheet
from accounts.tasks import clean_up
from config.celery import app
from core.models import UsedKey
from core.tasks import delete_old_keys
from tests.support.cast import Cast
from tests.support.places import AT_OURS

pytestmark = pytest.mark.django_db
A_DAY = datetime.timedelta(days=1)


def test_old_keys_go_and_new_ones_stay() -> None:
    old, new = (UsedKey.objects.create(key=uuid.uuid4()) for _ in range(2))
    UsedKey.objects.filter(pk=old.pk).update(used_at=timezone.now() - 31 * A_DAY)
    assert delete_old_keys() == 1
    assert list(UsedKey.objects.all()) == [new]


def test_sessions_that_ended_go_and_whoever_is_here_stays_signed_in(cast: Cast) -> None:
    here, gone = cast.client(cast.officer), cast.client(cast.lead)
    key = gone.session.session_key
    for client, person in ((here, cast.officer.person), (gone, cast.lead.person)):
        UserSession.objects.create(
            user=person, session_key=client.session.session_key, ip="127.0.0.1", user_agent="-"
        )
    Session.objects.filter(session_key=key).update(expire_date=timezone.now() - A_DAY)
    assert clean_up() == 1
    assert not Session.objects.filter(session_key=key).exists()
    assert [one.user for one in UserSession.objects.all()] == [cast.officer.person]
    assert here.get(AT_OURS).status_code == 200


def test_a_list_of_people_that_nobody_sent_goes_after_a_day(cast: Cast) -> None:
    rows = [["Ash", "ash@new.example"]]
    make = InvitationSheet.objects.create
    old, new = (
        make(authority=cast.manchester, uploaded_by=cast.coordinator, rows=rows) for _ in range(2)
    )
    InvitationSheet.objects.filter(pk=old.pk).update(uploaded_at=timezone.now() - 2 * A_DAY)
    clean_up()
    assert list(InvitationSheet.objects.all()) == [new]


def test_both_stand_in_the_timetable_and_the_worker_knows_them() -> None:
    planned = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert {"core.delete_old_keys", "accounts.clean_up"} <= planned
    app.loader.import_default_modules()
    assert planned <= set(app.tasks)
