"""What is unusual about a meeting is asked about once: when it is planned, edited or moved."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cooperative.enums import BodyKind, BodyStatus
from cooperative.models import Meeting
from cooperative.operations.meetings import HOLIDAYS, change_meeting
from core.decisions import Refused
from outcomes.models import Period
from tests.cooperative.things import make_body, make_meeting
from tests.factories import in_days
from tests.support.cast import Cast
from tests.support.places import AT_OURS

pytestmark = pytest.mark.django_db

CREATE = f"{AT_OURS}meetings/new/"


def edit(meeting: Meeting) -> str:
    return reverse("cooperative:meeting-edit", args=["manchester", meeting.pk])


def christmas(cast: Cast) -> datetime.datetime:
    """The evening of the next one, which the year of the cast then contains."""
    today = timezone.localdate()
    day = datetime.date(today.year, 12, 25)
    if day <= today:
        day = day.replace(year=today.year + 1)
    cast.year.ends_on = max(cast.year.ends_on, day)
    Period.objects.filter(pk=cast.year.pk).update(ends_on=cast.year.ends_on)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(17)))


def no_holiday() -> datetime.datetime:
    """An evening in three weeks or a little later."""
    days = (in_days(number) for number in range(20, 40))
    day = next(day for day in days if (day.month, day.day) not in HOLIDAYS)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(17)))


def typed(moment: datetime.datetime) -> str:
    """As a form sends it."""
    return f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}"


def fields_of(cast: Cast, **more: object) -> dict[str, object]:
    """A meeting as its form sends it, on no holiday."""
    return {
        "body": cast.cooperative.pk,
        "period": cast.year.pk,
        "number": 2,
        "theme": cast.happy.pk,
        "starts_at": typed(no_holiday()),
        "place": "The Space",
    } | more


WHY = {
    "theme": "already has a meeting on Happy",
    "set up": "hasn’t been set up yet",
    "holiday": "a public holiday",
}


@pytest.mark.parametrize("why", WHY)
def test_it_is_asked_when_a_meeting_is_planned(cast: Cast, why: str) -> None:
    fields: dict[str, Any] = {"starts_at": no_holiday()}
    if why == "theme":
        make_meeting(cast)
    elif why == "set up":
        cast.cooperative.status = BodyStatus.TO_BE_SET_UP
    else:
        fields["starts_at"] = christmas(cast)
    with pytest.raises(ValidationError) as error:
        make_meeting(cast, sure=False, **fields)
    assert set(error.value.message_dict) == {"sure"}
    assert WHY[why] in error.value.message_dict["sure"][0]
    assert make_meeting(cast, sure=True, **fields).pk


@pytest.mark.parametrize("why", ["theme", "holiday"])
def test_it_is_asked_when_a_meeting_is_edited_or_moved(cast: Cast, why: str) -> None:
    make_meeting(cast)
    meeting = make_meeting(cast, theme=cast.healthy, starts_at=no_holiday())
    fields: dict[str, Any] = {"number": 2, "theme": cast.healthy, "starts_at": meeting.starts_at}
    fields |= (
        {"theme": cast.happy}
        if why == "theme"
        else {"starts_at": christmas(cast), "reason": "The hall is taken."}
    )
    with pytest.raises(ValidationError) as error:
        change_meeting(actor=cast.consultant, meeting=meeting, sure=False, **fields)
    assert set(error.value.message_dict) == {"sure"}
    assert error.value.message_dict["sure"][0].count(".") == 1
    assert WHY[why] in error.value.message_dict["sure"][0]
    change_meeting(actor=cast.consultant, meeting=meeting, sure=True, **fields)
    # What was answered once is not asked again with the next small change.
    change_meeting(actor=cast.consultant, meeting=meeting, sure=False, place="Library", **fields)


def test_the_question_stands_on_the_form_with_what_was_typed(cast: Cast) -> None:
    make_meeting(cast)
    client, sent = cast.client(cast.consultant), fields_of(cast)
    first = client.post(CREATE, sent)
    assert first.status_code == 422
    page = first.content.decode()
    assert "already has a meeting on Happy" in page
    assert "Plan it anyway" in page
    assert 'value="The Space"' in page
    assert client.post(CREATE, sent | {"sure": "on"}).status_code == 302


def test_the_question_stands_on_the_form_of_a_change(cast: Cast) -> None:
    meeting = make_meeting(cast)
    client, url = cast.client(cast.consultant), edit(meeting)
    assert "Save changes anyway" not in client.get(url).content.decode()
    evening = christmas(cast)
    sent = fields_of(cast, number=1, version=meeting.version, reason="The hall is taken.")
    sent["starts_at"] = typed(evening)
    first = client.post(url, sent)
    assert first.status_code == 422
    page = first.content.decode()
    assert "That day is a public holiday" in page
    assert "Save changes anyway" in page
    assert 'value="The Space"' in page
    assert client.post(url, sent | {"sure": "on"}).status_code == 302
    meeting.refresh_from_db()
    assert meeting.starts_at == evening


def test_a_monitoring_body_is_no_choice_and_plans_nothing(cast: Cast) -> None:
    """CAFCASS and the like are no part of the council: their meetings are their own."""
    cafcass = make_body(cast, "cafcass", name="CAFCASS", kind=BodyKind.MONITORING)
    client = cast.client(cast.consultant, Client)
    page = client.get(CREATE)
    assert f'<option value="{cast.cooperative.pk}"' in page.content.decode()
    assert "CAFCASS" not in page.content.decode()
    sent = client.post(CREATE, fields_of(cast, body=cafcass.pk, theme="", sure="on"))
    assert sent.status_code == 422
    assert set(sent.context["form"].errors) == {"body"}
    with pytest.raises(Refused, match="isn’t part of the council"):
        make_meeting(cast, body=cafcass, theme=None)
    assert not Meeting.objects.filter(body=cafcass).exists()
