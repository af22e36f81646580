"""The meeting day of the bench: what its people do, they may do."""

from typing import Any

from django.conf import settings
from django.test import Client

from benchmarks.load import PARTS, WORK, crowd_of, form_of
from benchmarks.world import fill
from outcomes.models import Action
from tests.support.cast import Cast


def test_everyone_who_tells_of_an_action_may(cast: Cast) -> None:
    crowd = crowd_of(fill(cast, 100), len(PARTS))
    tellers = [one for one in crowd if one.part == "tells"]
    assert len(tellers) == PARTS.count("tells")
    for one in tellers:
        assert _tell(one.cookie, one.action).status_code == 302
        assert Action.objects.get(pk=one.action).updates.count() == 3


def _tell(cookie: str, action: int) -> Any:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie
    address = f"{WORK}actions/{action}/progress/"
    form = form_of(client.get(address).content.decode())
    return client.post(address, form)
