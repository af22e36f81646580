"""What the gallery shows: each component's states, as plain data. Nobody here is real."""

import datetime
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.html import format_html_join

from accounts.enums import Role
from cooperative.diagram import draw
from core import suppression
from core.charts import Chart, Series
from core.components import (
    FEELS,
    STATUS,
    TONES,
    Filter,
    ThreadStep,
    feels_badge,
    icon_names,
    status_badge,
)
from core.decisions import ALLOW, deny
from core.forms import DateInput, FilesField, Form
from core.plain_words import ChecksWords
from outcomes.queries.actions import ActionRow
from portal.context import NAMES, WORKING
from voice.models import Ask

# What no page should break on: a word without an end, and more words than anybody foresaw.
LONG_WORD = "Supercalifragilisticexpialidocious" * 2
LONG = f"Every one of us, wherever we live and whoever looks after us, gets to try it: {LONG_WORD}"


class GalleryForm(ChecksWords, Form):
    """One of each kind of question."""

    plain = ("why",)
    keeps_version = True

    title = forms.CharField(
        label="What do you want to change?",
        max_length=120,
        help_text="In your own words. One sentence is enough.",
    )
    why = forms.CharField(
        label="Why does it matter?",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=600,
        required=False,
        help_text="Please do not write anything private about a child.",
    )
    outcome = forms.ChoiceField(
        label="Which part of life is it about?",
        choices=[("", "Choose one"), ("happy", "Happy"), ("healthy", "Healthy"), ("safe", "Safe")],
    )
    feels = forms.ChoiceField(
        label="Does it feel different?",
        choices=[(key, look.label) for key, look in FEELS.items()],
        widget=forms.RadioSelect,
    )
    expectations = forms.MultipleChoiceField(
        label="Which expectations does it serve?",
        choices=[("1", "1. Love us"), ("2", "2. Listen to us"), ("3", "3. Keep your promises")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    due_on = forms.DateField(label="By when?", widget=DateInput)
    reached = forms.IntegerField(label="How many so far?", required=False, min_value=0)
    evidence = FilesField(
        label="Evidence",
        required=False,
        help_text="A photo, a PDF or a document, up to 10 MB each.",
        kinds=("pdf", "png", "jpg"),
        most=5,
    )
    agreed = forms.BooleanField(label="The young person said we may share their words")


def _somebody(name: str, post: str) -> SimpleNamespace:
    return SimpleNamespace(label=name, standing=f"{name}, {post}")


def _thread() -> list[ThreadStep]:
    today = timezone.localdate()
    return [
        ThreadStep(
            "43 of you said clubs cost too much",
            "done",
            when=today - datetime.timedelta(days=300),
            text="Christmas consultation",
            url="#thread",
        ),
        ThreadStep("We chose it as priority 1", "done", text="Care consultants"),
        ThreadStep(
            "3 actions started",
            "now",
            text="61 of 100 young people linked to a club.",
            tag=format_html_join("", "{}", [(status_badge("on-track"),), (feels_badge("a-bit"),)]),
        ),
        ThreadStep(
            "The next meeting decides about free travel",
            "next",
            when=today + datetime.timedelta(days=9),
        ),
    ]


def _forms() -> dict[str, GalleryForm]:
    """The form as it comes, with mistakes in it, and after somebody else saved first."""
    wrong = GalleryForm(
        {
            "title": "x" * 130,
            "why": "<b>Words with marks</b> & an ampersand",
            "feels": "a-bit",
            "expectations": ["1", "3"],
            "due_on": "soon",
            "reached": "many",
        },
        auto_id="wrong_%s",
    )
    clash = GalleryForm(
        {
            "title": "Every one of us gets to try something new",
            "why": "Because others just join.",
            "outcome": "happy",
            "feels": "yes",
            "due_on": "2027-03-01",
            "agreed": "on",
            "version": "3",
        },
        auto_id="clash_%s",
    )
    clash.is_valid()
    clash.conflict = SimpleNamespace(
        version=4,
        title="Every one of us gets to try something new this year",
        why="Because others just join.",
        due_on=datetime.date(2027, 3, 31),
    )
    clash.add_error(None, "Priya N changed this while you were writing.")
    return {"form": GalleryForm(), "wrong": wrong, "clash": clash}


def _charts() -> dict[str, Chart]:
    """One of each chart, and each with little and with much to draw."""
    months = ["Apr to Jun", "Jul to Sep", "Oct to Dec", "Jan to Mar"]
    return {
        "line": Chart(
            title="Linked to a club, month by month",
            says="Since 8 May it went from 12 to 61 of 100 linked to a club.",
            about="Date",
            labels=["8 May", "16 Jun", "11 Sep", "12 Nov"],
            series=[Series("Linked", [12, 34, 49, 61])],
            where=[0, 0.21, 0.67, 1],
            aim=100,
        ),
        "lines": Chart(
            title="Asked and answered, month by month",
            says="Answers have caught up with questions since summer.",
            about="Month",
            labels=["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct"],
            series=[
                Series("Asked", [4, 6, 5, 8, 9, 7, 6, 6, 5, 4], "voice"),
                Series("Answered", [1, 2, None, 3, 5, 6, 6, 7, 5, 4], "done"),
            ],
        ),
        "bars": Chart(
            title="Days until a first answer",
            says="First answers took longer: half within 9 days, where it was 4.",
            about="Quarter",
            labels=months,
            series=[Series("Days", [4, 8, 9, None])],
            unit="days",
        ),
        "groups": Chart(
            title="Questions asked and answered",
            says="Care consultants asked 1,208 questions. Answered so far: 1,004.",
            about="Quarter",
            labels=[*months[:2], LONG],
            series=[
                Series("Asked", [2, 2, 1204], "voice"),
                Series("Answered", [2, 0, 1002], "done"),
            ],
        ),
        "stacked": Chart(
            title="Status of actions, report by report",
            says="In 4 reports, 13 of 44 actions were done. 5 were late.",
            about="Report",
            labels=[
                "April to June 2026",
                "July to September 2026",
                "October to December 2026",
                LONG,
            ],
            series=[
                Series("Done", [2, 3, 5, 3], "done"),
                Series("On track", [4, 5, 3, 1], "good"),
                Series("Not started", [3, 2, 1, 0], "calm"),
                Series("At risk", [1, 2, 2, 1], "warn"),
                Series("Late", [0, 1, 4, 0], "late"),
                Series("Stopped", [0, 0, 1, 0], "still"),
            ],
            unit="actions",
        ),
    }


def _actions() -> list[ActionRow]:
    """Actions as a workplan has them: going well, late, and not begun."""
    today, now = timezone.localdate(), timezone.now()
    usual = ActionRow(
        id=1, number=1, title="Link 100 young people to a club they choose", status="on-track",
        due_on=today + datetime.timedelta(days=60), first_due_on=today, times_moved=1,
        owner="Priya N", blocked_with="Strategic Partnership", blocked_since=now,
        owner_title="Activities manager", owner_ends_on=None,
        organisation="Sport and Leisure", target=100, reached=61,
        counts_people=True, last_shown=61,
        unit="linked", priority_id=1, priority="Clubs", outcome="Happy", outcome_slug="happy",
        outcome_tone="amber", outcome_icon="smile", period_slug="2026-27",
        officer_words="Two new boxing gyms joined.", officer_at=now - datetime.timedelta(days=6),
        officer_by="Priya N",
        feels="not-yet", feels_words="Travel is still the problem.", feels_at=now, days_late=0,
    )  # fmt: skip
    late = {"title": LONG, "days_late": 23, "due_on": today - datetime.timedelta(days=23)}
    none = {"blocked_with": "", "blocked_since": None}
    none |= {"status": "not-started", "officer_words": "", "officer_at": None, "feels": ""}
    fields = {name: getattr(usual, name) for name in ActionRow.__slots__}
    return [
        usual,
        ActionRow(**{**fields, **late, "id": 2}),
        ActionRow(**{**fields, **none, "id": 3, "target": None, "feels_words": ""}),
    ]


def _explaining() -> SimpleNamespace:
    """A request of a council that has said what a word means."""
    said = SimpleNamespace(
        pk=1,
        word="Scrutiny",
        meaning="Councillors who check that the council does what it said it would.",
    )
    council = SimpleNamespace(
        meanings={"scrutiny": said}, word=lambda key, **_named: key, plainer=tuple
    )
    return SimpleNamespace(authority=council)


def _place(name: str) -> str:
    """What a place is called where the council has no word of its own."""
    words = str(NAMES[name])
    return f"{words.strip('{}').capitalize()}s" if words.startswith("{") else words


def specimens() -> dict[str, Any]:
    """Everything the page of the gallery draws."""
    pages, today = Paginator(range(130), 50), timezone.localdate()
    return {
        "long": LONG,
        "tones": [
            SimpleNamespace(short_name=tone.capitalize(), tone=tone, icon=icon)
            for tone, icon in zip(
                TONES, ("smile heart-pulse shield rocket".split() * 4), strict=False
            )
        ],
        "long_tone": SimpleNamespace(short_name=LONG, tone="brick", icon="smile"),
        "statuses": list(STATUS),
        "feelings": list(FEELS),
        "icons": sorted(icon_names()),
        "somebody": _somebody("Priya N", "Leisure Services"),
        "long_name": _somebody(LONG_WORD, LONG),
        "counts": [
            ("done", "Done", 5),
            ("on-track", "On track", 6),
            ("at-risk", "At risk", 2),
            ("late", "Late", 1),
        ],
        "one_count": [("on-track", "On track", 12)],
        "no_counts": [],
        "feels_counts": [("yes", "Yes", 3), ("a-bit", "A bit", 7), ("not-yet", "Not yet", 4)],
        "steps": _thread(),
        "long_steps": [ThreadStep(LONG, "now", text=LONG)],
        "no_steps": [],
        "first_page": pages.page(1),
        "middle_page": pages.page(2),
        "refused": deny("Only care consultants may set priorities."),
        "long_refusal": deny(LONG),
        "allowed": ALLOW,
        "days": [timezone.localdate() + datetime.timedelta(days=n) for n in (-400, -6, 0, 1, 9)],
        "charts": _charts(),
        "no_chart": None,
        "few": [3, 5],
        "many": [3, 5, 4, 8, 9, 12, 11, 15],
        "tabs": [("late", "Late"), ("done", "Done"), ("long", "Waiting for us to decide")],
        "questions": [
            Filter("outcome", "Outcome", "happy", [("happy", "Happy")], anything="All"),
            Filter("words", "Search", "bus", kind="search"),
            Filter("since", "From", "2026-06-01", kind="date"),
            Filter("mine", "Mine only", "1", kind="tick"),
        ],
        "actions": _actions(),
        "no_actions": [],
        "asks": [
            Ask(pk=1, text="A club.", said_by=1, source_name="Survey", said_on=today),
            Ask(pk=2, text=LONG, said_by=43, source_name=LONG, said_on=today),
        ],
        "hiding": suppression.DEFAULT,
        "exact": suppression.EXACT,
        "people_counts": [
            suppression.Count(61, 100),
            suppression.Count(3, 100),
            suppression.Count(98, 100),
            suppression.Count(64, 100, last_shown=61),
            suppression.Count(7, 7),
            suppression.Count(4, 7, of_people=False),
        ],
        "explaining": _explaining(),
        "diagram": draw(
            [
                [(1, "Executive")],
                [(2, "Corporate Family Cooperative")],
                [(3, "Happy working group"), (4, "Healthy working group"), (5, "Scrutiny")],
            ],
            [(1, 2), (2, 3), (2, 4), (5, 2)],
        ),
        "relations": [
            "Executive decides for Corporate Family Cooperative.",
            "Corporate Family Cooperative leads Happy working group.",
            "Corporate Family Cooperative leads Healthy working group.",
            "Scrutiny checks Corporate Family Cooperative.",
        ],
        "no_diagram": draw([], []),
        "frames": [
            (str(Role(role).label), ", ".join(_place(name) for name in places))
            for role, places in WORKING.items()
        ],
        **_forms(),
    }
