"""The gallery: every component in all its states, and the page that accessibility is tested on."""

import datetime
from types import SimpleNamespace
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html_join

from accounts.access import public
from core.components import FEELS, STATUS, TONES, ThreadStep, feels_badge, icon_names, status_badge
from core.decisions import YES, no
from core.forms import DateInput, Form
from core.http import render_page


class GalleryForm(Form):
    """One of each kind of question."""

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
    evidence = forms.FileField(
        label="A file that shows it",
        required=False,
        help_text="A photo, a PDF or a document, up to 10 MB.",
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


@public()
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in all its states. Only where the program is shown or built, never in use."""
    if not (settings.DEMO or settings.DEBUG):
        raise Http404("The gallery is for those who build the program.")
    pages = Paginator(range(130), 50)
    context: dict[str, Any] = {
        "tones": [
            SimpleNamespace(short_name=tone.capitalize(), tone=tone, icon=icon)
            for tone, icon in zip(
                TONES, ("smile heart-pulse shield rocket".split() * 4), strict=False
            )
        ],
        "statuses": list(STATUS),
        "feelings": list(FEELS),
        "icons": sorted(icon_names()),
        "somebody": _somebody("Priya N", "Leisure Services"),
        "counts": [
            ("done", "Done", 5),
            ("on-track", "On track", 6),
            ("at-risk", "At risk", 2),
            ("late", "Late", 1),
        ],
        "feels_counts": [("yes", "Yes", 3), ("a-bit", "A bit", 7), ("not-yet", "Not yet", 4)],
        "steps": _thread(),
        "first_page": pages.page(1),
        "middle_page": pages.page(2),
        "refused": no("Only care consultants may set priorities."),
        "allowed": YES,
        "days": [timezone.localdate() + datetime.timedelta(days=n) for n in (-400, -6, 0, 1, 9)],
        **_forms(),
    }
    return render_page(request, "portal/components.html", context)
