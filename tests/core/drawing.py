"""Components drawn from a line of template, something for each of their props, and the palette."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.template import engines

from core.charts import Chart, Series
from core.components import Filter, ThreadStep
from core.decisions import deny
from core.forms import DateInput, Form

CSS = Path(__file__).resolve().parents[2] / "static" / "css"


def draw(source: str, request: Any = None, **context: Any) -> str:
    """A template's text."""
    return str(engines["django"].from_string(source).render(context, request))


class Question(Form):
    """One of each control."""

    keeps_version = True
    title = forms.CharField(label="What?", max_length=20, help_text="A hint.")
    why = forms.CharField(label="Why?", widget=forms.Textarea, max_length=100, required=False)
    outcome = forms.ChoiceField(label="Outcome", choices=[("", "Choose"), ("happy", "Happy")])
    feels = forms.ChoiceField(
        label="Feels", choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect
    )
    serves = forms.MultipleChoiceField(
        choices=[("1", "One"), ("2", "Two")], widget=forms.CheckboxSelectMultiple, required=False
    )
    due_on = forms.DateField(widget=DateInput)
    reached = forms.IntegerField(required=False, min_value=0)
    file = forms.FileField(required=False)
    agreed = forms.BooleanField(label="Agreed")


OUTCOME = SimpleNamespace(short_name="Happy", tone="amber", icon="smile")
SOMEBODY = SimpleNamespace(label="Priya N", standing="Priya N, Leisure")
CHART = Chart(
    title="Asked and answered",
    says="Answers came sooner.",
    about="Quarter",
    labels=["Spring", "Summer"],
    series=[Series("Asked", [4, 6], "voice"), Series("Answered", [1, None], "done")],
)
# Each component with all the props it must have.
WHOLE = {
    "icon": 'name="smile"',
    "outcome_tag": "outcome=outcome",
    "status_badge": 'status="on-track"',
    "feels_badge": 'feels="a-bit"',
    "kept_badge": 'feels="a-bit"',
    "badge": 'label="New"',
    "person": "membership=somebody",
    "progress_of": "reached=61 target=100",
    "stacked_status": "counts=counts",
    "quote": 'text="Words"',
    "cannot": "decision=refused",
    "button": 'label="Send"',
    "link_button": 'url="/x/" label="Go"',
    "two_voices": 'officer_status="done" officer_words="" officer_when="" feels="" words="" '
    'said_when=""',
    "thread": "steps=steps",
    "empty_state": 'title="Nothing"',
    "pagination": "page=page",
    "field": "field=form.title",
    "hidden_fields": "form=form",
    "form_errors": "form=form",
    "progress_of_set": 'done=2 of=3 words="{count} signed"',
    "line_chart": "chart=chart",
    "bar_chart": "chart=chart",
    "stacked_chart": "chart=chart",
    "sparkline": 'values=numbers title="Words"',
    "tabs": 'label="Which" options=options current="late"',
    "filters": "questions=questions",
    "toast": 'text="Done"',
    "work_progress": 'title="We make it" stage="Page 3" percent=40',
}


def everything() -> dict[str, Any]:
    """What the props above name."""
    return {
        "outcome": OUTCOME,
        "somebody": SOMEBODY,
        "counts": [("done", "Done", 5), ("late", "Late", 1)],
        "refused": deny("Only care consultants may."),
        "steps": [ThreadStep("Said", "done"), ThreadStep("Next", "next")],
        "page": Paginator(range(60), 50).page(1),
        "form": Question(),
        "chart": CHART,
        "numbers": [1, 3, 2],
        "options": [("late", "Late"), ("done", "Done")],
        "questions": [Filter("year", "Year", "", [("26", "2026")], anything="Any")],
    }


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def palettes() -> list[dict[str, dict[str, str]]]:
    """Selector -> property -> colour, in the light and in the dark."""
    text = re.sub(r"/\*.*?\*/", "", (CSS / "tokens.css").read_text(), flags=re.DOTALL)
    light, rest = text.split("@media screen and (prefers-color-scheme: dark)")
    dark = rest.split("@media print")[0]
    found = []
    for part in (light, dark):
        rules = re.findall(r"(:root|\.[a-z-]+)[^{}]*\{([^}]*)\}", part)
        found.append(
            {name: dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", body)) for name, body in rules}
        )
    return found
