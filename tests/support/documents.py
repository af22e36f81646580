"""Fixed content for documents: one report and one year, always the same words."""

import datetime
from typing import Any

from impact.queries.annual import AnnualContent, Foreword, Quarter
from impact.queries.content import (
    AuthorityFacts,
    ContentLine,
    ContentPart,
    Figure,
    OutcomeFacts,
    Quotation,
    ReportContent,
    ReportFacts,
)
from tests.support.places import AT_OURS

AUTHORITY = AuthorityFacts(
    slug="manchester",
    name="Manchester City Council",
    short_name="Manchester",
    strategy_name="Our Corporate Parenting Strategy",
    colour="#211a3d",
)
HAPPY = OutcomeFacts("happy", "Happy: doing things we love", "Happy", "amber", "smile")
HEALTHY = OutcomeFacts("healthy", "Healthy in body and mind", "Healthy", "teal", "heart")


def line(text: str, **fields: Any) -> ContentLine:
    """One sentence; what is not named is empty."""
    values: dict[str, Any] = {
        "pk": 1, "source": "action", "source_label": "Action 3", "public_url": "",
        "source_url": f"{AT_OURS}outcomes/happy/2026-27/actions/3/",
        "status": "", "status_label": "", "days_late": 0, "owner": "", "officer_says": "",
        "officer_on": "", "feels": "", "consultants_say": "", "consultants_on": "",
        "not_done": False, "on_one_page": True,
    }  # fmt: skip
    return ContentLine(text=text, **(values | fields))


def parts() -> list[ContentPart]:
    """The three parts of a quarter under Happy."""
    return [
        ContentPart("said", "What we said we would do", [
            line("Link 100 young people to a club they chose by September.",
                 status="at-risk", status_label="At risk", owner="Priya N, Leisure"),
            line("Make one yes enough: one person can say yes to a trip, not four.",
                 source_label="Action 4", status="on-track", status_label="On track"),
            line("Ask every carer what the young person they look after loves doing.",
                 source_label="Action 5", status="done", status_label="Done"),
        ]),
        ContentPart("achieved", "What we achieved", [
            line("61 young people joined a club. Two boxing gyms and a dance studio now say yes "
                 "straight away.", status="at-risk", status_label="At risk",
                 owner="Priya N, Leisure", feels="a-bit",
                 officer_says="61 of 100 linked, 18 since the last meeting. Bus fares hold us up.",
                 consultants_say="Getting in was easy. Getting there was not."),
            line("212 carers told us what the young person they look after loves doing.",
                 source_label="Action 5", status="done", status_label="Done", feels="yes",
                 owner="Owen L, Fostering", officer_says="Every carer has been asked.",
                 consultants_say="My carer asked me first. That was new."),
            line("One yes is not the rule yet: legal advice took longer than we promised.",
                 source_label="Action 4", status="off-track", status_label="Off track",
                 days_late=23, owner="Hana L, Legal", feels="not-yet", not_done=True,
                 officer_says="We wait for counsel’s advice, due on 3 July.",
                 consultants_say="We still wait for four people to say yes to a sleepover."),
        ]),
        ContentPart("next", "What we agree to do next", [
            line("Decide about free travel on 12 July.", source="decision",
                 source_label="Decision of the meeting"),
            line("Housing needs to answer our question about starter packs by 1 July.",
                 source="challenge", source_label="Challenge to Housing"),
        ]),
    ]  # fmt: skip


STATUS_COUNTS = [
    ("done", "Done", 3),
    ("on-track", "On track", 6),
    ("at-risk", "At risk", 2),
    ("late", "Late", 2),
    ("not-started", "Not started", 1),
]
FIGURES = [
    Figure("61", "of us joined a club we chose. The promise was 100 by September."),
    Figure("4 → 1", "people to ask before we can say yes to a trip."),
    Figure("3 of 14", "promises we’ve judged feel really different. 7 feel a bit different."),
]
QUOTE = Quotation("I finally went. Nobody made it weird.", "A young person, shared with consent")


def report(**changes: Any) -> ReportContent:
    """The report of the first quarter."""
    facts: dict[str, Any] = {
        "slug": "happy-what-changed",
        "title": "Happy: what changed",
        "introduction": "You told us that having fun should not need a form. This is what became "
        "of what we promised at the meeting in June.",
        "quarter_label": "April to June 2026",
        "body_name": "Corporate Family Cooperative",
        "meeting_label": "Happy, 18 June 2026",
        "outcome": HAPPY,
        "signed_by": ["Jay M", "2 other care consultants"],
        "signed_count": 3,
        "signed_on": "2026-06-20",
        "published_on": "2026-06-24",
        "needed": 2,
    } | changes
    return ReportContent(AUTHORITY, ReportFacts(**facts), parts(), FIGURES, QUOTE, STATUS_COUNTS)


def quarter(title: str, label: str, outcome: OutcomeFacts) -> Quarter:
    """One quarter of the year."""
    return Quarter(
        slug=outcome.slug, title=title, quarter_label=label, outcome=outcome, parts=parts(),
        introduction="What became of what we promised.", figures=FIGURES, quote=QUOTE,
        status_counts=STATUS_COUNTS, signed_by=["Jay M", "2 other care consultants"],
        signed_on=datetime.date(2026, 6, 20),
    )  # fmt: skip


def year() -> AnnualContent:
    """The annual report of two quarters."""
    return AnnualContent(
        authority=AUTHORITY,
        title="A year of promises",
        period="2026 to 2027",
        as_of=datetime.date(2027, 4, 1),
        foreword=Foreword(
            "This year we set the priorities ourselves. Some things changed, some did not, and "
            "this report says which. Read what we said before you read what was done.",
            "Jay M",
            datetime.date(2027, 4, 2),
        ),
        endorsed_on=datetime.date(2027, 4, 20),
        quarters=[
            quarter("Happy: what changed", "April to June 2026", HAPPY),
            quarter("Healthy: what changed", "July to September 2026", HEALTHY),
        ],
        totals={
            "reports": 2, "priorities": 8, "actions": 44, "done": 12, "late": 5, "judged": 20,
            "feel_different": 6, "feel_a_bit_different": 9, "feel_no_different": 5,
        },
        status_counts=[("done", "Done", 12), ("on-track", "On track", 20), ("late", "Late", 5)],
        expectations=[
            {"number": n, "text": f"We want to be asked before things are decided ({n}).",
             "n_actions": n * 2 % 7, "feels": ["", "yes", "a-bit", "not-yet"][n % 4],
             "judged_on": datetime.date(2026, 12, 4) if n % 4 else None} for n in range(1, 13)
        ],
        earlier=[
            {"text": "Members were trained.", "period": "the year to May 2024",
             "quantity": "six apprenticeships", "felt_by": "elected members"},
        ],
        evidence=[
            {"text": "Care leavers do not pay council tax until they are 25.",
             "period": "2025 to 2026", "quantity": "1,100", "felt_by": "care leavers"},
        ],
        challenges={"raised": 7, "answered": 6, "accepted": 4, "median_days": 9},
        points={"raised": 20, "taken_up": 12},
    )  # fmt: skip
