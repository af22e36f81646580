"""Forms of reports. They clean; operations check and save."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from cooperative.models import Body, Meeting
from core.forms import DateInput, Form, set_queryset
from core.personal_data import WarnsOfPersonalData
from core.plain_words import ChecksWords
from core.templatetags.words import short_day
from impact.enums import ScrutinyKind, ScrutinyReply
from impact.models import AnnualReport, ImpactReport, ReportLine
from impact.queries.scrutiny import meetings_to_name, spoken_for

NO_NAMES = _(
    "Don’t include any child’s name or details of their life. Everyone will be able to read this "
    "later."
)


class LineForm(ChecksWords, WarnsOfPersonalData, Form):
    """One line of a report, in other words."""

    watched = ("text",)
    told_to_everyone = watched
    plain = ("text",)

    keeps_version = True
    text = forms.CharField(
        label=_("What should this line say?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=format_lazy("{} {}", _("Keep it short and plain."), NO_NAMES),
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


class LeaveOutForm(Form):
    """A line back in, out, or out with the promises under it."""

    on = forms.ChoiceField(choices=[("yes", _("Yes")), ("no", _("No")), ("all", _("All"))])


class IntroductionForm(ChecksWords, WarnsOfPersonalData, Form):
    """The title, and the words above the report."""

    watched = ("title", "introduction")
    told_to_everyone = watched
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


class EndorseForm(Form):
    """Endorse a year's report; with something missing of the year, knowingly."""

    keeps_version = True
    despite_gaps = forms.BooleanField(
        label=_("I’ve read what’s missing, and I endorse the report without it"), required=False
    )

    def __init__(self, *args: Any, annual: AnnualReport, has_gaps: bool, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).update(version=annual.version)
        super().__init__(*args, **kwargs)
        if not has_gaps:
            del self.fields["despite_gaps"]


class WithdrawEndorsementForm(WarnsOfPersonalData, Form):
    """Why an endorsement is withdrawn."""

    watched = ("because",)

    because = forms.CharField(
        label=_("Why are you withdrawing the endorsement?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everyone who can read the report here will see this."),
    )


NO_NAMES_INSIDE = _(
    "Don’t include any child’s name or details of their life. Everyone who works here can read "
    "this."
)


class MeetingOfBody(forms.ModelChoiceField):
    """A meeting, told from its namesakes by its day."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title}, {short_day(obj.starts_at)}"


class ScrutinyForm(ChecksWords, WarnsOfPersonalData, Form):
    """What a scrutiny committee says of a plan or a report. Asks which committee only where its
    writer sits on more than one, and at which meeting only where one is written down."""

    watched = ("text",)
    plain = ("text",)

    kind = forms.ChoiceField(
        label=_("Is it a comment or a recommendation?"),
        choices=[
            (ScrutinyKind.COMMENT, _("A comment")),
            (ScrutinyKind.RECOMMENDATION, _("A recommendation (it has to be answered)")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a comment or a recommendation.")},
    )
    text = forms.CharField(
        label=_("What does the committee say?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=NO_NAMES_INSIDE,
    )
    body = forms.ModelChoiceField(
        Body.objects.none(), label=_("Which committee is it from?"), empty_label=_("Choose one")
    )
    meeting = MeetingOfBody(
        Meeting.objects.none(),
        label=_("Which meeting agreed it?"),
        required=False,
        empty_label=_("None of these"),
    )

    def __init__(self, *args: Any, actor: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        theirs = list(spoken_for(actor))
        if len(theirs) > 1:
            set_queryset(self, "body", spoken_for(actor))
        else:
            del self.fields["body"]
        meetings = meetings_to_name(actor)
        if meetings.exists():
            set_queryset(self, "meeting", meetings)
        else:
            del self.fields["meeting"]


class ScrutinyAnswerForm(ChecksWords, WarnsOfPersonalData, Form):
    """The answer to a recommendation."""

    watched = ("why", "action")
    plain = ("why", "action")
    needed = {
        "action": _("(required if you accept it)"),
        "act_by": _("(required if you accept it)"),
    }

    keeps_version = True
    reply = forms.ChoiceField(
        label=_("Is the recommendation accepted?"),
        choices=ScrutinyReply.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether the recommendation is accepted.")},
    )
    why = forms.CharField(
        label=_("Why?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=NO_NAMES_INSIDE,
    )
    action = forms.CharField(
        label=_("What will be done?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    act_by = forms.DateField(label=_("By when?"), required=False, widget=DateInput())


class WithdrawForm(WarnsOfPersonalData, Form):
    """Why a comment is taken back."""

    watched = ("because",)

    keeps_version = True
    because = forms.CharField(
        label=_("Why are you withdrawing it?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NO_NAMES_INSIDE,
    )
