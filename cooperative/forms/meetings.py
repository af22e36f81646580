"""Planning a meeting, and who was there."""

from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias, TypedDict, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from cooperative.enums import BodyKind, BodyStatus, Presence
from cooperative.forms.common import PeopleChoice
from cooperative.models import Body, Meeting
from cooperative.queries.meetings import marked_at
from cooperative.queries.people import care_consultants, could_come
from core.forms import DateTimeInput, Form, set_queryset
from core.personal_data import WarnsOfPersonalData
from outcomes.models import Outcome, Period

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class _Expected(TypedDict):
    expected: bool


# Somebody as `could_come` reads them.
Expected: TypeAlias = "WithAnnotations[Membership, _Expected]"


class MeetingForm(WarnsOfPersonalData, Form):
    """Plan a meeting."""

    watched: ClassVar[tuple[str, ...]] = ("title", "place")
    places = ("place",)
    needed: Any = {"theme": _("(required if the group uses themes)")}

    body = forms.ModelChoiceField(
        Body.objects.none(), label=_("Which group is meeting?"), empty_label=_("Choose one")
    )
    period = forms.ModelChoiceField(
        Period.objects.none(), label=_("Which year is it for?"), empty_label=_("Choose one")
    )
    number = forms.IntegerField(
        label=_("Which meeting of the year is it?"),
        help_text=_("Leave this blank to use the group’s next number."),
        min_value=1,
        max_value=366,
        required=False,
    )
    theme = forms.ModelChoiceField(
        Outcome.objects.none(),
        label=_("What is its theme?"),
        required=False,
        empty_label=_("No theme"),
    )
    title = forms.CharField(
        label=_("What is it called?"),
        help_text=_("Leave this blank to use the theme as its name."),
        max_length=160,
        required=False,
    )
    starts_at = forms.DateTimeField(label=_("When does it start?"), widget=DateTimeInput())
    taken_place = forms.BooleanField(
        label=_("This meeting has already been held"),
        help_text=_("Tick this to write up a meeting that was never planned here."),
        required=False,
    )
    sure = forms.BooleanField(label=_("Plan it anyway"), required=False)
    place = forms.CharField(label=_("Where is it?"), max_length=160, required=False)
    led_by = PeopleChoice(
        Membership.objects.none(),
        label=_("Which care consultants will lead it?"),
        required=False,
    )

    def __init__(self, *args: Any, actor: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = actor.authority_id
        choices: dict[str, Any] = {
            "body": Body.objects.filter(authority_id=own)
            .exclude(status=BodyStatus.ENDED)
            .exclude(kind=BodyKind.MONITORING),
            "period": Period.objects.filter(authority_id=own),
            "theme": Outcome.objects.planned().filter(authority_id=own),
            "led_by": care_consultants(own),
        }
        for name, queryset in choices.items():
            if name in self.fields:
                set_queryset(self, name, queryset)

    @property
    def has_groups(self) -> bool:
        """Whether there is a group that can meet."""
        field = self.fields["body"]
        assert isinstance(field, forms.ModelChoiceField)
        return bool(field.queryset is not None and field.queryset.exists())


class ChangeMeetingForm(MeetingForm):
    """Change a planned meeting; its group and year stay."""

    keeps_version = True
    watched = ("title", "place", "reason")
    body: Any = None
    period: Any = None
    taken_place: Any = None
    number = forms.IntegerField(
        label=_("Which meeting of the year is it?"),
        help_text=_("Enter 1 for the first meeting of the year."),
        min_value=1,
        max_value=366,
    )
    sure = forms.BooleanField(label=_("Save changes anyway"), required=False)
    needed: Any = {
        **MeetingForm.needed,
        "reason": _("(required if you change the day or time)"),
    }
    reason = forms.CharField(
        label=_("Why is it moving?"),
        help_text=_("Everyone invited will be told, and can read this."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        initial = {
            "number": meeting.number,
            "theme": meeting.theme_id,
            "title": meeting.title,
            "starts_at": timezone.localtime(meeting.starts_at),
            "place": meeting.place,
            "led_by": [leader.pk for leader in meeting.led_by.all()],
            "version": meeting.version,
        }
        super().__init__(*args, initial=initial, **kwargs)
        # Its group stays, so that the theme is either always wanted or never.
        if meeting.body.themed:
            self.needed = {**self.needed, "theme": ""}
        # Somebody who leads it and has left since can stay on it.
        leaders = care_consultants(meeting.authority_id) | meeting.led_by.with_names()
        set_queryset(self, "led_by", leaders.distinct())


class CancelMeetingForm(WarnsOfPersonalData, Form):
    """Call a meeting off, or say that it never took place."""

    keeps_version = True
    watched = ("reason",)

    reason = forms.CharField(
        label=_("Why is it cancelled?"),
        help_text=_("Everyone invited will be told, and can read this."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReinstateMeetingForm(WarnsOfPersonalData, Form):
    """Say that a cancelled meeting goes ahead; right after cancelling it, without a reason."""

    keeps_version = True
    watched = ("reason",)
    # Its page asks for it only where it is wanted.
    needed = {"reason": ""}

    reason = forms.CharField(
        label=_("Why is it going ahead after all?"),
        help_text=_("Everyone invited will be told, and can read this."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AttendanceForm(Form):
    """Who was there, everyone on one page. It carries what its writer saw marked, so that two can
    mark different people at once."""

    PREFIX = "person_"

    seen = forms.RegexField(r"\A(-|\d{1,18}:[a-z]+( \d{1,18}:[a-z]+)*)\Z", widget=forms.HiddenInput)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = list(could_come(meeting))
        marked = marked_at(meeting)
        self.fields["seen"].initial = _as_text(marked)
        for person in self.people:
            self.fields[f"{self.PREFIX}{person.pk}"] = forms.ChoiceField(
                label=person.standing,
                choices=[*Presence.choices, ("", _("Not recorded yet"))],
                widget=forms.RadioSelect,
                required=False,
                initial=marked.get(person.pk, ""),
            )

    def rows(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Those who were expected with their choice, role by role."""
        return self._by_role(expected=True)

    def others(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Everyone else of the council, who may have come too."""
        return self._by_role(expected=False)

    def _by_role(self, *, expected: bool) -> list[tuple[str, list[forms.BoundField]]]:
        groups: dict[str, list[forms.BoundField]] = {}
        for person in self.people:
            if cast("Expected", person).expected == expected:
                role = person.get_role_display()
                groups.setdefault(role, []).append(self[f"{self.PREFIX}{person.pk}"])
        return list(groups.items())

    def values(self) -> dict[str, Any]:
        return {
            "presence": {
                person: self.cleaned_data[f"{self.PREFIX}{person.pk}"] for person in self.people
            },
            "seen": self.seen_by_writer(),
        }

    def seen_by_writer(self) -> dict[int, str]:
        """What was marked when the page was opened, by membership."""
        text = self.cleaned_data.get("seen", "-")
        pairs = (one.split(":") for one in text.split()) if text != "-" else ()
        return {int(pk): word for pk, word in pairs}

    def saved_values(self, current: Meeting) -> dict[str, Any]:
        """What is marked now of those whom this writer marks otherwise than they saw."""
        now, seen = marked_at(current), self.seen_by_writer()
        values = {}
        for person in self.people:
            name = f"{self.PREFIX}{person.pk}"
            if self.cleaned_data.get(name) != seen.get(person.pk, ""):
                values[name] = now.get(person.pk, "")
        return values

    def take_newest(self, current: Meeting) -> None:
        """What this writer did not touch is shown as it is marked now."""
        now, mine = marked_at(current), self.saved_values(current)
        for person in self.people:
            if (name := f"{self.PREFIX}{person.pk}") not in mine:
                self.data[name] = now.get(person.pk, "")
        self.data["seen"] = _as_text(now)


def _as_text(marked: dict[int, str]) -> str:
    """Who is marked how, in one hidden field."""
    return " ".join(f"{pk}:{word}" for pk, word in sorted(marked.items())) or "-"
