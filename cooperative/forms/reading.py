"""A member's question before a meeting, and its answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form, set_queryset
from core.personal_data import WarnsOfPersonalData
from core.plain_words import ChecksWords
from outcomes.enums import ActionStatus
from outcomes.models import Action, Workplan


class MemberQuestionForm(WarnsOfPersonalData, Form):
    """A member's question before a meeting."""

    watched = ("text",)

    text = forms.CharField(
        label=_("Your question"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    action = forms.ModelChoiceField(
        Action.objects.none(),
        label=_("Which action is it about?"),
        required=False,
        empty_label=_("None"),
    )

    def __init__(self, *args: Any, workplan: Workplan | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if workplan is not None:
            # Proposed ones too: the workplan shows them, with a link that leads here.
            there = Action.objects.filter(workplan=workplan)
            set_queryset(self, "action", there.exclude(status=ActionStatus.DECLINED))


class MemberAnswerForm(ChecksWords, WarnsOfPersonalData, Form):
    """The answer to a member's question."""

    watched = ("answer",)
    plain = ("answer",)

    answer = forms.CharField(
        label=_("Your answer"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
