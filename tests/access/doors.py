"""Everybody of the cast at every door: each signed in once, each deed undone after."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client

from accounts.models import Membership, Person
from tests.support.cast import Cast
from tests.support.closing import close
from tests.support.reading import words_in
from tests.support.visitor import Visitor

Who = Membership | Person | None


@dataclass
class Answer:
    """What is left of a response once its deeds are undone."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def words(self) -> str:
        """As text, whatever it is: a PDF and an archive are opened."""
        return words_in(self.content)


@dataclass
class Doors:
    """Clients by person. A signed-in one is kept: its cookies are put back after each request, and
    what the request wrote is rolled back, its session included."""

    cast: Cast
    clients: dict[int | None, Client] = field(default_factory=dict)

    def client(self, who: Who) -> Client:
        """The client of somebody, signed in the first time it is asked for."""
        person = who.person_id if isinstance(who, Membership) else who.pk if who else None
        if person not in self.clients:
            self.clients[person] = self.cast.client(who, Visitor)
        return self.clients[person]

    def knock(self, who: Who, method: str, url: str, data: Any = None, **more: Any) -> Answer:
        """One request. All that it changed is undone."""
        client = self.client(who)
        kept = {name: morsel.value for name, morsel in client.cookies.items()}
        with transaction.atomic():
            response = getattr(client, method)(url, data or {}, **more)
            answer = Answer(response.status_code, dict(response.items()), _content(response))
            close(response)
            transaction.set_rollback(True)
        client.cookies = SimpleCookie(kept)
        return answer

    def status(self, who: Who, method: str, url: str, data: Any = None, **more: Any) -> int:
        """The status of one request."""
        return self.knock(who, method, url, data, **more).status


def _content(response: HttpResponseBase) -> bytes:
    return b"".join(response)
