"""The only writers of priorities. What care consultants want changed, in their words and order."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership
from core import audit
from core.concurrency import check_version
from core.decisions import require
from core.languages import in_default_language
from outcomes.enums import PriorityStatus
from outcomes.models import Priority, Workplan
from outcomes.operations.telling import (
    tell_of_closed_priority,
    tell_of_new_priority,
    tell_of_priority,
    tell_of_reopened_priority,
)
from outcomes.policies import (
    can_change_priority,
    can_close_priority,
    can_reopen_priority,
    can_set_priority,
)
from voice.models import Ask


def _check_words(workplan: Workplan, title: str, asks: Iterable[Ask], keep: int | None) -> None:
    same = Priority.objects.filter(workplan=workplan, title__same_text=title).exclude(pk=keep or 0)
    if same.exists():
        raise ValidationError(
            {
                "title": _(
                    "This workplan already has a priority with the same words. Use different words."
                )
            }
        )
    if any(ask.authority_id != workplan.authority_id for ask in asks):
        raise ValidationError(
            {"asks": _("One of these points belongs to another authority. Remove it.")}
        )


@transaction.atomic
def set_priority(
    *,
    actor: Membership,
    workplan: Workplan,
    title: str,
    why: str,
    why_is_public: bool = False,
    asks: Iterable[Ask] = (),
) -> Priority:
    """Set a priority, ranked last until moved. Its why stays inside unless `why_is_public`. When a
    coordinator writes it down for care
    consultants it is marked so. Records `outcomes.priority.set`. Tells the outcome's lead and
    whoever wrote down what it came from. Raises ValidationError for words
    that stand in the workplan already."""
    require(can_set_priority(actor, workplan))
    asks = list(asks)
    _check_words(workplan, title, asks, None)
    # The workplan row is the lock that keeps two ranks apart.
    Workplan.objects.select_for_update().get(pk=workplan.pk)
    last = (
        Priority.objects.filter(workplan=workplan)
        .order_by("-rank")
        .values_list("rank", flat=True)
        .first()
    )
    priority = Priority(
        authority_id=workplan.authority_id,
        workplan=workplan,
        rank=(last or 0) + 1,
        title=title,
        why=why,
        why_is_public=why_is_public,
        set_by=actor,
        on_their_behalf=not actor.holds("set_priorities"),
        set_on=timezone.localdate(),
    )
    priority.full_clean()
    priority.save()
    priority.asks.set(asks)
    audit.record("outcomes.priority.set", actor=actor, about=priority, summary=title)
    tell_of_new_priority(actor, priority, asks)
    return priority


@transaction.atomic
def change_priority(
    *,
    actor: Membership,
    priority: Priority,
    version: int | None,
    title: str,
    why: str,
    why_is_public: bool | None = None,
    asks: Iterable[Ask] = (),
) -> Priority:
    """Say a priority better, or say who may read why; None leaves that as it is. Records
    `outcomes.priority.changed` with the words before and after. Raises Conflict when somebody else
    changed it meanwhile."""
    require(can_change_priority(actor, priority))
    asks = list(asks)
    _check_words(priority.workplan, title, asks, priority.pk)
    current = check_version(priority, version)
    if why_is_public is None:
        why_is_public = current.why_is_public
    changes = {}
    for name, value in (("title", title), ("why", why), ("why_is_public", why_is_public)):
        if getattr(current, name) != value:
            changes[name] = [getattr(current, name), value]
            setattr(current, name, value)
    current.full_clean()
    current.save()
    known = set(current.asks.values_list("pk", flat=True))
    current.asks.set(asks)
    audit.record(
        "outcomes.priority.changed", actor=actor, about=current, summary=title, changes=changes
    )
    new = [one.recorded_by_id for one in asks if one.pk not in known]
    tell_of_priority("ask-taken-up", actor, current, new)
    return current


@transaction.atomic
def move_priority(*, actor: Membership, priority: Priority, up: bool) -> Priority:
    """Move a priority one place up or down in care consultants' order. At the end it stays. Records
    `outcomes.priority.moved`."""
    require(can_change_priority(actor, priority))
    Workplan.objects.select_for_update().get(pk=priority.workplan_id)
    ordered = list(Priority.objects.filter(workplan=priority.workplan_id).ranked())
    here = next(i for i, other in enumerate(ordered) if other.pk == priority.pk)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(ordered):
        return priority
    ordered[here], ordered[there] = ordered[there], ordered[here]
    for rank, other in enumerate(ordered, 1):
        if other.rank != rank:
            other.rank = rank
            other.save(update_fields=["rank"])
    audit.record(
        "outcomes.priority.moved",
        actor=actor,
        about=priority,
        summary=priority.title,
        changes={"rank": [here + 1, there + 1]},
    )
    priority.rank = there + 1
    return priority


@transaction.atomic
def close_priority(
    *,
    actor: Membership,
    priority: Priority,
    version: int | None,
    met: bool,
    words: str,
    words_are_public: bool = False,
) -> Priority:
    """Say that a priority is met, or closed without being met, and why. The words stay inside
    unless `words_are_public`. Records
    `outcomes.priority.closed`. Tells the lead, the owners of its actions, whoever set it and
    whoever wrote down what it came from."""
    require(can_close_priority(actor, priority))
    current = check_version(priority, version)
    current.status = PriorityStatus.MET if met else PriorityStatus.CLOSED
    current.closed_on = timezone.localdate()
    current.closing_words = words
    current.closing_is_public = words_are_public
    current.full_clean()
    current.save()
    with in_default_language():
        summary = f"{current.title}: {current.get_status_display()}"
    audit.record("outcomes.priority.closed", actor=actor, about=current, summary=summary)
    tell_of_closed_priority(actor, current)
    return current


@transaction.atomic
def reopen_priority(*, actor: Membership, priority: Priority) -> Priority:
    """Undo a closing. Records `outcomes.priority.reopened`."""
    current = check_version(priority, None)
    require(can_reopen_priority(actor, current))
    current.status = PriorityStatus.OPEN
    current.closed_on, current.closing_words = None, ""
    current.closing_is_public = False
    current.save()
    audit.record("outcomes.priority.reopened", actor=actor, about=current, summary=current.title)
    tell_of_reopened_priority(actor, current)
    return current
