"""What surrounds every page: who is here, where they can go. Costs no query of its own."""

from dataclasses import dataclass, field, replace
from functools import lru_cache

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.expired_drafts import take_unsent
from accounts.idle import WARN_SECONDS, idle_seconds
from accounts.models import Authority, Membership
from accounts.roles import SECOND_STEP_ROLES
from core.languages import ASK, html_code
from portal.branding import Look, look_of


@dataclass(frozen=True)
class NavItem:
    """An entry of the navigation. `current` is "page" on it, "true" below it, else empty."""

    label: str
    url: str
    current: str = ""


@dataclass(frozen=True)
class Language:
    """Another language for this page. `url` leads to the same page, its questions kept."""

    label: str
    lang: str
    url: str


@dataclass(frozen=True)
class PageFrame:
    """The navigation and footer around one page."""

    home: str = ""
    authority: str = ""
    person: str = ""
    role: str = ""
    places: list[NavItem] = field(default_factory=list)
    footer: list[NavItem] = field(default_factory=list)
    sign_in: str = ""
    sign_out: str = ""
    own_pages: str = ""
    # Where a text is looked at for plainer words while it is written.
    check_words: str = ""
    # The page of news, and how much of it is unread.
    news: str = ""
    unread: int = 0
    # After how many seconds away the page asks whether somebody is there, and whom it tells.
    idle_warning: int = 0
    stay: str = ""
    # What they sent too late, after they had been signed out for being away.
    unsent: list[str] = field(default_factory=list)
    # On young people's pages: where "Leave this site" leads, and the page about staying safe.
    quick_exit: str = ""
    staying_safe: str = ""
    # Who reads what is written here.
    privacy: str = ""
    demo: str = ""
    demo_mail: str = ""
    is_demo: bool = False
    lang: str = "en-GB"
    look: Look = Look()
    other_languages: list[Language] = field(default_factory=list)


# URL name -> what it is called. A word in braces is the authority's own for it, many of them.
NAMES: dict[str, Promise | str] = {
    "portal:home": _("Home"),
    "outcomes:outcome-list": "{outcome}",
    "outcomes:action-list": "{action}",
    "outcomes:expectation-list": "{expectation}",
    "cooperative:meeting-list": "{meeting}",
    "cooperative:challenge-list": "{challenge}",
    "cooperative:escalation-list": "{escalation}",
    "cooperative:body-list": _("Groups and boards"),
    "voice:ask-list": _("What we heard"),
    "portal:point-create": _("Record what was said"),
    "voice:ask-mine": _("What you recorded"),
    "voice:ask-queue": _("Waiting to be released"),
    "impact:report-list": _("Reports"),
    "impact:annual-list": _("Annual reports"),
    "impact:scrutiny-list": _("Scrutiny"),
    "accounts:people": _("People"),
    "portal:who-can-do-what": _("Permissions"),
    "portal:trail": _("Activity log"),
    "portal:held": _("My data"),
    "portal:tour": _("One-minute tour"),
    "accounts:news": _("Notifications"),
    "accounts:words": _("Word lists"),
    "accounts:look": _("Logo and colour"),
    "accounts:words-we-use": _("Glossary"),
    "portal:staying-safe": _("Staying safe online"),
    "portal:privacy": _("Your privacy"),
    "portal:accessibility": _("Accessibility"),
    "accounts:how-i-sign-in": _("Sign-in and security"),
    "accounts:news-choices": _("Notification settings"),
    "accounts:listing": _("My public name"),
    "impact:front": _("What changed"),
    "impact:you-said": _("You said, we did"),
    "impact:public-expectations": "{expectation}",
    "impact:public-outcomes": "{outcome}",
    "impact:public-meetings": "{meeting}",
    "impact:public-reports": _("Reports"),
    "impact:open-data": _("Open data"),
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
        "outcomes:expectation-list",
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
    "portal:point-create",
    "voice:ask-mine",
    "voice:ask-queue",
    "outcomes:action-list",
    "outcomes:expectation-list",
    "cooperative:challenge-list",
    "cooperative:escalation-list",
    "cooperative:body-list",
    "accounts:people",
    "impact:annual-list",
    "impact:scrutiny-list",
    "portal:trail",
    "impact:front",
    "portal:who-can-do-what",
    "portal:tour",
    "accounts:news",
    "accounts:words",
    "accounts:look",
    "accounts:words-we-use",
    "portal:staying-safe",
    "accounts:how-i-sign-in",
    "accounts:news-choices",
    "portal:held",
    "portal:privacy",
    "accounts:listing",
    "portal:accessibility",
)
# Places only some roles may open; `accounts.roles` says who, and a test holds the two together.
RESTRICTED_ROLES = {
    "portal:point-create": frozenset(Role) - {Role.EXECUTIVE},
    "voice:ask-mine": frozenset(Role) - {Role.EXECUTIVE},
    "voice:ask-queue": frozenset({Role.COORDINATOR, Role.SAFEGUARDING_LEAD}),
    "accounts:people": frozenset(Role) - {Role.PARTNER},
    "accounts:words": frozenset({Role.COORDINATOR}),
    "accounts:look": frozenset({Role.COORDINATOR}),
    # Elected members with a seat on a scrutiny committee too: their homes lead there.
    "portal:trail": frozenset({Role.COORDINATOR, Role.SAFEGUARDING_LEAD}),
}
# Places any of them may open, shown to those they are made for.
MADE_FOR = {
    "portal:tour": frozenset({Role.CARE_CONSULTANT}),
    "portal:staying-safe": frozenset({Role.CARE_CONSULTANT}),
}
PUBLIC = (
    "impact:front",
    "impact:you-said",
    "impact:public-expectations",
    "impact:public-outcomes",
    "impact:public-meetings",
    "impact:public-reports",
)
PUBLIC_FOOTER = (
    "accounts:words-we-use",
    "impact:open-data",
    "portal:staying-safe",
    "portal:privacy",
    "portal:accessibility",
)
# Every page lies below these, so that they are where we are only when we are right there.
TOPS = frozenset({"portal:home", "impact:front"})
# Names whose address has no authority in it.
OF_NOBODY = frozenset(
    {
        "portal:privacy",
        "portal:accessibility",
        "portal:held",
        "portal:staying-safe",
        "accounts:how-i-sign-in",
    }
)


