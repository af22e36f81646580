"""What a framework says is what the pages show."""

import pytest
from django.urls import reverse

from accounts.models import Membership
from frameworks.operations.load import load_framework
from frameworks.operations.people import load_people
from tests.frameworks.test_five_authorities import framework, people
from tests.support.cast import Cast


@pytest.mark.parametrize(
    "slug, who, body, shown",
    [
        ("york", "fintan", "corporate-parenting-board", "Scorecard"),
        ("solihull", "matteo", "corporate-parenting-group", "IRO annual report"),
    ],
)
def test_a_bodys_standing_items_say_what_and_from_whom(
    cast: Cast, slug: str, who: str, body: str, shown: str
) -> None:
    load_framework(framework(slug))
    actor: Membership = load_people(people(slug))[who]
    address = reverse("cooperative:body-detail", args=[slug, body])
    page = cast.client(actor).get(address).content.decode()
    assert shown in page
    assert "from Independent Reviewing Officers" in page
    assert "{&#x27;title" not in page
