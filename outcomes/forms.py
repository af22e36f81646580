"""Forms of priorities, actions, progress and verdicts. They clean; operations check and save."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from accounts.roles import LEADING_ROLES, OWNING_ROLES
from core.components import is_share
from core.folding import Folded
from core.forms import DateInput, FilesField, Form, offer, offer_words
from core.personal_data import WarnsOfPersonalData
from core.plain_words import ChecksWords
from core.suppression import given_away, show_count
from expectations.models import Expectation
from outcomes.enums import NEVER_AGREED, ActionStatus, Feels
from outcomes.models import Action, Outcome, Period, Priority, ProgressUpdate, Workplan
from outcomes.operations.progress import MAX_FILES
from outcomes.validators import ALLOWED
from voice.models import Ask

NO_NAMES = _("Don’t include any child’s name or details of their life.")


class WorkplanForm(WarnsOfPersonalData, Form):
    """Start a year's workplan."""

    watched = ("title",)

    period = forms.ModelChoiceField(Period.objects.none(), label=_("Which year?"), empty_label=None)
    title = forms.CharField(
        label=_("What is this plan about, in a few words?"), max_length=160, required=False
    )

    def __init__(self, *args: Any, periods: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "period", periods)


class PriorityForm(ChecksWords, WarnsOfPersonalData, Form):
    """What should change, and why."""

    watched = ("title", "why")
    plain = ("title", "why")

    title = forms.CharField(
        label=_("What do you want to change?"),
        max_length=160,
        help_text=_("One thing, in your own words."),
    )
    why = forms.CharField(
        label=_("Why does it matter?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=NO_NAMES,
    )
    why_is_public = forms.BooleanField(
        label=_("Anyone may read why it matters"),
        required=False,
        help_text=_(
            "If you tick this, the reason is in the open data on the public website. If you don’t, "
            "only people who sign in here can read it. It also stays inside if it came from a "
            "point that isn’t public. Everyone can read what you want to change."
        ),
    )
    asks = forms.ModelMultipleChoiceField(
        Ask.objects.none(),
        label=_("Which points did it come from?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, workplan: Workplan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "asks", Ask.objects.filter(authority_id=workplan.authority_id))


class PriorityEditForm(PriorityForm):
    """The same, of a priority that stands."""

    keeps_version = True

    def __init__(self, *args: Any, priority: Priority, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).update(
            title=priority.title,
            why=priority.why,
            why_is_public=priority.why_is_public,
            asks=priority.asks.all(),
            version=priority.version,
        )
        super().__init__(*args, workplan=priority.workplan, **kwargs)


class PriorityCloseForm(ChecksWords, WarnsOfPersonalData, Form):
    """Met, or closed without being met."""

    watched = ("words",)
    plain = ("words",)

    keeps_version = True
    met = forms.TypedChoiceField(
        label=_("Has it been met?"),
        choices=[("yes", _("Yes, things have changed")), ("no", _("No, but we’re closing it"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("Why? In your own words"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NO_NAMES,
    )
    words_are_public = forms.BooleanField(
        label=_("Anyone may read these words"),
        required=False,
        help_text=_(
            "If you tick this, they appear on the public page “You said, we did”, in the public "
            "report and in its PDF. If you don’t, only people who sign in here can read them."
        ),
    )

    def __init__(self, *args: Any, priority: Priority, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).update(version=priority.version)
        super().__init__(*args, **kwargs)


class LeadForm(Form):
    """Say who leads an outcome."""

    lead = forms.ModelChoiceField(
        Membership.objects.none(), label=_("Who leads it?"), required=False
    )
    # Who led it when the page was opened, so that two who change it at once do not undo each other.
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, outcome: Outcome, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = Membership.objects.current().filter(authority_id=outcome.authority_id)
        people = (
            here.filter(role__in=LEADING_ROLES).with_names().order_by(Folded("person__name"), "pk")
        )
        offer(self, "lead", people)
        named = [(one.pk, one.standing_in_full) for one in people]
        offer_words(self, "lead", [("", _("Nobody yet")), *named])
        self.fields["lead"].initial = outcome.lead_id
        self.fields["seen"].initial = outcome.lead_id or 0


class _ExpectationsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        if obj.expectation_set.is_main:
            return str(obj)
        return gettext("%(words)s (earlier version)") % {"words": obj}


def _owners(people: Sequence[Membership], actor: Membership | None) -> list[Any]:
    """Who may own an action, as a list shows them: whoever asks first, then organisation by
    organisation, those of none at the end."""
    groups: dict[str, list[tuple[int, str]]] = {}
    for one in people:
        where = one.organisation.name if one.organisation else gettext("Others")
        groups.setdefault(where, []).append((one.pk, one.standing_in_full))
    last = gettext("Others")
    found: list[Any] = sorted(groups.items(), key=lambda one: (one[0] == last, one[0].casefold()))
    me = [one.pk for one in people if actor is not None and one.pk == actor.pk]
    return [*((pk, gettext("Me")) for pk in me), *found]


class ActionForm(WarnsOfPersonalData, Form):
    """A piece of work: one accountable owner, a date, and how we will know."""

    watched: ClassVar[tuple[str, ...]] = ("title", "description", "success_measure", "unit")

    title = forms.CharField(
        label=_("What will be done?"),
        max_length=160,
        help_text=_("Start with a verb, for example “Offer” or “Set up”."),
    )
    description = forms.CharField(
        label=_("More details"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=NO_NAMES,
    )
    owner = forms.ModelChoiceField(
        Membership.objects.none(),
        label=_("Owner"),
        help_text=_("Choose one person. They’ll be asked about it at the meeting."),
        empty_label=_("Choose one person"),
    )
    collaborators = forms.ModelMultipleChoiceField(
        Membership.objects.none(),
        label=_("Who else is helping?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    due_on = forms.DateField(label=_("By when?"), widget=DateInput())
    success_measure = forms.CharField(label=_("How will we know that it worked?"), max_length=300)
    target = forms.IntegerField(
        label=_("Target number"), required=False, min_value=1, max_value=1_000_000
    )
    unit = forms.CharField(
        label=_("What are you counting?"),
        max_length=60,
        required=False,
        help_text=_("For example: young people linked to a club."),
    )
    counts_people = forms.TypedChoiceField(
        label=_("Does this count people?"),
        choices=[
            ("yes", _("Yes, for example young people, carers or families")),
            ("no", _("No, for example sessions, visits or laptops")),
        ],
        coerce=lambda value: value == "yes",
        initial="yes",
        required=False,
        empty_value=None,
        widget=forms.RadioSelect,
        help_text=_("We hide small numbers of people, so that nobody can be recognised."),
    )
    expectations = _ExpectationsField(
        Expectation.objects.none(),
        label=_("Which expectations does it help to meet?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, authority_id: int, actor: Membership | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        people = Membership.objects.current().filter(authority_id=authority_id).with_names()
        # Read once for both lists; each still checks an answer against the database.
        named = [(one.pk, one.standing_in_full) for one in people]
        owners = [one for one in people if one.role in OWNING_ROLES]
        offer(self, "owner", people.filter(role__in=OWNING_ROLES))
        offer_words(self, "owner", [("", _("Choose one person")), *_owners(owners, actor)])
        offer(self, "collaborators", people)
        offer_words(self, "collaborators", named)
        ours = Expectation.objects.filter(expectation_set__authority_id=authority_id)
        offer(self, "expectations", ours.in_main_set().select_related("expectation_set"))

    def values(self) -> dict[str, Any]:
        """Without an answer about people, what was so before stays so."""
        given = super().values()
        if given["counts_people"] is None:
            del given["counts_people"]
        return given

    def clean_due_on(self) -> datetime.date:
        due_on: datetime.date = self.cleaned_data["due_on"]
        if due_on.year > timezone.localdate().year + 20:
            raise forms.ValidationError(gettext("That is more than 20 years away. Check the year."))
        return due_on


class ActionEditForm(ActionForm):
    """The same, of an action that stands. A date that moves needs a reason."""

    watched = (*ActionForm.watched, "because")
    needed = {"because": _("(required if you change the due date)")}
    keeps_version = True

    because = forms.CharField(
        label=_("Why is the due date changing?"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Everyone who can see the action will read this, and care consultants who follow it "
            "are told. Lateness still counts from the first date."
        ),
    )

    def __init__(self, *args: Any, action: Action, **kwargs: Any) -> None:
        # `actor`, who stands first among the owners, goes on as it is.
        kwargs.setdefault("initial", {}).update(
            {name: getattr(action, name) for name in (
                "title", "description", "owner", "due_on", "success_measure", "target", "unit",
                "version",
            )},
            counts_people="yes" if action.counts_people else "no",
            collaborators=action.collaborators.all(),
            expectations=action.expectations.all(),
        )  # fmt: skip
        super().__init__(*args, authority_id=action.authority_id, **kwargs)
        if action.status in NEVER_AGREED:
            del self.fields["because"]
        # What it serves of an earlier version of the set stays, unless somebody takes it off.
        ours = Expectation.objects.filter(expectation_set__authority_id=action.authority_id)
        served = Q(pk__in=action.expectations.values("pk"))
        offered = ours.filter(Q(expectation_set__is_main=True) | served)
        in_order = offered.order_by("-expectation_set__is_main", "number", "pk")
        offer(self, "expectations", in_order.select_related("expectation_set"))


class DeclineForm(WarnsOfPersonalData, Form):
    """Say no to a proposal."""

    watched = ("because",)

    because = forms.CharField(
        label=_("Why not?"), max_length=900, widget=forms.Textarea(attrs={"rows": 3})
    )


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
                yield (
                    name,
                    gettext(
                        "“%(words)s” gives away a number of people that’s too small to show. Say "
                        "it without the number, for example “a few”."
                    )
                    % {"words": words[0]},
                )

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