def page_frame(request: HttpRequest) -> dict[str, PageFrame]:
    """The frame of this page, from the `actor` and `authority` that its view put on the request."""
    actor: Membership | None = getattr(request, "actor", None)
    authority: Authority | None = getattr(request, "authority", None)
    frame = _public(request, authority) if actor is None else _working(request, actor)
    frame = replace(
        frame,
        lang=html_code(get_language() or settings.LANGUAGE_CODE),
        look=look_of(request, authority),
        other_languages=_others(request),
    )
    return {"frame": frame}


def _others(request: HttpRequest) -> list[Language]:
    """The languages this page is not in. None on the answer to a form: its address may not be
    read, and what was typed would be lost."""
    if request.method != "GET":
        return []
    asked = request.GET.copy()
    found = []
    for code, label in settings.LANGUAGES:
        if code != get_language():
            asked[ASK] = code
            found.append(Language(label=label, lang=html_code(code), url=f"?{asked.urlencode()}"))
    return found


def _working(request: HttpRequest, actor: Membership) -> PageFrame:
    """Around the working pages, for one role in one authority."""
    authority = actor.authority
    role = Role(actor.role)
    footer = [
        name
        for name in WORKING_FOOTER
        if name not in WORKING[role]
        and role in RESTRICTED_ROLES.get(name, Role)
        and role in MADE_FOR.get(name, Role)
    ]
    leaves = role == Role.CARE_CONSULTANT
    return PageFrame(
        home=address("portal:home", authority.slug),
        authority=authority.short_name,
        person=actor.label,
        role=str(role.label),
        places=_places(request.path, WORKING[role], authority),
        footer=_places(request.path, footer, authority),
        sign_out=address("accounts:sign-out"),
        check_words=address("accounts:check-words", authority.slug),
        news=address("accounts:news", authority.slug),
        unread=actor.unread,
        idle_warning=idle_seconds(role) - WARN_SECONDS if role in SECOND_STEP_ROLES else 0,
        stay=address("accounts:stay", authority.slug),
        unsent=take_unsent(request, actor.person_id),
        quick_exit=settings.QUICK_EXIT_URL if leaves else "",
        staying_safe=address("portal:staying-safe") if leaves else "",
        privacy=address("portal:privacy"),
        demo=address("portal:demo") if settings.DEMO else "",
        demo_mail=address("portal:demo-mail") if settings.DEMO and settings.DEMO_MAIL else "",
        is_demo=settings.DEMO,
    )


def _public(request: HttpRequest, authority: Authority | None) -> PageFrame:
    """Around the pages anyone may read. Whether somebody is signed in is told from their session,
    one query for those who have one; asking who they are would cost another."""
    known = settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session
    return PageFrame(
        home=address("impact:front", authority.slug) if authority else address("portal:welcome"),
        authority=authority.short_name if authority else "",
        places=_places(request.path, PUBLIC, authority) if authority else [],
        footer=_places(request.path, PUBLIC_FOOTER, authority),
        own_pages=address("portal:start") if known else "",
        sign_in="" if known else address("accounts:sign-in"),
        quick_exit=settings.QUICK_EXIT_URL,
        staying_safe=address("portal:staying-safe"),
        demo=address("portal:demo") if settings.DEMO else "",
        demo_mail=address("portal:demo-mail") if settings.DEMO and settings.DEMO_MAIL else "",
        is_demo=settings.DEMO,
    )


def _places(
    path: str, names: tuple[str, ...] | list[str], authority: Authority | None
) -> list[NavItem]:
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
        NavItem(
            label=_label(str(NAMES[name]), authority),
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
