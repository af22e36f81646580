"""What is asked about a point that young people raised."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.forms import DateInput, Form
from core.personal_data import WarnsOfPersonalData, hidden_numbers, personal_data_in
from core.plain_words import ChecksWords
from core.text import and_list
from voice.enums import AgreedBy, AskSource, AskState, Attribution, WithdrawnBecause
from voice.models import Ask
from voice.validators import identifying_in


class _PointForm(ChecksWords, WarnsOfPersonalData, Form):
    """The point itself: what was said, where and when, by how many."""

    watched = ("text", "source_name")
    told_to_everyone = watched
    plain = ("text",)
    has_young_words = True

    text = forms.CharField(
        label=_("What did they say?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "In their own words. Leave out names, ages, places and anything about one child’s life."
        ),
    )
    source = forms.ChoiceField(
        label=_("How did we hear it?"), choices=[("", _("Choose one")), *AskSource.choices]
    )
    source_name = forms.CharField(
        label=_("Which event, group or survey was it?"),
        max_length=160,
        help_text=_("For example “Christmas consultation”. Leave out homes and schools."),
    )
    said_on = forms.DateField(label=_("When?"), widget=DateInput)
    said_by = forms.IntegerField(
        label=_("How many young people said it?"), min_value=1, max_value=1_000_000, initial=1
    )
    attribution = forms.ChoiceField(
        label=_("How should we describe who said it?"),
        choices=Attribution.choices,
        required=False,
        initial=Attribution.YOUNG_PERSON,
    )
    needed = {"attribution": ""}

    def clean_said_on(self) -> object:
        """Not a day to come."""
        return _not_ahead(self.cleaned_data["said_on"])

    def clean_attribution(self) -> object:
        """The one that says least, where none was chosen."""
        return self.cleaned_data["attribution"] or Attribution.YOUNG_PERSON

    def _found(self, cleaned: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """Also names, ages, places and courts: together they tell who a child is (SG-113)."""
        for name in self.watched:
            text = str(cleaned.get(name) or "")
            if words := [*personal_data_in(text), *identifying_in(text)]:
                yield name, and_list(words)
        yield from self._counted(cleaned)


def _not_ahead(day: Any) -> Any:
    if day and day > timezone.localdate():
        raise ValidationError(gettext("Enter today’s date or an earlier one."))
    return day


class _ConsentFields(Form):
    """Who agreed, when, and until when."""

    agreed_by = forms.ChoiceField(
        label=_("Who agreed?"), choices=[("", _("Choose one")), *AgreedBy.choices]
    )
    agreed_on = forms.DateField(label=_("When did they agree?"), widget=DateInput)
    agreed_until = forms.DateField(
        label=_("Until when?"),
        widget=DateInput,
        required=False,
        help_text=_("After this day, only people who sign in can read the words."),
    )

    def clean_agreed_on(self) -> object:
        """Not a day to come."""
        return _not_ahead(self.cleaned_data["agreed_on"])


class AskForm(_PointForm, _ConsentFields):
    """One point, whether somebody is not safe, and whether they agreed that everyone may read it.

    Consent has its own three questions, which count only when the box above them is ticked."""

    concern = forms.TypedChoiceField(
        label=_("Is someone not safe?"),
        choices=[
            ("yes", _("Yes, or I’m not sure. Send it to the safeguarding lead now.")),
            ("no", _("No")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        help_text=_(
            "For example someone is being hurt, is scared or wants to hurt themselves. Write down "
            "what they said. Don’t ask them more questions, and don’t promise to keep it secret."
        ),
    )
    agreed = forms.BooleanField(
        label=_("They agreed that everyone can read these words"),
        required=False,
        help_text=_("On public pages, in reports and in open data, once someone else has checked."),
    )
    needed = {"attribution": "", "agreed_by": "", "agreed_on": ""}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("agreed_by", "agreed_on"):
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        """A consent without who and when is none."""
        cleaned = super().clean()
        if cleaned.get("agreed"):
            for name, words in (
                ("agreed_by", gettext("Choose who agreed.")),
                ("agreed_on", gettext("Enter the date they agreed.")),
            ):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, words)
        return cleaned

    def values(self) -> dict[str, Any]:
        """Without the box, and without a consent that it does not ask for."""
        values = super().values()
        if not values.pop("agreed"):
            values.update(agreed_by="", agreed_on=None, agreed_until=None)
        return values


class CorrectForm(_PointForm):
    """The same point, put right."""

    keeps_version = True

    def __init__(self, *args: Any, ask: Ask, **kwargs: Any) -> None:
        names = ("text", "source", "source_name", "said_on", "said_by", "attribution", "version")
        kwargs.setdefault("initial", {}).update({name: getattr(ask, name) for name in names})
        self._ask = ask
        super().__init__(*args, **kwargs)

    def _found(self, cleaned: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """Also a number so close to the one that everyone can read that the difference would tell
        how few were added (SG-094)."""
        yield from super()._found(cleaned)
        before, now, rule = self._ask.said_by, cleaned.get("said_by"), hidden_numbers()
        public = self._ask.state == AskState.RELEASED and self._ask.may_be_published
        if not public or now is None or rule.hides(before) or rule.hides(now):
            return
        if rule.hides(abs(now - before)):
            yield (
                "said_by",
                gettext(
                    "The number people can already see is %(before)s. Such a small change could "
                    "show who was added. Keep %(before)s if you can."
                )
                % {"before": f"{before:,}"},
            )


class ReleaseForm(Form):
    """What the second person looked at, and who reads it from now on."""

    keeps_version = True
    checked = forms.BooleanField(
        label=_(
            "I’ve read it. Nothing here could show who a child is: no name, no age with a place, "
            "no school, nothing about a court, and no one is at risk."
        )
    )
    publish = forms.TypedChoiceField(
        label=_("Who can read it now?"),
        choices=[
            ("no", _("Only people who sign in here")),
            ("yes", _("Everyone. The permission recorded above is right.")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, ask: Ask, has_consent: bool, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).update(version=ask.version)
        super().__init__(*args, **kwargs)
        if not has_consent:
            del self.fields["publish"]

    def values(self) -> dict[str, Any]:
        """Without the promise, which is asked for and not kept."""
        values = super().values()
        values.pop("checked")
        return values


class WithdrawForm(Form):
    """Why a point is withdrawn: a kind of reason, so that it cannot repeat the words."""

    because = forms.ChoiceField(
        label=_("Why?"), choices=WithdrawnBecause.choices, widget=forms.RadioSelect
    )


class ConsentForm(_ConsentFields):
    """A new consent to a point."""
