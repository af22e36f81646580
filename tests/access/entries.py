"""Who may enter what: every address for those who work here, once. Written by hand from the
product's table, on purpose not computed from the code that it checks."""

from tests.access.entries_meetings import MEETINGS
from tests.access.entries_reports import REPORTS
from tests.access.entry import (
    ALL,
    CONSULTANTS,
    COORDINATOR,
    INSIDE,
    LEAD,
    NO_PART,
    OFFICERS,
    OTHER_LEAD,
    OTHER_OWNER,
    PARTNERS,
    PLANNERS,
    RELEASERS,
    SAFEGUARDING,
    SEES_THERE,
    TRAIL_READERS,
    WRITERS,
    Entry,
    There,
    in_list,
    of,
    plan_of,
    update_of,
    word_of,
)

WORKING: dict[str, Entry] = {
    # People and rights
    "accounts:people": in_list(INSIDE),
    "accounts:invite": in_list(COORDINATOR),
    "accounts:invitation-renew": Entry(of("invitation", "invitation"), COORDINATOR),
    "accounts:invitation-withdraw": Entry(of("invitation", "invitation"), COORDINATOR),
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
    "cooperative:hand-back": Entry(of("handed", "deed", "deed"), COORDINATOR),
    "accounts:listing": in_list(ALL),
    "accounts:invite-many": in_list(COORDINATOR),
    "accounts:invite-many-look": Entry(of("sheet", "sheet"), COORDINATOR),
    "accounts:invite-many-template": in_list(COORDINATOR, arguments=lambda scene: {"kind": "csv"}),
    # Words
    "accounts:organisations": in_list(COORDINATOR),
    "accounts:organisation-add": in_list(COORDINATOR),
    "accounts:organisation-change": Entry(of("unused", "organisation"), COORDINATOR),
    "accounts:organisation-remove": Entry(of("unused", "organisation"), COORDINATOR),
    "accounts:words": in_list(COORDINATOR),
    "accounts:word-add": in_list(COORDINATOR, arguments=lambda scene: {"kind": "plainer"}),
    "accounts:word-change": Entry(word_of, COORDINATOR),
    "accounts:word-remove": Entry(word_of, COORDINATOR),
    "accounts:check-words": in_list(ALL, method="post"),
    "accounts:stay": in_list(ALL, method="post"),
    "portal:tour": in_list(ALL),
    "portal:tour-seen": in_list(ALL, method="post"),
    "accounts:news": in_list(ALL),
    "accounts:news-read": Entry(
        of("notice", "notice"), {"officer"}, hidden_from=ALL - {"officer"}, method="post"
    ),
    "accounts:news-read-all": in_list(ALL, method="post"),
    "accounts:news-choices": in_list(ALL),
    "accounts:look": in_list(COORDINATOR),
    "accounts:look-colour": in_list(COORDINATOR, method="post"),
    "accounts:logo-add": in_list(COORDINATOR, method="post"),
    "accounts:logo-remove": in_list(COORDINATOR, method="post"),
    "accounts:logo-preview": Entry(of("logo", "logo"), COORDINATOR),
    "accounts:logo-use": Entry(of("logo", "logo"), COORDINATOR, method="post"),
    "accounts:logo-throw-away": Entry(of("logo", "logo"), COORDINATOR, method="post"),
    "portal:home": in_list(ALL),
    "portal:brief-next": in_list(ALL),
    "portal:brief": Entry(of("papers", "meeting"), ALL),
    "portal:update": in_list(OFFICERS | PARTNERS),
    "portal:journey": Entry(
        of("priority", "priority"),
        ALL,
        there=There(SEES_THERE, NO_PART),
    ),
    "portal:who-can-do-what": in_list(ALL),
    "portal:held-of": Entry(lambda scene: {"membership": scene.side.leaver.pk}, COORDINATOR),
    "portal:held-of-file": Entry(lambda scene: {"membership": scene.side.leaver.pk}, COORDINATOR),
    "portal:erasure-list": in_list(COORDINATOR),
    "portal:erasure-detail": Entry(of("erasure", "erasure"), COORDINATOR),
    "portal:erasure-names": Entry(of("erasure", "erasure"), COORDINATOR),
    "portal:trail": in_list(TRAIL_READERS),
    "portal:trail-export": in_list(TRAIL_READERS),
    # What young people said
    "voice:ask-list": in_list(INSIDE),
    "portal:point-create": in_list(WRITERS),
    "voice:ask-mine": in_list(WRITERS),
    "voice:ask-queue": in_list(RELEASERS),
    # Partners read no points but their own.
    "voice:ask-review": Entry(of("ask", "ask"), WRITERS - PARTNERS, hidden_from=PARTNERS),
    "portal:point-release": Entry(of("waiting", "ask"), RELEASERS),
    "portal:point-hand-on": Entry(of("ask", "ask"), WRITERS - PARTNERS, hidden_from=PARTNERS),
    "portal:point-return": Entry(of("held", "ask"), SAFEGUARDING, hidden_from=COORDINATOR),
    "portal:point-correct": Entry(of("ask", "ask"), RELEASERS, hidden_from=PARTNERS),
    "portal:point-withdraw": Entry(of("ask", "ask"), RELEASERS, hidden_from=PARTNERS),
    "portal:point-consent": Entry(
        of("ask", "ask"), RELEASERS | CONSULTANTS | LEAD, hidden_from=PARTNERS
    ),
    "portal:point-private": Entry(
        of("ask", "ask"), RELEASERS | CONSULTANTS | LEAD, hidden_from=PARTNERS
    ),
    "portal:point-confirm": Entry(of("consent", "consent"), RELEASERS),
    # Outcomes
    "outcomes:outcome-list": in_list(ALL),
    "outcomes:outcome-lead": Entry(
        lambda scene: {"outcome": scene.side.outcome.slug}, COORDINATOR, there=There(COORDINATOR)
    ),
    "outcomes:workplan-open": Entry(
        lambda scene: {"outcome": scene.side.unplanned.slug}, COORDINATOR
    ),
    "outcomes:workplan-detail": Entry(
        plan_of,
        ALL,
        there=There(SEES_THERE, NO_PART),
    ),
    "outcomes:workplan-share": Entry(
        plan_of,
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
        plan_of,
        PLANNERS,
        there=There(PLANNERS, NO_PART),
    ),
    "outcomes:priority-edit": Entry(
        of("priority", "priority"),
        PLANNERS,
        there=There(PLANNERS, NO_PART),
    ),
    "outcomes:priority-move": Entry(
        of("priority", "priority"),
        PLANNERS,
        method="post",
        there=There(PLANNERS, NO_PART),
    ),
    "outcomes:priority-close": Entry(
        of("priority", "priority"),
        CONSULTANTS,
        there=There(CONSULTANTS, NO_PART),
    ),
    "outcomes:priority-reopen": Entry(
        of("closed", "priority"),
        CONSULTANTS,
        method="post",
        there=There(CONSULTANTS, NO_PART),
    ),
    "outcomes:priority-verdict": Entry(
        of("priority", "priority"),
        CONSULTANTS,
        there=There(CONSULTANTS, NO_PART),
    ),
    # Expectations: everybody here reads them, and the verdicts; only care consultants give one
    "outcomes:expectation-list": in_list(ALL),
    "outcomes:expectation-export": in_list(ALL),
    "outcomes:expectation-detail": Entry(of("expectation", "expectation"), ALL),
    "expectations:expectation-verdict": Entry(of("expectation", "expectation"), CONSULTANTS),
    "outcomes:action-create": Entry(
        of("priority", "priority"),
        CONSULTANTS | OFFICERS | PARTNERS | COORDINATOR,
        there=There(CONSULTANTS | OFFICERS | {"partner"} | COORDINATOR, NO_PART),
    ),
    "outcomes:action-list": in_list(ALL),
    "outcomes:action-export": in_list(ALL),
    "outcomes:action-detail": Entry(
        of("action", "action"),
        ALL,
        there=There(SEES_THERE, NO_PART),
    ),
    "outcomes:action-edit": Entry(
        of("action", "action"),
        LEAD | COORDINATOR,
        there=There(OTHER_LEAD | COORDINATOR, NO_PART),
    ),
    "outcomes:action-progress": Entry(
        of("action", "action"),
        LEAD | {"officer"},
        there=There(OTHER_LEAD | OTHER_OWNER, NO_PART),
    ),
    "outcomes:action-update": Entry(
        of("action", "action"),
        LEAD | {"officer"},
        there=There(OTHER_LEAD | OTHER_OWNER, NO_PART),
    ),
    "outcomes:action-verdict": Entry(
        of("action", "action"),
        CONSULTANTS,
        there=There(CONSULTANTS, NO_PART),
    ),
    "outcomes:action-take-up": Entry(
        of("proposal", "action"),
        LEAD | COORDINATOR,
        method="post",
        there=There(OTHER_LEAD | COORDINATOR, NO_PART),
    ),
    "outcomes:action-decline": Entry(
        of("proposal", "action"),
        LEAD | COORDINATOR,
        there=There(OTHER_LEAD | COORDINATOR, NO_PART),
    ),
    "outcomes:action-remove": Entry(
        of("proposal", "action"),
        {"consultant"} | LEAD | COORDINATOR,
        there=There({"consultant_2"} | OTHER_LEAD | COORDINATOR, NO_PART),
    ),
    "outcomes:update-undo": Entry(
        update_of,
        {"officer"},
        method="post",
        there=There(OTHER_OWNER, NO_PART),
    ),
    "outcomes:update-correct": Entry(
        update_of,
        LEAD | {"officer"},
        there=There(OTHER_LEAD | OTHER_OWNER, NO_PART),
    ),
    "outcomes:evidence-file": Entry(
        of("file", "file"),
        ALL,
        there=There(SEES_THERE, NO_PART),
    ),
    **MEETINGS,
    **REPORTS,
}
