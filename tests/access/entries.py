"""Who may enter what: every address for those who work here, once. Written by hand from the
product's table, on purpose not computed from the code that it checks."""

from tests.access.entry import (
    ALL,
    CONSULTANTS,
    COORDINATOR,
    EXECUTIVE,
    INSIDE,
    LEAD,
    MEMBERS,
    NO_PART,
    OFFICERS,
    OTHER_LEAD,
    OTHER_OWNER,
    PARTNERS,
    PLANNERS,
    RELEASERS,
    SAFEGUARDING,
    SEATED,
    SEES_THERE,
    TRAIL_READERS,
    WRITERS,
    Entry,
    There,
    in_list,
    item_of,
    line_of,
    of,
    plan_of,
    update_of,
    word_of,
    year_of,
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
    # Bodies and meetings
    "cooperative:body-list": in_list(ALL),
    "cooperative:body-detail": Entry(lambda scene: {"slug": scene.side.body.slug}, ALL),
    "cooperative:seat-add": Entry(lambda scene: {"slug": scene.side.body.slug}, COORDINATOR),
    "cooperative:seat-change": Entry(of("seat", "seat"), COORDINATOR),
    "cooperative:meeting-list": in_list(ALL),
    "cooperative:meeting-create": in_list(PLANNERS),
    "cooperative:meeting-detail": Entry(of("papers", "meeting"), ALL),
    "cooperative:meeting-edit": Entry(of("planned", "meeting"), PLANNERS),
    "cooperative:meeting-cancel": Entry(of("planned", "meeting"), PLANNERS),
    "cooperative:meeting-reinstate": Entry(of("cancelled", "meeting"), PLANNERS),
    "cooperative:papers-out": Entry(of("planned", "meeting"), PLANNERS),
    "cooperative:attendance": Entry(of("today", "meeting"), PLANNERS),
    "cooperative:meeting-hold": Entry(of("today", "meeting"), PLANNERS),
    "cooperative:readiness": Entry(of("papers", "meeting"), PLANNERS | MEMBERS),
    "cooperative:agenda-add": Entry(of("planned", "meeting"), ALL),
    "cooperative:agenda-change": Entry(item_of("planned", "item"), PLANNERS),
    "cooperative:agenda-move": Entry(item_of("planned", "item"), PLANNERS, method="post"),
    "cooperative:agenda-drop": Entry(item_of("planned", "item"), PLANNERS, method="post"),
    "cooperative:agenda-settle": Entry(item_of("planned", "proposed_item"), PLANNERS),
    "cooperative:notes-remove": Entry(item_of("today", "today_item"), RELEASERS),
    "cooperative:agenda-minutes": Entry(item_of("today", "today_item"), PLANNERS),
    "cooperative:decision-create": Entry(of("today", "meeting"), PLANNERS),
    "cooperative:agree-action": Entry(of("today", "meeting"), PLANNERS),
    "cooperative:workplan-review": Entry(of("papers", "meeting"), ALL),
    "cooperative:workplan-read": Entry(of("papers", "meeting"), MEMBERS, method="post"),
    "cooperative:question-create": Entry(of("papers", "meeting"), MEMBERS),
    "cooperative:question-answer": Entry(
        lambda scene: {"meeting": scene.papers.pk, "question": scene.question.pk},
        OFFICERS | COORDINATOR,
        there=There(OFFICERS | COORDINATOR),
    ),
    "cooperative:challenge-export": in_list(ALL),
    "cooperative:challenge-list": in_list(ALL),
    "cooperative:challenge-create": in_list(CONSULTANTS),
    "cooperative:challenge-detail": Entry(
        of("open_challenge", "challenge"),
        INSIDE,
        hidden_from=PARTNERS,
        there=There(INSIDE | OTHER_OWNER, NO_PART),
    ),
    "cooperative:challenge-answer": Entry(
        of("open_challenge", "challenge"),
        {"officer"},
        hidden_from=PARTNERS,
        method="post",
        there=There(OTHER_OWNER, NO_PART),
    ),
    "cooperative:challenge-decide": Entry(
        of("answered", "challenge"),
        {"consultant"},
        there=There({"consultant_2"}),
    ),
    "cooperative:escalation-list": in_list(ALL),
    "cooperative:escalation-export": in_list(ALL),
    "cooperative:escalation-create": Entry(
        of("action", "action"),
        LEAD | {"officer"} | SAFEGUARDING,
        there=There(OTHER_LEAD | OTHER_OWNER | SAFEGUARDING, NO_PART),
    ),
    "cooperative:escalation-detail": Entry(
        of("escalation", "escalation"),
        INSIDE,
        hidden_from=PARTNERS,
        there=There(INSIDE | OTHER_OWNER, NO_PART),
    ),
    # The member has a seat on the group it is with; there the partner has.
    "cooperative:escalation-decide": Entry(
        of("escalation", "escalation"),
        {"member"},
        hidden_from=PARTNERS,
        method="post",
        there=There(OTHER_OWNER, NO_PART),
    ),
    # The executive proposed a decision just now; whoever has a seat confirms it.
    "cooperative:escalation-confirm": Entry(
        of("proposed", "escalation"),
        {"member"},
        hidden_from=PARTNERS,
        there=There(OTHER_OWNER, NO_PART),
    ),
    "cooperative:escalation-undo": Entry(
        of("proposed", "escalation"),
        {"executive"},
        hidden_from=PARTNERS,
        method="post",
        there=There({"executive"}, NO_PART),
    ),
    "cooperative:escalation-record": Entry(
        of("escalation", "escalation"), COORDINATOR, there=There(COORDINATOR)
    ),
    "cooperative:escalation-withdraw": Entry(
        of("escalation", "escalation"),
        {"officer"},
        hidden_from=PARTNERS,
        method="post",
        there=There(OTHER_OWNER, NO_PART),
    ),
    "cooperative:escalation-move": Entry(
        of("unseated", "escalation"), COORDINATOR, hidden_from=PARTNERS, method="post"
    ),
    # Reports
    "impact:report-list": in_list(ALL),
    "impact:report-compose": Entry(of("reportless", "meeting"), PLANNERS),
    "impact:meeting-report": Entry(of("papers", "meeting"), ALL),
    "impact:report-detail": Entry(of("draft", "report", "slug"), INSIDE, hidden_from=PARTNERS),
    "impact:report-introduction": Entry(
        of("draft", "report", "slug"), PLANNERS, hidden_from=PARTNERS
    ),
    "impact:report-recompose": Entry(
        of("draft", "report", "slug"), PLANNERS, hidden_from=PARTNERS, method="post"
    ),
    "impact:report-line-edit": Entry(
        line_of,
        PLANNERS | LEAD,
        hidden_from=PARTNERS,
        there=There(PLANNERS | OTHER_LEAD, PARTNERS),
    ),
    "impact:report-line-move": Entry(
        line_of,
        PLANNERS,
        hidden_from=PARTNERS,
        method="post",
        there=There(PLANNERS, PARTNERS),
    ),
    "impact:report-line-leave-out": Entry(
        line_of,
        PLANNERS | LEAD,
        hidden_from=PARTNERS,
        method="post",
        there=There(PLANNERS | OTHER_LEAD, PARTNERS),
    ),
    "impact:report-line-one-page": Entry(
        line_of,
        PLANNERS,
        hidden_from=PARTNERS,
        method="post",
        there=There(PLANNERS, PARTNERS),
    ),
    "impact:report-sign": Entry(of("draft", "report", "slug"), CONSULTANTS, hidden_from=PARTNERS),
    "impact:report-reopen": Entry(
        of("signed", "report", "slug"), CONSULTANTS, hidden_from=PARTNERS
    ),
    "impact:report-publish": Entry(
        of("signed", "report", "slug"), COORDINATOR, hidden_from=PARTNERS
    ),
    "impact:document-ask": Entry(
        lambda scene: {"report": scene.published.slug, "kind": "full"}, ALL, method="post"
    ),
    "impact:annual-document-ask": Entry(
        year_of("annual"),
        CONSULTANTS | COORDINATOR | EXECUTIVE,
        hidden_from=ALL - CONSULTANTS - COORDINATOR - EXECUTIVE,
        method="post",
    ),
    "impact:document-detail": Entry(of("document", "document"), ALL),
    "impact:document-download": Entry(of("document", "document"), ALL),
    "impact:document-again": Entry(
        of("failed", "document"), PLANNERS, hidden_from=PARTNERS, method="post"
    ),
    "impact:scrutiny-list": in_list(ALL),
    "impact:scrutiny-export": in_list(ALL),
    "impact:scrutiny-create": Entry(
        lambda scene: {"what": "workplan", "number": scene.side.workplan.pk},
        SEATED,
        # There the plan is still being written.
        there=There(set(), NO_PART),
    ),
    "impact:scrutiny-detail": Entry(
        of("recommendation", "comment"), ALL, there=There(SEES_THERE, NO_PART)
    ),
    "impact:scrutiny-answer": Entry(
        of("recommendation", "comment"),
        LEAD,
        method="post",
        there=There(OTHER_LEAD, NO_PART),
    ),
    "impact:scrutiny-withdraw": Entry(of("recommendation", "comment"), SEATED, there=There(SEATED)),
    "impact:annual-list": in_list(ALL),
    "impact:annual-detail": Entry(
        year_of("annual"),
        CONSULTANTS | COORDINATOR | EXECUTIVE,
        hidden_from=ALL - CONSULTANTS - COORDINATOR - EXECUTIVE,
    ),
    "impact:annual-compose": Entry(of("unwritten", "period", "slug"), COORDINATOR),
    "impact:annual-refresh": Entry(
        year_of("annual"),
        COORDINATOR,
        hidden_from=ALL - CONSULTANTS - COORDINATOR - EXECUTIVE,
        method="post",
    ),
    "impact:annual-foreword": Entry(
        year_of("annual"), CONSULTANTS, hidden_from=ALL - CONSULTANTS - COORDINATOR - EXECUTIVE
    ),
    "impact:annual-endorse": Entry(
        year_of("annual"), EXECUTIVE, hidden_from=ALL - CONSULTANTS - COORDINATOR - EXECUTIVE
    ),
    "impact:annual-withdraw": Entry(year_of("endorsed"), EXECUTIVE),
    "impact:annual-publish": Entry(year_of("endorsed"), COORDINATOR),
}
