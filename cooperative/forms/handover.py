"""Who takes on what."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import Handed
from accounts.models import Membership
from core.forms import Form

# Answers for one thing that it stays where it is.
NOBODY = "0"


class HandOverForm(Form):
    """One choice for each kind of thing that somebody answers for and, where there are several of
    a kind, one for each of them that goes elsewhere. `held` is what they answer for, `choices` who
    could take each kind on."""

    def __init__(
        self,
        *args: Any,
        held: dict[str, list[Any]],
        choices: dict[str, list[Membership]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = {one.pk: one for some in choices.values() for one in some}
        self.held = held
        for kind in held:
            options = [(str(one.pk), one.standing_in_full) for one in choices[kind]]
            self.fields[kind] = forms.TypedChoiceField(
                label=Handed(kind).label,
                choices=[("", _("Nobody yet")), *options],
                required=False,
                coerce=lambda pk: self.people[int(pk)],
                empty_value=None,
                error_messages={"invalid_choice": _("Choose one from the list.")},
            )
            for thing in held[kind] if len(held[kind]) > 1 else []:
                self.fields[f"{kind}-{thing.pk}"] = forms.ChoiceField(
                    label=str(thing),
                    choices=[("", _("Same person")), (NOBODY, _("Nobody yet")), *options],
                    required=False,
                    error_messages={"invalid_choice": _("Choose one from the list.")},
                )

    def takers(self) -> dict[str, Membership]:
        """Who was chosen for what."""
        values = self.values()
        return {kind: values[kind] for kind in self.held if values.get(kind) is not None}

    def apart(self) -> dict[str, Membership | None]:
        """Who was chosen for one thing alone; None where nobody is to take it on yet."""
        chosen = {name: value for name, value in self.values().items() if name not in self.held}
        return {
            name: None if value == NOBODY else self.people[int(value)]
            for name, value in chosen.items()
            if value
        }
