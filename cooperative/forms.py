"""What people fill in around meetings and challenges. A form cleans; operations decide and save."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import Membership
from cooperative.enums import BodyStatus, ItemKind, ItemStatus, Presence
from cooperative.models import AgendaItem, Body, Challenge, Meeting, MeetingDecision
from cooperative.operations.agenda import DOWN, LONGEST, UP
from cooperative.queries.people import care_consultants, could_come, duty_holders
from core.forms import DateInput, DateTimeInput, Form
from expectations.models import Expectation
from outcomes.models import Action, Outcome, Period, Priority, Workplan


class PersonChoice(forms.ModelChoiceField):
    """One person, shown with their post."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.standing)


class PeopleChoice(forms.ModelMultipleChoiceField):
    """Several people, shown with their posts."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.standing)


class PressForm(Form):
    """A single button: carries only the key that makes two presses one deed."""


class ConfirmForm(Form):
    """A "yes, do it" to something that cannot be undone, about the version its reader saw."""

    keeps_version = True


class MeetingForm(Form):
    """Plan a meeting."""

    body = forms.ModelChoiceField(
        Body.objects.none(), label="Which group meets?", empty_label="Choose one"
    )
    period = forms.ModelChoiceField(
        Period.objects.none(), label="Which year is it for?", empty_label="Choose one"
    )
    number = forms.IntegerField(
        label="Which meeting of the year is it?",
        help_text="1 is the first of the year.",
        min_value=1,
        max_value=366,
    )
    theme = forms.ModelChoiceField(
        Outcome.objects.none(),
        label="What is its theme?",
        help_text="Some groups have no themes. Then leave this empty.",
        required=False,
        empty_label="No theme",
    )
    title = forms.CharField(
        label="What is it called?",
        help_text="Leave this empty to name it after its theme.",
        max_length=160,
        required=False,
    )
    starts_at = forms.DateTimeField(label="When does it start?", widget=DateTimeInput())
    place = forms.CharField(label="Where?", max_length=160, required=False)
    led_by = PeopleChoice(
        Membership.objects.none(),
        label="Which care consultants lead it?",
        required=False,
    )

    def __init__(self, *args: Any, actor: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = actor.authority_id
        choices: dict[str, Any] = {
            "body": Body.objects.filter(authority_id=own).exclude(status=BodyStatus.ENDED),
            "period": Period.objects.filter(authority_id=own),
            "theme": Outcome.objects.planned().filter(authority_id=own),
            "led_by": care_consultants(own),
        }
        for name, queryset in choices.items():
            if name in self.fields:
                self.fields[name].queryset = queryset  # type: ignore[attr-defined]


class ChangeMeetingForm(MeetingForm):
    """Change a planned meeting; its group and year stay."""

    keeps_version = True
    body = None  # type: ignore[assignment]
    period = None  # type: ignore[assignment]

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
        # Somebody who leads it and has left since can stay on it.
        led = self.fields["led_by"]
        led.queryset = (led.queryset | meeting.led_by.with_names()).distinct()  # type: ignore[attr-defined]


class AgendaItemForm(Form):
    """Put something on the agenda, or propose it."""

    title = forms.CharField(label="What is it?", max_length=160)
    kind = forms.ChoiceField(
        label="What kind of thing is it?",
        choices=[choice for choice in ItemKind.choices if choice[0] != ItemKind.CHALLENGE],
        initial=ItemKind.OTHER,
    )
    minutes = forms.IntegerField(
        label="How many minutes does it need?", min_value=1, max_value=LONGEST, initial=10
    )
    led_by = forms.CharField(label="Who leads it?", max_length=120, required=False)
    purpose = forms.CharField(
        label="What should come out of it?",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    @classmethod
    def of(cls, item: AgendaItem, data: Any) -> "AgendaItemForm":
        """The form that changes an item. One made from a challenge keeps its kind."""
        names = ("title", "kind", "minutes", "led_by", "purpose")
        form = cls(data, initial={name: getattr(item, name) for name in names})
        if item.kind == ItemKind.CHALLENGE:
            form.fields["kind"].choices = [  # type: ignore[attr-defined]
                (ItemKind.CHALLENGE.value, ItemKind.CHALLENGE.label)
            ]
        return form


class SettleItemForm(Form):
    """Say yes or not this time to a proposal."""

    answer = forms.ChoiceField(
        choices=[("yes", "Put it on the agenda"), ("no", "Not this time")],
        error_messages={"required": "Say yes or not this time."},
    )
    because = forms.CharField(
        label="If not this time, why?",
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

    direction = forms.ChoiceField(choices=[(UP, "Move up"), (DOWN, "Move down")])


class MinutesForm(Form):
    """What was said about one thing on the agenda."""

    notes = forms.CharField(
        label="What was said?",
        help_text="Write no private detail about any child.",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class AttendanceForm(Form):
    """Who was there, everyone on one page."""

    PREFIX = "person_"

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = list(could_come(meeting))
        marked = {row.membership_id: row.presence for row in meeting.attendance.all()}
        for person in self.people:
            self.fields[f"{self.PREFIX}{person.pk}"] = forms.ChoiceField(
                label=person.standing,
                choices=[*Presence.choices, ("", "Not marked yet")],
                widget=forms.RadioSelect,
                required=False,
                initial=marked.get(person.pk, ""),
            )

    def rows(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The people with their choice, role by role."""
        groups: dict[str, list[forms.BoundField]] = {}
        for person in self.people:
            groups.setdefault(person.get_role_display(), []).append(
                self[f"{self.PREFIX}{person.pk}"]
            )
        return list(groups.items())

    def values(self) -> dict[str, Any]:
        return {
            "presence": {
                person: self.cleaned_data[f"{self.PREFIX}{person.pk}"] for person in self.people
            }
        }


