"""The form of a verdict on an expectation. It cleans; the operation checks and saves."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from core.personal_data import WarnsOfPersonalData
from expectations.enums import Kept


class KeptForm(WarnsOfPersonalData, Form):
    """Does it feel kept? One tap, and words for whoever wants to."""

    watched = ("words",)

    feels = forms.ChoiceField(
        label=_("Does it feel kept?"), choices=Kept.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("Tell us more"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Don’t include any child’s name or details of their life."),
    )
