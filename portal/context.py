"""What surrounds every page: who is here, where they can go. Costs no query of its own."""

from dataclasses import dataclass, field
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse

from accounts.enums import Role
from accounts.models import Authority, Membership


@dataclass(frozen=True)
class Place:
    """An entry of the navigation. `current` is "page" on it, "true" below it, else empty."""

    label: str
    url: str
    current: str = ""


@dataclass(frozen=True)
class Frame:
    """The navigation and footer around one page."""

    home: str = ""
    authority: str = ""
    person: str = ""
    role: str = ""
    places: list[Place] = field(default_factory=list)
    footer: list[Place] = field(default_factory=list)
    sign_in: str = ""
    sign_out: str = ""
    own_pages: str = ""
    demo: str = ""
    is_demo: bool = False


# URL name -> what it is called. A word in braces is the authority's own for it, many of them.
NAMES: dict[str, str] = {
    "portal:home": "Home",
    "outcomes:outcome-list": "{outcome}",
    "outcomes:action-list": "{action}",
    "cooperative:meeting-list": "{meeting}",
    "cooperative:challenge-list": "{challenge}",
    "cooperative:body-list": "Who meets",
    "voice:ask-list": "What we heard",
    "impact:report-list": "Reports",
    "impact:annual-list": "Annual reports",
    "accounts:people": "People",
    "portal:who-can-do-what": "Who can do what",
    "portal:trail": "Trail",
    "portal:accessibility": "Accessibility",
    "impact:front": "What changed",
    "impact:you-said": "You said, we did",
    "impact:public-expectations": "{expectation}",
    "impact:public-outcomes": "{outcome}",
    "impact:public-meetings": "{meeting}",
    "impact:public-reports": "Reports",
    "impact:open-data": "Open data",
}

_ASKED = (
    "portal:home",
    "outcomes:action-list",
    "outcomes:outcome-list",
    "cooperative:meeting-list",
    "cooperative:challenge-list",
    "impact:report-list",
)
# Six places at most for anyone but the coordinator: what the role comes for, first.
WORKING: dict[Role, tuple[str, ...]] = {
    Role.CARE_CONSULTANT: (
        "portal:home",
        "outcomes:outcome-list",
        "cooperative:meeting-list",
        "cooperative:challenge-list",
        "voice:ask-list",
        "impact:report-list",
    ),
    Role.ELECTED_MEMBER: (
        "portal:home",
        "outcomes:outcome-list",
        "cooperative:meeting-list",
        "voice:ask-list",
        "impact:public-expectations",
        "impact:report-list",
    ),
    Role.OFFICER: _ASKED,
    Role.PARTNER: _ASKED,
    Role.EXECUTIVE: (
        "portal:home",
        "outcomes:outcome-list",
        "cooperative:meeting-list",
        "voice:ask-list",
        "impact:report-list",
        "impact:annual-list",
    ),
    Role.COORDINATOR: (
        "portal:home",
        "outcomes:outcome-list",
        "outcomes:action-list",
        "cooperative:meeting-list",
        "voice:ask-list",
        "impact:report-list",
        "accounts:people",
    ),
    Role.SAFEGUARDING_LEAD: (
        "portal:home",
        "outcomes:outcome-list",
        "cooperative:meeting-list",
        "voice:ask-list",
        "impact:report-list",
    ),
}
WORKING_FOOTER = (
    "outcomes:action-list",
    "cooperative:challenge-list",
    "cooperative:body-list",
    "accounts:people",
    "impact:annual-list",
    "portal:trail",
    "impact:front",
    "portal:who-can-do-what",
    "portal:accessibility",
)
# Places only some roles may open; `accounts.roles` says who, and a test holds the two together.
RESTRICTED = {"accounts:people": "read_everything", "portal:trail": "read_trail"}
RESTRICTED_ROLES = {
    "accounts:people": frozenset(Role) - {Role.PARTNER},
    "portal:trail": frozenset({Role.COORDINATOR}),
}
PUBLIC = (
    "impact:front",
    "impact:you-said",
    "impact:public-expectations",
    "impact:public-outcomes",
    "impact:public-meetings",
    "impact:public-reports",
)
PUBLIC_FOOTER = ("impact:open-data", "portal:accessibility")
# Every page lies below these, so that they are where we are only when we are right there.
TOPS = frozenset({"portal:home", "impact:front"})
# Names whose address has no authority in it.
OF_NOBODY = frozenset({"portal:accessibility"})


def page_frame(request: HttpRequest) -> dict[str, Frame]:
    """The frame of this page, from the `actor` and `authority` that its view put on the request."""
    actor: Membership | None = getattr(request, "actor", None)
    authority: Authority | None = getattr(request, "authority", None)
    if actor is not None:
        return {"frame": _working(request, actor)}
    return {"frame": _public(request, authority)}


def _working(request: HttpRequest, actor: Membership) -> Frame:
    """Around the working pages, for one role in one authority."""
    authority = actor.authority
    role = Role(actor.role)
    footer = [
        name
        for name in WORKING_FOOTER
        if name not in WORKING[role] and role in RESTRICTED_ROLES.get(name, Role)
    ]
    return Frame(
        home=address("portal:home", authority.slug),
        authority=authority.short_name,
        person=actor.label,
        role=role.label,
        places=_places(request.path, WORKING[role], authority),
        footer=_places(request.path, footer, authority),
        sign_out=address("accounts:sign-out"),
        demo=address("portal:demo") if settings.DEMO else "",
        is_demo=settings.DEMO,
    )


def _public(request: HttpRequest, authority: Authority | None) -> Frame:
    """Around the pages anyone may read. Whether somebody is signed in is told from their cookie
    alone: asking who they are would cost two queries on every public page."""
    known = settings.SESSION_COOKIE_NAME in request.COOKIES
    return Frame(
        home=address("impact:front", authority.slug) if authority else address("portal:welcome"),
        authority=authority.short_name if authority else "",
        places=_places(request.path, PUBLIC, authority) if authority else [],
        footer=_places(request.path, PUBLIC_FOOTER, authority),
        own_pages=address("portal:start") if known else "",
        sign_in="" if known else address("accounts:sign-in"),
        demo=address("portal:demo") if settings.DEMO else "",
        is_demo=settings.DEMO,
    )


def _places(
    path: str, names: tuple[str, ...] | list[str], authority: Authority | None
) -> list[Place]:
    """The places of these names, the nearest above `path` marked as where we are."""
    found = []
    for name in names:
        if name in OF_NOBODY:
            url = address(name)
        else:
            url = address(name, authority.slug) if authority else ""
        if url:
            found.append((name, url))
    above = (
        url for name, url in found if path == url or (path.startswith(url) and name not in TOPS)
    )
    nearest = max(above, key=len, default="")
    return [
        Place(
            label=_label(NAMES[name], authority),
            url=url,
            current=("page" if url == path else "true") if url == nearest else "",
        )
        for name, url in found
    ]


def _label(words: str, authority: Authority | None) -> str:
    """A place's name, in the authority's own words."""
    if not words.startswith("{") or authority is None:
        return words
    own = authority.word(words[1:-1], many=True)
    return own[:1].upper() + own[1:]


def address(name: str, *args: str) -> str:
    """Where a name leads; empty for one that leads nowhere. Remembered: a page asks for twenty."""
    return _address(get_urlconf() or settings.ROOT_URLCONF, get_script_prefix(), name, args)


@lru_cache(maxsize=4096)
def _address(urlconf: str, prefix: str, name: str, args: tuple[str, ...]) -> str:
    try:
        return reverse(name, urlconf=urlconf, args=args)
    except NoReverseMatch:
        return ""
