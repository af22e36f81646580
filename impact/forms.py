"""Forms of reports. They clean; operations check and save."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from core.personal_data import WarnsOfPersonalData
from core.plain_words import ChecksWords
from impact.models import AnnualReport, ImpactReport, ReportLine

NO_NAMES = _("Do not write names or details of a child’s life here. Everybody can read this later.")


class ConfirmForm(Form):
    """A button that does one thing, once."""


class LineForm(ChecksWords, WarnsOfPersonalData, Form):
    """One line of a report, in other words."""

    watched = ("text",)
    plain = ("text",)

    keeps_version = True
    text = forms.CharField(
        label=_("The line"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=format_lazy("{} {}", _("Short and plain."), NO_NAMES),
    )

    def __init__(self, *args: Any, line: ReportLine, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).update(text=line.text, version=line.version)
        super().__init__(*args, **kwargs)


class PlaceForm(Form):
    """Where in its part a line goes."""

    place = forms.IntegerField(min_value=1, max_value=10_000)


class YesNoForm(Form):
    """A switch: on or off, said outright, so that pressing twice changes nothing."""

    on = forms.TypedChoiceField(
        choices=[("yes", _("Yes")), ("no", _("No"))], coerce=lambda value: value == "yes"
    )


class IntroductionForm(ChecksWords, WarnsOfPersonalData, Form):
    """The title, and the words above the report."""

    watched = ("title", "introduction")
    plain = ("introduction",)

    keeps_version = True
    title = forms.CharField(label=_("Title"), max_length=160)
    introduction = forms.CharField(
        label=_("Introduction"),
        max_length=1500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=NO_NAMES,
    )

    def __init__(self, *args: Any, report: ImpactReport, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).update(
            title=report.title, introduction=report.introduction, version=report.version
        )
        super().__init__(*args, **kwargs)


class ForewordForm(ChecksWords, WarnsOfPersonalData, Form):
    """Care consultants' own words at the head of the year's report."""

    watched = ("foreword",)
    plain = ("foreword",)

    keeps_version = True
    foreword = forms.CharField(
        label=_("Your foreword"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=format_lazy("{} {}", _("What this year was like, in your words."), NO_NAMES),
    )

    def __init__(self, *args: Any, annual: AnnualReport, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).update(foreword=annual.foreword, version=annual.version)
        super().__init__(*args, **kwargs)
