"""What is asked about a point that young people raised."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from core.forms import DateInput, Form
from core.personal_data import WarnsOfPersonalData
from voice.enums import AskSource


class AskForm(WarnsOfPersonalData, Form):
    """One point, where and when it was said, by how many, and who may read it."""

    watched = ("text", "source_name", "attribution")

    text = forms.CharField(
        label="What did they say?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=("In their own words. Do not write names or details of a child’s life here."),
    )
    source = forms.ChoiceField(
        label="How did we hear it?", choices=[("", "Choose one"), *AskSource.choices]
    )
    source_name = forms.CharField(
        label="Where was that?",
        max_length=160,
        help_text="For example “Christmas consultation”.",
    )
    said_on = forms.DateField(label="When?", widget=DateInput)
    said_by = forms.IntegerField(
        label="How many of them said it?", min_value=1, max_value=1_000_000, initial=1
    )
    attribution = forms.CharField(
        label="Who may we say it was?",
        max_length=80,
        required=False,
        help_text="For example “a care leaver”. Never a name. Empty means “a young person”.",
    )
    may_be_published = forms.BooleanField(
        label="They said that everyone may read these words", required=False
    )

    def clean_said_on(self) -> object:
        """Not a day to come."""
        day = self.cleaned_data["said_on"]
        if day > timezone.localdate():
            raise ValidationError("This day has not come yet.")
        return day


class PublishingForm(Form):
    """Whether everyone may read the words."""

    may_be_published = forms.TypedChoiceField(
        label="May everyone read these words?",
        choices=[
            ("yes", "Yes. The young people said so."),
            ("no", "No. They stay inside."),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
