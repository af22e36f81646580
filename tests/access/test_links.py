"""Everything a page offers works: every link, button and form drawn on a page for
a role answers that role. Walks every page of the access matrix as everybody it lets in."""

from collections.abc import Iterable
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest

from tests.access.doors import Doors
from tests.access.entries import WORKING
from tests.access.entry import ALL
from tests.access.scene import Scene
from tests.access.test_matrix import address, methods_of
from tests.support.cast import Cast

REFUSED = {400, 403, 404, 405, 500}
Offer = tuple[str, str, tuple[tuple[str, str], ...]]


class Offers(HTMLParser):
    """What a page leads to: the way, the address, and what its form sends as it stands."""

    def __init__(self, page: str, at: str) -> None:
        super().__init__()
        self.at = at
        self.form: tuple[str, str] | None = None
        self.data: dict[str, str] = {}
        self.found: set[Offer] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in has:
            self.add("get", has["href"])
        elif tag == "form":
            self.form = has.get("method", "get").lower(), has.get("action", "")
            self.data = {}
        elif tag == "input" and self.form and has.get("type") == "hidden" and has.get("name"):
            self.data[has["name"]] = has.get("value", "")
        elif tag == "button" and self.form and has.get("type", "submit") == "submit":
            way, where = self.form
            more = {has["name"]: has.get("value", "")} if has.get("name") else {}
            self.add(has.get("formmethod", way).lower(), has.get("formaction", where), more)
        for name in ("hx-get", "hx-post"):
            if name in has:
                self.add(name.removeprefix("hx-"), has[name])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None

    def add(self, way: str, where: str, more: dict[str, str] | None = None) -> None:
        parts = urlsplit(urljoin(f"http://here{self.at}", where))
        if parts.netloc != "here":
            return
        query = f"?{parts.query}" if parts.query else ""
        data = {} if more is None or way == "get" else self.data | more
        data.pop("csrfmiddlewaretoken", None)
        self.found.add((way, f"{parts.path}{query}", tuple(sorted(data.items()))))


def unanswered(
    cast: Cast, doors: Doors, who: str, pages: list[str]
) -> tuple[list[str], set[tuple[str, str]]]:
    """What of all that these pages offer somebody is refused to them or is nowhere; and all of it,
    as ways and addresses."""
    member, wrong, tried = cast.people[who], [], set()
    for page in pages:
        answer = doors.knock(member, "get", page)
        if answer.status != 200 or not answer.headers["Content-Type"].startswith("text/html"):
            continue
        for way, where, data in sorted(Offers(answer.content.decode(), page).found):
            kept = tuple(one for one in data if one[0] != "once")
            if (way, where, kept) in tried:
                continue
            tried.add((way, where, kept))
            got = doors.status(member, way, where, dict(data))
            if got in REFUSED:
                wrong.append(f"{page} offers {who} to {way} {where}: {got}")
    return wrong, {(way, where) for way, where, _data in tried}


def pages_for(scene: Scene, who: str, names: Iterable[str] = WORKING) -> list[str]:
    """Those pages of the matrix that somebody may read, with the things of this scene."""
    pages = []
    for name in names:
        entry = WORKING[name]
        url = address(name, "manchester", entry.arguments(scene))
        if who in entry.allowed and "get" in methods_of(url):
            pages.append(url)
    return pages


# In every run: the pages with the most buttons, as somebody who may press few of them.
SOME = (
    "outcomes:workplan-detail",
    "outcomes:action-detail",
    "cooperative:challenge-detail",
    "cooperative:escalation-detail",
    "cooperative:meeting-detail",
    "impact:report-detail",
    "impact:scrutiny-detail",
)


@pytest.mark.parametrize("who", ["member", "officer"])
def test_all_that_the_fullest_pages_offer_answers(
    cast: Cast, scenes: tuple[Scene, Scene], doors: Doors, who: str
) -> None:
    pages = pages_for(scenes[0], who, SOME)
    assert len(pages) == len(SOME)
    wrong, tried = unanswered(cast, doors, who, pages)
    assert not wrong, "\n".join(wrong)
    assert {way for way, _where in tried} == {"get", "post"}


@pytest.mark.long
@pytest.mark.parametrize("who", sorted(ALL))
def test_all_that_is_offered_answers(
    cast: Cast, scenes: tuple[Scene, Scene], doors: Doors, who: str
) -> None:
    wrong, tried = unanswered(cast, doors, who, pages_for(scenes[0], who))
    assert not wrong, "\n".join(wrong)
    assert len(tried) > 100
