"""What coordinators and everybody else answer about being erased."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.enums import ErasureChoice
from core.forms import Form
from core.personal_data import WarnsOfPersonalData


class LeftNameForm(Form):
    """One sentence or file that may be about somebody, and what is to become of it."""

    key = forms.CharField(max_length=40, widget=forms.HiddenInput)
    choice = forms.ChoiceField(choices=ErasureChoice.choices)


class DecideErasureForm(WarnsOfPersonalData, Form):
    """Yes, or no with a reason."""

    watched = ("reason",)
    needed = {"reason": _("(required if you say no)")}

    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[
            ("yes", _("Yes, erase their details. This can’t be undone.")),
            ("no", _("No, not now")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why not?"),
        help_text=_("They’ll be able to read this."),
        max_length=1000,
        required=False,
        widget=forms.Textarea,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("decision") == "no" and not cleaned.get("reason", "").strip():
            self.add_error(
                "reason", gettext("Give your reason for saying no. They’ll be able to read it.")
            )
        return cleaned
