"""A seat on a body: what it is called, whether it is agreed, and who sits in it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from cooperative.enums import SeatKind, SeatStatus
from cooperative.forms.common import PersonChoice
from cooperative.models import Seat
from core.folding import Folded
from core.forms import Form, offer_words, set_queryset

NEW = [
    (SeatStatus.ACTIVE, _("Agreed")),
    (SeatStatus.PROPOSED, _("Proposed, not agreed yet")),
]
ENDED = (SeatStatus.ENDED, _("Ended (this seat is no longer needed)"))


class SeatForm(Form):
    """Add a seat, or change one."""

    title = forms.CharField(
        label=_("What is the seat called?"),
        help_text=_("The post, not the person. For example: Designated nurse."),
        max_length=160,
    )
    kind = forms.ChoiceField(
        label=_("What kind of seat is it?"),
        choices=SeatKind.choices,
        initial=SeatKind.MEMBER,
        widget=forms.RadioSelect,
    )
    membership = PersonChoice(
        Membership.objects.none(),
        label=_("Who holds this seat?"),
        required=False,
        empty_label=_("Nobody yet"),
    )
    status = forms.ChoiceField(
        label=_("Has it been agreed?"),
        choices=NEW,
        initial=SeatStatus.ACTIVE,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, actor: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = Membership.objects.current().filter(authority_id=actor.authority_id)
        set_queryset(self, "membership", here.with_names().order_by(Folded("person__name"), "pk"))


class ChangeSeatForm(SeatForm):
    """Change a seat that is there; it can end, and begin again."""

    keeps_version = True

    @classmethod
    def of(cls, seat: Seat, data: Any, *, actor: Membership) -> "ChangeSeatForm":
        """The form filled in with the seat as it is."""
        names = ("title", "kind", "status", "membership", "version")
        form = cls(data, initial={name: getattr(seat, name) for name in names}, actor=actor)
        offer_words(form, "status", [*NEW, ENDED])
        return form
