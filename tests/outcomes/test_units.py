"""Whether a unit counts people (FT-042)."""

import pytest
from django.test import Client

from outcomes.counting import counts_people
from outcomes.operations.actions import change_action
from tests.factories import make_action
from tests.support.cast import Cast
from tests.support.places import AT_OURS


@pytest.mark.parametrize(
    "unit",
    ["", "linked", "young people linked", "families approved", "carer households", "trained",
     "dentists", "placements", "people in two weeks", "apprentices on a day out"],
)  # fmt: skip
def test_people_unless_it_is_plainly_a_thing(unit: str) -> None:
    assert counts_people(unit)


@pytest.mark.parametrize(
    "unit",
    ["evenings held", "schools told", "suitcases given out", "laptops there in two weeks",
     "journeys home", "per cent paid within ten days", "% of us", "shops"],
)  # fmt: skip
def test_things(unit: str) -> None:
    assert not counts_people(unit)


@pytest.mark.django_db
def test_whoever_plans_may_say_otherwise(cast: Cast) -> None:
    assert make_action(cast, target=6, unit="evenings held").counts_people is False
    action = make_action(cast, target=6, unit="dentists")
    assert action.counts_people is True
    url = f"{AT_OURS}actions/{action.pk}/edit/"
    client = cast.client(cast.lead, Client)
    page = client.get(url)
    assert "Does this count people?" in page.content.decode()
    form = page.context["form"]
    given = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    assert given["counts_people"] == "yes"
    sent = {**given, "counts_people": "no", "due_on": action.due_on.isoformat()}
    sent["collaborators"] = sent["expectations"] = []
    assert client.post(url, sent).status_code == 302
    assert not type(action).objects.get(pk=action.pk).counts_people
    # Left without an answer it stays as it is.
    changed = change_action(actor=cast.lead, action=action, version=None, unit="dental practices")
    assert changed.counts_people is False
