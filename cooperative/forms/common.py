"""What several forms of this app share."""

from typing import Any

from django import forms

from core.forms import ConfirmForm


class PersonChoice(forms.ModelChoiceField):
    """One person, shown with their post and whom they work for."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.standing_in_full)


class PeopleChoice(forms.ModelMultipleChoiceField):
    """Several people, shown with their posts."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.standing)


class ConfirmVersionForm(ConfirmForm):
    """A "yes, do it" to something that cannot be undone, about the version its reader saw."""

    keeps_version = True
