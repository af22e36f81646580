"""The two-minute update: the same questions as a full one (`outcomes.forms`), one line each."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from core.personal_data import WarnsOfPersonalData
from core.plain_words import ChecksWords
from outcomes.enums import NEVER_AGREED, ActionStatus
from outcomes.models import Action


class QuickProgressForm(ChecksWords, WarnsOfPersonalData, Form):
    """Where it stands and one line of what was done. Files and more are on the full page."""

    watched = ("done", "difference")
    plain = ("done", "difference")

    keeps_version = True
    status = forms.ChoiceField(
        label=_("Where does it stand?"),
        choices=[one for one in ActionStatus.choices if one[0] not in NEVER_AGREED],
        widget=forms.RadioSelect,
    )
    done = forms.CharField(
        label=_("What has happened, in a line?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Do not write names or details of a child’s life here."),
    )
    reached = forms.IntegerField(
        label=_("How many so far?"), required=False, min_value=0, max_value=1_000_000
    )
    difference = forms.CharField(
        label=_("What difference did it make?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed before it is done."),
    )

    def __init__(self, *args: Any, action: Action, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).update(
            status=action.status, reached=action.reached, version=action.version
        )
        super().__init__(*args, **kwargs)
        if action.target is None:
            del self.fields["reached"]
        else:
            self.fields["reached"].label = gettext("How many so far, of %(target)s?") % {
                "target": f"{action.target:,} {action.unit}".strip()
            }