class DecisionForm(Form):
    """Something the meeting decided."""

    text = forms.CharField(
        label="What was decided?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    item = forms.ModelChoiceField(
        AgendaItem.objects.none(),
        label="Under which part of the agenda?",
        required=False,
        empty_label="None",
    )
    reason = forms.CharField(
        label="Why?", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    alternatives = forms.CharField(
        label="What else was thought of?",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    if_not_decided = forms.CharField(
        label="What would happen without it?",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = meeting.items.filter(status=ItemStatus.ON_AGENDA)
        self.fields["item"].queryset = items  # type: ignore[attr-defined]


class AgreedActionForm(Form):
    """An action the meeting agreed; it lands in the workplan."""

    priority = forms.ModelChoiceField(
        Priority.objects.none(), label="Which priority is it for?", empty_label="Choose one"
    )
    title = forms.CharField(label="What will be done?", max_length=160)
    owner = PersonChoice(
        Membership.objects.none(),
        label="Who answers for it?",
        help_text="One person.",
        empty_label="Choose somebody",
    )
    due_on = forms.DateField(label="By when?", widget=DateInput())
    success_measure = forms.CharField(label="How will we know it worked?", max_length=300)
    decision = forms.ModelChoiceField(
        MeetingDecision.objects.none(),
        label="Which decision does it follow from?",
        required=False,
        empty_label="None",
    )
    challenge = forms.ModelChoiceField(
        Challenge.objects.none(),
        label="Which challenge does it answer?",
        required=False,
        empty_label="None",
    )
    collaborators = PeopleChoice(Membership.objects.none(), label="Who helps?", required=False)
    expectations = forms.ModelMultipleChoiceField(
        Expectation.objects.none(),
        label="Which expectations does it serve?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, actor: Membership, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = actor.authority_id
        workplan = Workplan.objects.filter(
            outcome__in=[meeting.theme] if meeting.theme else [], period_id=meeting.period_id
        )
        holders = duty_holders(own)
        choices: dict[str, Any] = {
            "priority": Priority.objects.open().filter(workplan__in=workplan).ranked(),
            "owner": holders,
            "collaborators": holders,
            "decision": meeting.decisions.all(),
            "challenge": meeting.challenges.all(),
            "expectations": Expectation.objects.in_main_set().visible_to(actor),
        }
        for name, queryset in choices.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]


class ChallengeForm(Form):
    """Raise a challenge."""

    question = forms.CharField(
        label="What do you want to ask?",
        help_text="One plain question.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    why = forms.CharField(
        label="Why does it matter?",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    asked_of = PersonChoice(
        Membership.objects.none(), label="Who must answer?", empty_label="Choose somebody"
    )
    reply_by = forms.DateField(label="By when?", widget=DateInput())
    meeting = forms.ModelChoiceField(
        Meeting.objects.none(), label="For which meeting?", required=False, empty_label="None"
    )
    priority = forms.ModelChoiceField(
        Priority.objects.none(), label="About which priority?", required=False, empty_label="None"
    )
    action = forms.ModelChoiceField(
        Action.objects.none(), label="About which action?", required=False, empty_label="None"
    )

    def __init__(self, *args: Any, actor: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reply_by"].initial = timezone.localdate() + datetime.timedelta(days=14)
        choices: dict[str, Any] = {
            "asked_of": duty_holders(actor.authority_id),
            "meeting": Meeting.objects.visible_to(actor).order_by("-starts_at", "-pk"),
            "priority": Priority.objects.visible_to(actor).open(),
            "action": Action.objects.visible_to(actor).open(),
        }
        for name, queryset in choices.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]


class AnswerForm(Form):
    """Answer a challenge."""

    keeps_version = True
    text = forms.CharField(
        label="Your answer",
        help_text="Plain words: what will happen, by when, and who does it.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class DecideForm(Form):
    """Accept an answer, or say what is missing."""

    keeps_version = True
    answer = forms.ChoiceField(
        choices=[("accept", "Accept the answer"), ("refuse", "Ask again")],
        error_messages={"required": "Accept the answer, or ask again."},
    )
    because = forms.CharField(
        label="If you ask again: what is missing?",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reply_by = forms.DateField(
        label="If you ask again: answer by when?", required=False, widget=DateInput()
    )

    @property
    def accepts(self) -> bool:
        """Whether the answer is accepted."""
        return bool(self.cleaned_data["answer"] == "accept")


class MemberQuestionForm(Form):
    """A member's question before a meeting."""

    text = forms.CharField(
        label="Your question", max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    action = forms.ModelChoiceField(
        Action.objects.none(), label="About which action?", required=False, empty_label="None"
    )

    def __init__(self, *args: Any, workplan: Workplan | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if workplan is not None:
            actions = Action.objects.agreed().filter(workplan=workplan)
            self.fields["action"].queryset = actions  # type: ignore[attr-defined]


class MemberAnswerForm(Form):
    """The answer to a member's question."""

    answer = forms.CharField(
        label="Your answer", max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
