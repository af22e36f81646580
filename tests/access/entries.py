"""Who may enter what: every address of the program, once. Written by hand from the product's table,
on purpose not computed from the code that it checks."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from accounts.colours import VERSION
from tests.access.scene import Scene

CONSULTANTS = {"consultant", "consultant_2", "consultant_3"}
MEMBERS = {"member", "member_2"}
OFFICERS = {"officer", "officer_2", "lead", "other_lead"}
PARTNERS = {"partner", "other_partner"}
COORDINATOR = {"coordinator"}
EXECUTIVE = {"executive"}
SAFEGUARDING = {"safeguarding"}
ALL = CONSULTANTS | MEMBERS | OFFICERS | PARTNERS | COORDINATOR | EXECUTIVE | SAFEGUARDING
# Whoever reads every working page; partners see what involves them.
INSIDE = ALL - PARTNERS
PLANNERS = CONSULTANTS | COORDINATOR
LEAD = {"lead"}
# The member has a seat on a scrutiny committee, the second member has none.
TRAIL_READERS = COORDINATOR | SAFEGUARDING | {"member"}
# The other outcome's lead, and who answers for its action and its challenge: a partner.
OTHER_LEAD = {"other_lead"}
OTHER_OWNER = {"partner"}
# Its workplan is still being written; a partner who has no part in it does not see it.
NO_PART = {"other_partner"}
SEES_THERE = ALL - NO_PART

Arguments = Callable[[Scene], dict[str, Any]]


@dataclass(frozen=True)
class There:
    """The same door in the other outcome."""

    allowed: frozenset[str] | set[str]
    hidden_from: frozenset[str] | set[str] = frozenset()


@dataclass(frozen=True)
class Entry:
    """One address: what goes into it, who gets in, who does not even learn that it is there."""

    arguments: Arguments = field(default=lambda scene: {})
    allowed: frozenset[str] | set[str] = frozenset()
    hidden_from: frozenset[str] | set[str] = frozenset()
    method: str = "get"
    data: dict[str, Any] = field(default_factory=dict)
    # Whether other authorities' ids can be put into the address at all.
    has_objects: bool = True
    # The same address with a thing of the other outcome in it, where the thing belongs to one: who
    # gets in there, and who does not learn that it is there.
    there: "There | None" = None


def _plan(scene: Scene) -> dict[str, Any]:
    workplan = scene.side.workplan
    return {"outcome": workplan.outcome.slug, "period": workplan.period.slug}


def _of(name: str, key: str, attribute: str = "pk") -> Arguments:
    return lambda scene: {key: getattr(getattr(scene, name), attribute)}


def _item(meeting: str, item: str) -> Arguments:
    return lambda scene: {
        "meeting": getattr(scene, meeting).pk,
        "item": getattr(scene, item).pk,
    }


def _line(scene: Scene) -> dict[str, Any]:
    return {"report": scene.draft.slug, "line": scene.line.pk}


def _word(scene: Scene) -> dict[str, Any]:
    return {"kind": "plainer", "word": scene.word.pk}


def _year(name: str) -> Arguments:
    return lambda scene: {"period": getattr(scene, name).period.slug}


def _list(allowed: set[str], **more: Any) -> Entry:
    return Entry(allowed=allowed, has_objects=False, **more)


WORKING: dict[str, Entry] = {
    # People and rights
    "accounts:people": _list(INSIDE),
    "accounts:invite": _list(COORDINATOR),
    "accounts:invitation-renew": Entry(_of("invitation", "invitation"), COORDINATOR),
    "accounts:invitation-withdraw": Entry(_of("invitation", "invitation"), COORDINATOR),
    "accounts:second-step-forget": Entry(
        lambda scene: {"membership": scene.side.leaver.pk}, COORDINATOR
    ),
    "accounts:membership-end": Entry(
        lambda scene: {"membership": scene.side.leaver.pk}, COORDINATOR
    ),
    "accounts:membership-change": Entry(
        lambda scene: {"membership": scene.side.leaver.pk}, COORDINATOR
    ),
    "accounts:membership-keep": Entry(
        lambda scene: {"membership": scene.side.planned_leaver.pk}, COORDINATOR
    ),
    "accounts:agreement-renew": Entry(
        lambda scene: {"membership": scene.side.leaver.pk}, COORDINATOR
    ),
    "cooperative:hand-over": Entry(lambda scene: {"membership": scene.side.leaver.pk}, COORDINATOR),
    "cooperative:hand-back": Entry(_of("handed", "deed", "deed"), COORDINATOR),
    "accounts:listing": _list(ALL),
    "accounts:invite-many": _list(COORDINATOR),
    "accounts:invite-many-look": Entry(_of("sheet", "sheet"), COORDINATOR),
    "accounts:invite-many-template": _list(COORDINATOR, arguments=lambda scene: {"kind": "csv"}),
    # Words
    "accounts:words": _list(COORDINATOR),
    "accounts:word-add": _list(COORDINATOR, arguments=lambda scene: {"kind": "plainer"}),
    "accounts:word-change": Entry(_word, COORDINATOR),
    "accounts:word-remove": Entry(_word, COORDINATOR),
    "accounts:check-words": _list(ALL, method="post"),
    "accounts:stay": _list(ALL, method="post"),
    "portal:tour": _list(ALL),
    "portal:tour-seen": _list(ALL, method="post"),
    "accounts:news": _list(ALL),
    "accounts:news-read": Entry(
        _of("notice", "notice"), {"officer"}, hidden_from=ALL - {"officer"}, method="post"
    ),
    "accounts:news-read-all": _list(ALL, method="post"),
    "accounts:news-choices": _list(ALL),
    "accounts:look": _list(COORDINATOR),
    "accounts:look-colour": _list(COORDINATOR, method="post"),
    "accounts:logo-add": _list(COORDINATOR, method="post"),
    "accounts:logo-remove": _list(COORDINATOR, method="post"),
    "accounts:logo-preview": Entry(_of("logo", "logo"), COORDINATOR),
    "accounts:logo-use": Entry(_of("logo", "logo"), COORDINATOR, method="post"),
    "accounts:logo-throw-away": Entry(_of("logo", "logo"), COORDINATOR, method="post"),
    "portal:home": _list(ALL),
    "portal:brief-next": _list(ALL),
    "portal:brief": Entry(_of("papers", "meeting"), ALL),
    "portal:update": _list(OFFICERS | PARTNERS),
    "portal:journey": Entry(
        _of("priority", "priority"),
        ALL,
        there=There(SEES_THERE, NO_PART),
    ),
    "portal:who-can-do-what": _list(ALL),
    "portal:held-of": Entry(lambda scene: {"membership": scene.side.leaver.pk}, COORDINATOR),
    "portal:held-of-file": Entry(lambda scene: {"membership": scene.side.leaver.pk}, COORDINATOR),
    "portal:erasure-list": _list(COORDINATOR),
    "portal:erasure-detail": Entry(_of("erasure", "erasure"), COORDINATOR),
    "portal:trail": _list(TRAIL_READERS),
    "portal:trail-export": _list(TRAIL_READERS),
    # What young people said
    "voice:ask-list": _list(INSIDE),
    "voice:ask-create": _list(PLANNERS),
    "voice:ask-publishing": Entry(_of("ask", "ask"), PLANNERS, method="post"),
    # Outcomes
    "outcomes:outcome-list": _list(ALL),
    "outcomes:workplan-open": Entry(
        lambda scene: {"outcome": scene.side.unplanned.slug}, COORDINATOR
    ),
    "outcomes:workplan-detail": Entry(
        _plan,
        ALL,
        there=There(SEES_THERE, NO_PART),
    ),
    "outcomes:workplan-share": Entry(
        _plan,
        PLANNERS | LEAD,
        method="post",
        there=There(PLANNERS | OTHER_LEAD, NO_PART),
    ),
    "outcomes:workplan-close": Entry(
        lambda scene: {
            "outcome": scene.past_plan.outcome.slug,
            "period": scene.past_plan.period.slug,
        },
        LEAD | COORDINATOR,
        method="post",
        there=There(OTHER_LEAD | COORDINATOR),
    ),
    "outcomes:priority-create": Entry(
        _plan,
        PLANNERS,
        there=There(PLANNERS, NO_PART),
    ),
    "outcomes:priority-edit": Entry(
        _of("priority", "priority"),
        PLANNERS,
        there=There(PLANNERS, NO_PART),
    ),
    "outcomes:priority-move": Entry(
        _of("priority", "priority"),
        PLANNERS,
        method="post",
        there=There(PLANNERS, NO_PART),
    ),
    "outcomes:priority-close": Entry(
        _of("priority", "priority"),
        CONSULTANTS,
        there=There(CONSULTANTS, NO_PART),
    ),
    "outcomes:priority-reopen": Entry(
        _of("closed", "priority"),
        CONSULTANTS,
        method="post",
        there=There(CONSULTANTS, NO_PART),
    ),
    "outcomes:priority-verdict": Entry(
        _of("priority", "priority"),
        CONSULTANTS,
        there=There(CONSULTANTS, NO_PART),
    ),
    "outcomes:action-create": Entry(
        _of("priority", "priority"),
        CONSULTANTS | OFFICERS | PARTNERS | COORDINATOR,
        there=There(CONSULTANTS | OFFICERS | {"partner"} | COORDINATOR, NO_PART),
    ),
    "outcomes:action-list": _list(ALL),
    "outcomes:action-export": _list(ALL),
    "outcomes:action-detail": Entry(
        _of("action", "action"),
        ALL,
        there=There(SEES_THERE, NO_PART),
    ),
    "outcomes:action-edit": Entry(
        _of("action", "action"),
        LEAD | COORDINATOR,
        there=There(OTHER_LEAD | COORDINATOR, NO_PART),
    ),
    "outcomes:action-progress": Entry(
        _of("action", "action"),
        LEAD | {"officer"},
        there=There(OTHER_LEAD | OTHER_OWNER, NO_PART),
    ),
    "outcomes:action-update": Entry(
        _of("action", "action"),
        LEAD | {"officer"},
        there=There(OTHER_LEAD | OTHER_OWNER, NO_PART),
    ),
    "outcomes:action-verdict": Entry(
        _of("action", "action"),
        CONSULTANTS,
        there=There(CONSULTANTS, NO_PART),
    ),
    "outcomes:action-take-up": Entry(
        _of("proposal", "action"),
        LEAD | COORDINATOR,
        method="post",
        there=There(OTHER_LEAD | COORDINATOR, NO_PART),
    ),
    "outcomes:action-decline": Entry(
        _of("proposal", "action"),
        LEAD | COORDINATOR,
        there=There(OTHER_LEAD | COORDINATOR, NO_PART),
    ),
    "outcomes:evidence-file": Entry(
        _of("file", "file"),
        ALL,
        there=There(SEES_THERE, NO_PART),
    ),
    # Bodies and meetings
    "cooperative:body-list": _list(ALL),
    "cooperative:body-detail": Entry(lambda scene: {"slug": scene.side.body.slug}, ALL),
    "cooperative:meeting-list": _list(ALL),
    "cooperative:meeting-create": _list(PLANNERS),
    "cooperative:meeting-detail": Entry(_of("papers", "meeting"), ALL),
    "cooperative:meeting-edit": Entry(_of("planned", "meeting"), PLANNERS),
    "cooperative:papers-out": Entry(_of("planned", "meeting"), PLANNERS),
    "cooperative:attendance": Entry(_of("today", "meeting"), PLANNERS),
    "cooperative:meeting-hold": Entry(_of("today", "meeting"), PLANNERS),
    "cooperative:readiness": Entry(_of("papers", "meeting"), PLANNERS | MEMBERS),
    "cooperative:agenda-add": Entry(_of("planned", "meeting"), ALL - SAFEGUARDING),
    "cooperative:agenda-change": Entry(_item("planned", "item"), PLANNERS),
    "cooperative:agenda-move": Entry(_item("planned", "item"), PLANNERS, method="post"),
    "cooperative:agenda-drop": Entry(_item("planned", "item"), PLANNERS, method="post"),
    "cooperative:agenda-settle": Entry(_item("planned", "proposed_item"), PLANNERS),
    "cooperative:agenda-minutes": Entry(_item("today", "today_item"), PLANNERS),
    "cooperative:decision-create": Entry(_of("today", "meeting"), PLANNERS),
    "cooperative:agree-action": Entry(_of("today", "meeting"), PLANNERS),
    "cooperative:workplan-review": Entry(_of("papers", "meeting"), ALL),
    "cooperative:workplan-read": Entry(_of("papers", "meeting"), MEMBERS, method="post"),
    "cooperative:question-create": Entry(_of("papers", "meeting"), MEMBERS),
    "cooperative:question-answer": Entry(
        lambda scene: {"meeting": scene.papers.pk, "question": scene.question.pk},
        OFFICERS | COORDINATOR,
        there=There(OFFICERS | COORDINATOR),
    ),
    "cooperative:challenge-export": _list(ALL),
    "cooperative:challenge-list": _list(ALL),
    "cooperative:challenge-create": _list(CONSULTANTS),
    "cooperative:challenge-detail": Entry(
        _of("open_challenge", "challenge"),
        INSIDE,
        hidden_from=PARTNERS,
        there=There(INSIDE | OTHER_OWNER, NO_PART),
    ),
    "cooperative:challenge-answer": Entry(
        _of("open_challenge", "challenge"),
        {"officer"},
        hidden_from=PARTNERS,
        method="post",
        there=There(OTHER_OWNER, NO_PART),
    ),
    "cooperative:challenge-decide": Entry(
        _of("answered", "challenge"),
        {"consultant"},
        method="post",
        there=There({"consultant_2"}),
    ),
    # Reports
    "impact:report-list": _list(ALL),
    "impact:report-compose": Entry(_of("reportless", "meeting"), PLANNERS),
    "impact:meeting-report": Entry(_of("papers", "meeting"), ALL),
    "impact:report-detail": Entry(_of("draft", "report", "slug"), INSIDE, hidden_from=PARTNERS),
    "impact:report-introduction": Entry(
        _of("draft", "report", "slug"), PLANNERS, hidden_from=PARTNERS
    ),
    "impact:report-recompose": Entry(
        _of("draft", "report", "slug"), PLANNERS, hidden_from=PARTNERS, method="post"
    ),
    "impact:report-line-edit": Entry(
        _line,
        PLANNERS | LEAD,
        hidden_from=PARTNERS,
        there=There(PLANNERS | OTHER_LEAD, PARTNERS),
    ),
    "impact:report-line-move": Entry(
        _line,
        PLANNERS,
        hidden_from=PARTNERS,
        method="post",
        there=There(PLANNERS, PARTNERS),
    ),
    "impact:report-line-leave-out": Entry(
        _line,
        PLANNERS | LEAD,
        hidden_from=PARTNERS,
        method="post",
        there=There(PLANNERS | OTHER_LEAD, PARTNERS),
    ),
    "impact:report-line-one-page": Entry(
        _line,
        PLANNERS,
        hidden_from=PARTNERS,
        method="post",
        there=There(PLANNERS, PARTNERS),
    ),
    "impact:report-sign": Entry(_of("draft", "report", "slug"), CONSULTANTS, hidden_from=PARTNERS),
    "impact:report-reopen": Entry(
        _of("signed", "report", "slug"), CONSULTANTS, hidden_from=PARTNERS
    ),
    "impact:report-publish": Entry(
        _of("signed", "report", "slug"), COORDINATOR, hidden_from=PARTNERS
    ),
    "impact:document-ask": Entry(
        lambda scene: {"report": scene.published.slug, "kind": "full"}, ALL, method="post"
    ),
    "impact:annual-document-ask": Entry(
        _year("annual"),
        CONSULTANTS | COORDINATOR | EXECUTIVE,
        hidden_from=ALL - CONSULTANTS - COORDINATOR - EXECUTIVE,
        method="post",
    ),
    "impact:document-detail": Entry(_of("document", "document"), ALL),
    "impact:document-download": Entry(_of("document", "document"), ALL),
    "impact:document-again": Entry(
        _of("failed", "document"), PLANNERS, hidden_from=PARTNERS, method="post"
    ),
    "impact:annual-list": _list(ALL),
    "impact:annual-detail": Entry(
        _year("annual"),
        CONSULTANTS | COORDINATOR | EXECUTIVE,
        hidden_from=ALL - CONSULTANTS - COORDINATOR - EXECUTIVE,
    ),
    "impact:annual-compose": Entry(_of("unwritten", "period", "slug"), COORDINATOR),
    "impact:annual-refresh": Entry(
        _year("annual"),
        COORDINATOR,
        hidden_from=ALL - CONSULTANTS - COORDINATOR - EXECUTIVE,
        method="post",
    ),
    "impact:annual-foreword": Entry(
        _year("annual"), CONSULTANTS, hidden_from=ALL - CONSULTANTS - COORDINATOR - EXECUTIVE
    ),
    "impact:annual-endorse": Entry(
        _year("annual"), EXECUTIVE, hidden_from=ALL - CONSULTANTS - COORDINATOR - EXECUTIVE
    ),
}

# Open to anyone, of one authority. The second value is what another authority's words give.
PUBLIC: dict[str, Arguments] = {
    "accounts:words-we-use": lambda scene: {},
    "accounts:logo": lambda scene: {"digest": scene.shown_logo.digest},
    "impact:front": lambda scene: {},
    "impact:public-reports": lambda scene: {},
    "impact:public-report": _of("published", "report", "slug"),
    "impact:public-document": lambda scene: {"report": scene.published.slug, "kind": "full"},
    "impact:you-said": lambda scene: {},
    "impact:public-expectations": lambda scene: {},
    "impact:public-outcomes": lambda scene: {},
    "impact:public-meetings": lambda scene: {},
    "impact:open-data": lambda scene: {},
    "impact:open-data-file": lambda scene: {"name": "actions", "kind": "csv"},
}

# Of no authority: what an unknown visitor gets, and what somebody signed in gets.
GENERAL: dict[str, tuple[dict[str, Any], int, int]] = {
    "healthz": ({}, 200, 200),
    "readyz": ({}, 503, 503),
    "accounts:sign-in": ({}, 200, 302),
    "accounts:news-stop": ({"token": "unknown"}, 404, 404),
    "accounts:look-style": ({"version": VERSION, "colour": "1d4ed8"}, 200, 200),
    "accounts:sign-in-code": ({}, 302, 302),
    "accounts:sign-in-password": ({}, 200, 302),
    "accounts:sign-in-passkey": ({}, 200, 302),
    "accounts:sign-in-directory": ({}, 404, 404),
    "accounts:directory-back": ({}, 404, 404),
    "accounts:directory-link": ({}, 405, 405),
    "accounts:directory-unlink": ({}, 302, 403),
    "accounts:second-step": ({}, 302, 302),
    "accounts:second-step-needed": ({}, 302, 302),
    "accounts:how-i-sign-in": ({}, 302, 200),
    "accounts:sign-in-again": ({}, 405, 405),
    # Nothing is changed without a fresh proof, which these test sessions lack.
    "accounts:app-add": ({}, 302, 403),
    "accounts:passkey-add": ({}, 302, 403),
    "accounts:step-remove": ({"step": 1}, 302, 404),
    "accounts:recovery-codes": ({}, 302, 403),
    "accounts:password": ({}, 302, 403),
    "accounts:sessions-end": ({}, 405, 405),
    "accounts:session-end": ({"session": 1}, 405, 405),
    "accounts:sign-out": ({}, 405, 405),
    "accounts:invitation-accept": ({"token": "unknown"}, 404, 404),
    "portal:welcome": ({}, 200, 200),
    "portal:start": ({}, 302, 302),
    "portal:demo": ({}, 200, 200),
    "portal:accessibility": ({}, 200, 200),
    "portal:held": ({}, 302, 200),
    "portal:held-account-file": ({}, 302, 200),
    "portal:held-file": ({"authority": "manchester"}, 302, 200),
    "portal:erasure-ask": ({"authority": "manchester"}, 302, 200),
    # The officer has asked for nothing that could be taken back.
    "portal:erasure-take-back": ({"authority": "manchester"}, 302, 404),
    "portal:staying-safe": ({}, 200, 200),
    "portal:components": ({}, 200, 200),
}
