"""A member's question before a meeting, and its answer."""

from typing import Any

from django import forms

from core.forms import Form
from core.personal_data import WarnsOfPersonalData
from outcomes.models import Action, Workplan


class MemberQuestionForm(WarnsOfPersonalData, Form):
    """A member's question before a meeting."""

    watched = ("text",)

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


class MemberAnswerForm(WarnsOfPersonalData, Form):
    """The answer to a member's question."""

    watched = ("answer",)

    answer = forms.CharField(
        label="Your answer", max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
