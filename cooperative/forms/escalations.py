"""What stands in the way, and what those who can decide say to it."""

import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cooperative.models import Body, Escalation, MeetingDecision
from cooperative.models.body import BodyQuerySet
from core.forms import DateInput, Form, set_queryset
from core.personal_data import WarnsOfPersonalData
from core.plain_words import ChecksWords
from core.templatetags.words import short_day

RESOLVE, PASS_UP, SEND_BACK = "resolve", "pass-up", "send-back"


class ObstacleForm(ChecksWords, WarnsOfPersonalData, Form):
    """Escalate an obstacle."""

    watched = ("obstacle", "needed")
    plain = ("obstacle", "needed")

    obstacle = forms.CharField(
        label=_("What’s blocking this action?"),
        help_text=_("One sentence in plain words. Don’t include private details about any child."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    needed = forms.CharField(
        label=_("What do you need them to do or decide?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    body = forms.ModelChoiceField(
        Body.objects.none(), label=_("Which group can help?"), empty_label=_("Choose a group")
    )
    needed_by = forms.DateField(label=_("When do you need it by?"), widget=DateInput())

    def __init__(self, *args: Any, bodies: BodyQuerySet, first: Body | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["needed_by"].initial = timezone.localdate() + datetime.timedelta(days=28)
        self.fields["body"].initial = first.pk if first else None
        set_queryset(self, "body", bodies)


class DecideEscalationForm(ChecksWords, WarnsOfPersonalData, Form):
    """Say what was decided, pass it up, or send it back: one text, three buttons. `rungs` are the
    bodies it can be passed up to; with more than one, which. It is sent twice: `sure` is of the
    page that says what will happen."""

    keeps_version = True
    watched = ("words",)
    plain = ("words",)

    words = forms.CharField(
        label=_("What have you decided, and why?"),
        help_text=_(
            "Say what you’ve decided and who will do it, or why you’re escalating it or sending "
            "it back."
        ),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    deed = forms.ChoiceField(
        choices=[
            (RESOLVE, _("Record decision")),
            (PASS_UP, _("Escalate")),
            (SEND_BACK, _("Send it back")),
        ],
        error_messages={"required": _("Choose one of the buttons.")},
    )
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, rungs: list[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(rungs) > 1:
            self.fields["body"] = forms.ModelChoiceField(
                Body.objects.filter(pk__in=[one.pk for one in rungs]),
                label=_("If you’re escalating it, which group should it go to?"),
                required=False,
                empty_label=_("Choose a group"),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        chosen = "body" not in self.fields or cleaned.get("body")
        if cleaned.get("deed") == PASS_UP and not chosen:
            self.add_error("body", _("Choose a group above this one."))
        return cleaned

    def values(self) -> dict[str, Any]:
        kept = ("words", "body") if self.cleaned_data["deed"] == PASS_UP else ("words",)
        return {name: self.cleaned_data[name] for name in kept if name in self.cleaned_data}


class MeetingDecisionChoice(forms.ModelChoiceField):
    """A decision, with the meeting that made it."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.meeting.title}, {short_day(obj.meeting.starts_at)}: {obj.text}"


class GroupDecisionForm(Form):
    """Which decision of the group's meeting settles it."""

    keeps_version = True

    decision = MeetingDecisionChoice(
        MeetingDecision.objects.none(),
        label=_("What did the meeting decide?"),
        empty_label=_("Choose a decision"),
    )

    def __init__(self, *args: Any, decisions: QuerySet[MeetingDecision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_queryset(self, "decision", decisions)


class WithdrawEscalationForm(WarnsOfPersonalData, Form):
    """Take it back."""

    keeps_version = True
    watched = ("words",)

    words = forms.CharField(
        label=_("Why is it no longer needed?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class MoveEscalationForm(WarnsOfPersonalData, Form):
    """Move it to a body where somebody can decide."""

    watched = ("words",)

    keeps_version = True

    body = forms.ModelChoiceField(
        Body.objects.none(), label=_("Which group can decide?"), empty_label=_("Choose a group")
    )
    words = forms.CharField(
        label=_("Why are you moving it there?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self, *args: Any, bodies: BodyQuerySet, escalation: Escalation, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        set_queryset(self, "body", bodies.exclude(pk=escalation.body_id))
