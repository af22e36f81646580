"""Who takes on what."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import Handed
from accounts.models import Membership
from core.forms import Form


class HandOverForm(Form):
    """One choice for each kind of thing that somebody answers for. `held` is what they answer for,
    `choices` who could take each kind on."""

    def __init__(
        self,
        *args: Any,
        held: dict[str, list[Any]],
        choices: dict[str, list[Membership]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = {one.pk: one for some in choices.values() for one in some}
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

    def takers(self) -> dict[str, Membership]:
        """Who was chosen for what."""
        return {kind: taker for kind, taker in self.values().items() if taker is not None}
