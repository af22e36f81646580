"""What care consultants may say how it feels: work that moved, and promises not judged for long."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, Value
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership
from core.templatetags.words import ago
from expectations.models import Expectation
from expectations.queries import LONG, judged_at
from outcomes.enums import OPEN_STATUSES, ActionStatus
from outcomes.models import Action
from portal.queries.homes.cards import Card, Row, link

# From here on they are not counted.
MANY = 100
# So many promises are named on a home.
NAMED = 3


@dataclass(frozen=True)
class ToJudge:
    """An action that moved and has no verdict, or an expectation without a recent one. `at` is when
    the one moved, or the other was judged last."""

    pk: int
    title: str
    at: datetime.datetime | None
    number: int


def to_judge(actor: Membership) -> tuple[list[ToJudge], list[ToJudge]]:
    """The actions, the one that moved last first, and the expectations, in their order. One
    statement for both."""
    moved = (
        Action.objects.visible_to(actor)
        .filter(
            status__in=(*OPEN_STATUSES[1:], ActionStatus.DONE),
            verdicts=None,
            workplan__period__ends_on__gte=timezone.localdate(),
        )
        .order_by("-status_changed_at", "pk")
    )
    # Chosen inside: SQLite takes no part of a union that is ordered and cut.
    actions = Action.objects.filter(pk__in=moved.values("pk")[:MANY]).order_by()
    long_ago = Q(judged_at=None) | Q(judged_at__lt=timezone.now() - LONG)
    expectations = (
        judged_at(Expectation.objects.visible_to(actor).worked_to()).filter(long_ago).order_by()
    )
    rows = actions.values_list(Value("action"), "pk", "title", "status_changed_at", Value(0)).union(
        expectations.values_list(Value("expectation"), "pk", "text", "judged_at", "number"),
        all=True,
    )
    found: dict[str, list[ToJudge]] = {"action": [], "expectation": []}
    for kind, *fields in rows:
        found[kind].append(ToJudge(*fields))
    return (
        sorted(found["action"], key=lambda one: (-one.at.timestamp() if one.at else 0, one.pk)),
        sorted(found["expectation"], key=lambda one: one.number),
    )


def moved_card(actor: Membership, found: Sequence[ToJudge]) -> list[Card]:
    """Work that has moved and that no care consultant has judged: one card for all of it."""
    if not found:
        return []
    rest = len(found) - 1
    line = _("Officers say there’s progress on this action: %(action)s.") % {
        "action": found[0].title
    }
    if len(found) == MANY:
        line += " " + _("And on many more.")
    elif rest:
        after = ngettext("And on %(n)s more action.", "And on %(n)s more actions.", rest)
        line += " " + after % {"n": rest}
    return [
        Card(
            _("Does it feel different?"),
            url=link(actor, "outcomes:action-verdict", found[0].pk),
            label=_("Say how it feels"),
            lines=(line,),
        )
    ]


def promises_card(actor: Membership, found: Sequence[ToJudge]) -> list[Card]:
    """Promises that nobody has judged for long: one card, which waits for nobody. To judge is care
    consultants' right, not their task."""
    if not found:
        return []
    rows = tuple(
        Row(
            f"{one.number}. {one.title}",
            url=link(actor, "expectations:expectation-verdict", one.pk),
            note=_("Last verdict %(when)s") % {"when": ago(one.at)}
            if one.at
            else _("No verdict yet"),
        )
        for one in found[:NAMED]
    )
    rest = len(found) - NAMED
    also = ngettext("And %(n)s more", "And %(n)s more", max(rest, 0)) % {"n": rest}
    return [
        Card(
            _("Does it feel kept?"),
            url=rows[0].url,
            label=_("Give your verdict"),
            lines=(_("Only you can say whether a promise is being kept."),),
            rows=rows,
            waits=0,
            also=(link(actor, "outcomes:expectation-list"), also) if rest > 0 else ("", ""),
        )
    ]
