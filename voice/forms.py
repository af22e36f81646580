"""What is asked about a point that young people raised."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.forms import DateInput, Form
from core.personal_data import WarnsOfPersonalData
from core.plain_words import ChecksWords
from voice.enums import AskSource


class AskForm(ChecksWords, WarnsOfPersonalData, Form):
    """One point, where and when it was said, by how many, and who may read it."""

    watched = ("text", "source_name", "attribution")
    plain = ("text",)

    text = forms.CharField(
        label=_("What did they say?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=(_("In their own words. Don’t include names or details of a child’s life.")),
    )
    source = forms.ChoiceField(
        label=_("How did we hear it?"), choices=[("", _("Choose one")), *AskSource.choices]
    )
    source_name = forms.CharField(
        label=_("Which event, group or survey was it?"),
        max_length=160,
        help_text=_("For example “Christmas consultation”."),
    )
    said_on = forms.DateField(label=_("When?"), widget=DateInput)
    said_by = forms.IntegerField(
        label=_("How many young people said it?"), min_value=1, max_value=1_000_000, initial=1
    )
    attribution = forms.CharField(
        label=_("How should we describe who said it?"),
        max_length=80,
        required=False,
        help_text=_(
            "For example “a care leaver”. Never use a name. If you leave this empty, we’ll say "
            "“a young person”."
        ),
    )
    may_be_published = forms.BooleanField(
        label=_("They agreed that anyone can read these words"), required=False
    )

    def clean_said_on(self) -> object:
        """Not a day to come."""
        day = self.cleaned_data["said_on"]
        if day > timezone.localdate():
            raise ValidationError(gettext("Enter today’s date or an earlier one."))
        return day


class PublishingForm(Form):
    """Whether everyone may read the words."""

    may_be_published = forms.TypedChoiceField(
        label=_("Can everyone read these words?"),
        choices=[
            ("yes", _("Yes. The young people agreed.")),
            ("no", _("No. Only people who sign in here can read them.")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
