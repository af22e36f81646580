"""Who may enter the addresses of reports, documents and scrutiny."""

from tests.access.entry import (
    ALL,
    CONSULTANTS,
    COORDINATOR,
    EXECUTIVE,
    INSIDE,
    LEAD,
    NO_PART,
    OTHER_LEAD,
    PARTNERS,
    PLANNERS,
    SEATED,
    SEES_THERE,
    Entry,
    There,
    in_list,
    line_of,
    of,
    year_of,
)

REPORTS: dict[str, Entry] = {
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
    "documents:document-detail": Entry(of("document", "document"), ALL),
    "documents:document-download": Entry(of("document", "document"), ALL),
    "documents:document-again": Entry(
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
