"""What is on the agenda, and what was said about it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cooperative.enums import ItemKind
from cooperative.models import AgendaItem
from cooperative.operations.agenda import DOWN, LONGEST, UP
from core.forms import Form, offer_words
from core.personal_data import WarnsOfPersonalData


class AgendaItemForm(WarnsOfPersonalData, Form):
    """Put something on the agenda, or propose it."""

    watched = ("title", "purpose")

    title = forms.CharField(label=_("Agenda item"), max_length=160)
    kind = forms.ChoiceField(
        label=_("What kind of item is it?"),
        choices=[choice for choice in ItemKind.choices if choice[0] != ItemKind.CHALLENGE],
        initial=ItemKind.OTHER,
    )
    minutes = forms.IntegerField(
        label=_("How many minutes does it need?"), min_value=1, max_value=LONGEST, initial=10
    )
    led_by = forms.CharField(label=_("Who leads it?"), max_length=120, required=False)
    purpose = forms.CharField(
        label=_("What do we want to get out of it?"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ChangeItemForm(AgendaItemForm):
    """Change something on the agenda. One made from a challenge keeps its kind."""

    keeps_version = True

    def __init__(self, *args: Any, item: AgendaItem, **kwargs: Any) -> None:
        names = ("title", "kind", "minutes", "led_by", "purpose", "version")
        kwargs["initial"] = {name: getattr(item, name) for name in names}
        super().__init__(*args, **kwargs)
        if item.kind == ItemKind.CHALLENGE:
            offer_words(self, "kind", [(ItemKind.CHALLENGE.value, ItemKind.CHALLENGE.label)])


class SettleItemForm(WarnsOfPersonalData, Form):
    """Say yes or not this time to a proposal."""

    keeps_version = True
    watched = ("because",)
    needed = {"because": _("(required if you leave it for another time)")}

    answer = forms.ChoiceField(
        choices=[("yes", _("Add to agenda")), ("no", _("Leave for another time"))],
        error_messages={
            "required": _("Choose whether to add this to the agenda or leave it for another time.")
        },
    )
    because = forms.CharField(
        label=_("Why?"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def values(self) -> dict[str, Any]:
        return {
            "accept": self.cleaned_data["answer"] == "yes",
            "because": self.cleaned_data["because"],
        }


class MoveItemForm(Form):
    """Up or down."""

    direction = forms.ChoiceField(choices=[(UP, _("Move up")), (DOWN, _("Move down"))])


class MinutesForm(WarnsOfPersonalData, Form):
    """What was said about one thing on the agenda."""

    watched = ("notes",)
    has_young_words = True
    keeps_version = True
    version_of = "notes_version"

    notes = forms.CharField(
        label=_("What was said?"),
        help_text=_(
            "Everyone who can see this meeting can read this. Leave out names of children and "
            "private details. Don’t write down what was said about harm: tick the box below and "
            "tell the safeguarding lead."
        ),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    concern_raised = forms.BooleanField(
        label=_("A concern was raised and is being dealt with outside the meeting"),
        required=False,
        help_text=_("The notes will say just that, and the safeguarding lead will be told."),
    )

    def __init__(self, *args: Any, item: AgendaItem, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "notes": item.notes,
            "concern_raised": item.concern_raised,
            "version": item.notes_version,
        }
        super().__init__(*args, **kwargs)


class RemoveNotesForm(Form):
    """Only a button, with the version of the notes."""

    keeps_version = True
    version_of = "notes_version"

    def __init__(self, *args: Any, item: AgendaItem, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": item.notes_version}
        super().__init__(*args, **kwargs)
