"""Forms of progress and of verdicts: where an action stands, and whether it feels different."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from core.components import is_share
from core.forms import FilesField, Form
from core.personal_data import WarnsOfPersonalData, gives_away
from core.plain_words import ChecksWords
from core.suppression import given_away, show_count
from outcomes.enums import NEVER_AGREED, ActionStatus, Feels
from outcomes.forms.common import NO_NAMES
from outcomes.models import Action, ProgressUpdate
from outcomes.operations.progress import MAX_FILES
from outcomes.validators import ALLOWED, check_file


class ProgressForm(ChecksWords, WarnsOfPersonalData, Form):
    """Where it stands, what was done, what difference it made. Two minutes on a phone, and the same
    questions on an action's own page."""

    watched = ("done", "difference")
    plain = ("done", "difference")
    needed = {"difference": _("(required if the status is “Done”)")}

    keeps_version = True
    both_stay = True
    status = forms.ChoiceField(
        label=_("Status"),
        choices=[one for one in ActionStatus.choices if one[0] not in NEVER_AGREED],
        widget=forms.RadioSelect,
    )
    done = forms.CharField(
        label=_("What has been done?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NO_NAMES,
    )
    difference = forms.CharField(
        label=_("What difference did it make?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("To young people, in a sentence or two."),
    )
    reached = forms.IntegerField(
        label=_("How many so far?"), required=False, min_value=0, max_value=1_000_000
    )
    files: Any = FilesField(  # a field, not what the form was sent
        label=_("Evidence"),
        required=False,
        kinds=tuple(ALLOWED),
        most=MAX_FILES,
        help_text=_(
            "PDF, image, Word, Excel, PowerPoint, text or CSV files, up to 10 MB each. We take out "
            "authors’ names and comments."
        ),
    )

    def __init__(
        self,
        *args: Any,
        action: Action,
        actor: Membership,
        corrects: ProgressUpdate | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("initial", {}).update(
            status=action.status, reached=action.reached, version=action.version
        )
        if corrects is not None:
            kwargs["initial"].update(done=corrects.done, difference=corrects.difference)
        self._action = action
        self._rule = actor.authority.small_numbers
        seen = show_count(action.count, actor.small_numbers)
        if action.reached is not None and not seen.is_exact:
            kwargs["initial"]["reached"] = None
        super().__init__(*args, **kwargs)
        if action.target is None:
            del self.fields["reached"]
            return
        self.fields["reached"].label = _how_many(action)
        if action.reached is not None and not seen.is_exact:
            self.fields["reached"].help_text = _last_time(seen.words)

    def _found(self, cleaned: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """Also a number of people that is hidden, and that these words would give away."""
        yield from super()._found(cleaned)
        if self._action.target is None:
            return
        reached = cleaned.get("reached")
        if reached is None:
            reached = self._action.reached or 0
        count = replace(self._action.count, reached=reached)
        for name in self.watched:
            if words := given_away(str(cleaned.get(name) or ""), count, self._rule):
                yield name, gives_away(words[0])

    def read_files(self) -> None:
        """Each file as it is to be kept, in its place."""
        self.cleaned_data["files"] = [check_file(one) for one in self.cleaned_data["files"]]

    def saved_values(self, current: Action) -> dict[str, Any]:
        """What the newest update says; an action keeps no words of its own."""
        last = current.updates.first()
        names = ("status", "done", "difference", "reached")
        return {name: getattr(last, name) for name in names} if last else {"status": current.status}


def _how_many(action: Action) -> str:
    """The question of how far it has come, with what is counted where that was said."""
    target = f"{action.target:,}"
    if is_share(action.unit):
        return gettext("How many %(unit)s? Aim: %(target)s.") % {
            "target": target,
            "unit": action.unit,
        }
    if not action.unit:
        return gettext("How many so far, out of %(target)s?") % {"target": target}
    return gettext("How many so far, out of %(target)s %(unit)s?") % {
        "target": target,
        "unit": action.unit,
    }


def _last_time(words: str) -> str:
    """What stands under the question of how far it has come, where the last number is hidden."""
    stays = gettext("Leave this empty if the number hasn’t changed.")
    if not words:
        return stays
    return gettext("Last time: %(count)s.") % {"count": words} + f" {stays}"


class VerdictForm(WarnsOfPersonalData, Form):
    """Does it feel different, and who may read the words."""

    watched = ("words",)
    told_to_everyone = watched

    feels = forms.ChoiceField(
        label=_("Does it feel different?"), choices=Feels.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("Tell us more"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NO_NAMES,
    )
    is_public = forms.BooleanField(
        label=_("Anyone may read these words"),
        required=False,
        help_text=_(
            "If you tick this, they can be printed next to your answer in the public report, its "
            "PDF and the open data. If you don’t, only people who sign in here can read them."
        ),
    )
