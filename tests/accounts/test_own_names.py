"""The warning for personal details knows the names of the council whose page it is."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from core.personal_data import personal_data_in
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db
LOOKS_LIKE = "This looks like someone’s name"


def _warned(cast: Cast, who: Any, words: str) -> bool:
    """Whether a page asks about these words, sent in a box that is watched."""
    at = {"authority": "manchester", "outcome": cast.happy.slug, "period": cast.year.slug}
    url = reverse("outcomes:priority-create", kwargs=at)
    page = cast.client(who, Client).post(url, {"title": words})
    assert page.status_code in (302, 422)
    return LOOKS_LIKE in page.content.decode()


def test_a_page_knows_the_council_s_own_people_and_no_others(cast: Cast) -> None:
    Person.objects.filter(pk=cast.member.person_id).update(name="Mara Quill")
    Person.objects.filter(pk=cast.bury_people["officer"].person_id).update(name="Zed Thorne")
    assert _warned(cast, cast.consultant, "More of what Mara Quill did for us")
    assert not _warned(cast, cast.consultant, "More of what Zed Thorne did for us")
    assert not _warned(cast, cast.consultant, "More of what people did for us")


def test_nor_is_a_group_of_its_own_taken_for_a_home(cast: Cast) -> None:
    at = {"authority": "manchester", "outcome": cast.happy.slug, "period": cast.year.slug}
    url = reverse("outcomes:priority-create", kwargs=at)
    told = "This looks like the name of a home or school"
    words = {"title": "Meet at Hilltop House again"}
    client = cast.client(cast.consultant, Client)
    assert told in client.post(url, words).content.decode()
    type(cast.cooperative).objects.filter(pk=cast.cooperative.pk).update(name="Hilltop House")
    assert told not in client.post(url, words).content.decode()


def test_after_the_page_nobody_is_known(cast: Cast) -> None:
    Person.objects.filter(pk=cast.member.person_id).update(name="Mara Quill")
    assert _warned(cast, cast.consultant, "More of what Mara Quill did for us")
    assert personal_data_in("More of what Mara Quill did for us") == []
