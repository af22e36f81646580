"""A question to somebody who must answer, the answer, and whether it is good enough."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from cooperative.forms.common import PersonChoice
from cooperative.models import Meeting
from cooperative.queries.people import duty_holders
from core.forms import DateInput, Form, set_queryset
from core.personal_data import WarnsOfPersonalData
from core.plain_words import ChecksWords
from core.templatetags.words import short_day
from outcomes.models import Action, Priority

# A list longer than this is no help to choose from; an action's own page leads here with it chosen.
MOST_ACTIONS = 100
# So long somebody has to answer, unless whoever asks says otherwise.
FORTNIGHT = datetime.timedelta(days=14)


class MeetingChoice(forms.ModelChoiceField):
    """A meeting, told from its namesakes by its day."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title}, {short_day(obj.starts_at)}"


class ChallengeForm(ChecksWords, WarnsOfPersonalData, Form):
    """Raise a challenge."""

    watched = ("question", "why")
    plain = ("question", "why")

    question = forms.CharField(
        label=_("What do you want to ask?"),
        help_text=_("Ask one question, in plain words."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    why = forms.CharField(
        label=_("Why does it matter?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    asked_of = PersonChoice(
        Membership.objects.none(), label=_("Who should answer?"), empty_label=_("Choose a person")
    )
    reply_by = forms.DateField(label=_("By when?"), widget=DateInput())
    meeting = MeetingChoice(
        Meeting.objects.none(),
        label=_("Which meeting is it for?"),
        required=False,
        empty_label=_("None"),
    )
    priority = forms.ModelChoiceField(
        Priority.objects.none(),
        label=_("Which priority is it about?"),
        required=False,
        empty_label=_("None"),
    )
    action = forms.ModelChoiceField(
        Action.objects.none(),
        label=_("Which action is it about?"),
        required=False,
        empty_label=_("None"),
    )

    def __init__(self, *args: Any, actor: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reply_by"].initial = timezone.localdate() + FORTNIGHT
        choices: dict[str, Any] = {
            "asked_of": duty_holders(actor.authority_id),
            "meeting": Meeting.objects.visible_to(actor).order_by("-starts_at", "-pk"),
            "priority": Priority.objects.visible_to(actor).open(),
            "action": self._actions(actor),
        }
        for name, queryset in choices.items():
            set_queryset(self, name, queryset)

    def _actions(self, actor: Membership) -> Any:
        """The open actions due first, and the one that was chosen already."""
        seen = Action.objects.visible_to(actor)
        ids = list(seen.open().order_by("due_on", "pk").values_list("pk", flat=True)[:MOST_ACTIONS])
        chosen = str(self.data.get("action") or self.initial.get("action") or "")
        if chosen.isdecimal() and len(chosen) < 19:
            ids.append(int(chosen))
        return seen.filter(pk__in=ids).order_by("due_on", "pk")


class AnswerForm(ChecksWords, WarnsOfPersonalData, Form):
    """Answer a challenge."""

    watched = ("text",)
    plain = ("text",)

    keeps_version = True
    text = forms.CharField(
        label=_("Your answer"),
        help_text=_("Say in plain words what will happen, by when, and who will do it."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class DecideForm(WarnsOfPersonalData, Form):
    """Accept an answer, or say what is missing."""

    watched = ("because",)

    keeps_version = True
    needed = {"reply_by": _("(required if the old date has passed)")}
    answer = forms.ChoiceField(
        choices=[("accept", _("Accept the answer")), ("refuse", _("Ask again"))],
        error_messages={"required": _("Accept the answer, or ask again.")},
    )
    because = forms.CharField(
        label=_("What is missing?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reply_by = forms.DateField(
        label=_("When do you need the new answer by?"),
        required=False,
        widget=DateInput(),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The day it had may be over: kept, it would make the question late at once.
        self.fields["reply_by"].initial = timezone.localdate() + FORTNIGHT

    @property
    def accepts(self) -> bool:
        """Whether the answer is accepted."""
        return bool(self.cleaned_data["answer"] == "accept")
