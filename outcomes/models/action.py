"""Actions, the dated updates on them, and the files that show it."""

import datetime

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Authority, Membership
from core import suppression
from core.dates import days_late, full_day
from core.models import TranslatedChoices
from expectations.models import Expectation
from outcomes.enums import NEVER_AGREED, OPEN_STATUSES, ActionStatus, WorkplanStatus
from outcomes.models.outcome import Workplan
from outcomes.models.priority import Priority


def is_late(on: datetime.date | None = None, through: str = "") -> Q:
    """The condition of being late, for what counts late actions beside others: the same as
    `Action.days_late`. `through` is the path to the action, where another model is asked
    ("actions__")."""
    today = on or timezone.localdate()
    passed = Q(**{f"{through}first_due_on__lt": today}) | Q(**{f"{through}due_on__lt": today})
    return Q(**{f"{through}status__in": OPEN_STATUSES}) & passed


def late_from(due_on: datetime.date, first_due_on: datetime.date) -> datetime.date:
    """The day from which lateness counts: the first one promised, so that a date that moves makes
    nothing less late; the date that stands, where it was moved to an earlier day."""
    return min(due_on, first_due_on)


def moved_words(first: str, times: int) -> str:
    """That a date has moved, how often, and from which: `first` is the day first promised."""
    if times < 2:
        return _("moved from %(day)s") % {"day": first}
    if times == 2:
        return _("moved twice, first due %(day)s") % {"day": first}
    return _("moved %(n)s times, first due %(day)s") % {"n": times, "day": first}


class ActionQuerySet(models.QuerySet["Action"]):
    def involving(self, actor: Membership) -> "ActionQuerySet":
        """Those that the actor, or anyone of the actor's organisation, owns or helps with."""
        through = Action.collaborators.through.objects.filter(membership=actor)
        owned = Q(owner=actor)
        if actor.organisation_id:
            through = Action.collaborators.through.objects.filter(
                membership__organisation_id=actor.organisation_id
            )
            owned |= Q(owner__organisation_id=actor.organisation_id)
        return self.filter(
            owned | Q(pk__in=through.values("action_id")), authority_id=actor.authority_id
        )

    def visible_to(self, actor: Membership) -> "ActionQuerySet":
        """The authority's own; a partner sees what is shared and what involves them."""
        mine = self.filter(authority_id=actor.authority_id)
        if actor.holds("read_everything"):
            return mine
        shared = Q(workplan__status__in=[WorkplanStatus.SHARED, WorkplanStatus.CLOSED])
        return mine.filter(shared | Q(pk__in=Action.objects.involving(actor).values("pk")))

    def open(self) -> "ActionQuerySet":
        """Agreed work that is still owed."""
        return self.filter(status__in=OPEN_STATUSES)

    def owed(self) -> "ActionQuerySet":
        """What somebody answers for: agreed work that is not over, and what waits to be agreed; not
        in a plan that is put away."""
        return self.filter(status__in=[*OPEN_STATUSES, ActionStatus.PROPOSED]).exclude(
            workplan__status=WorkplanStatus.CLOSED
        )

    def agreed(self) -> "ActionQuerySet":
        """All but what was only ever suggested."""
        return self.exclude(status__in=NEVER_AGREED)

    def late(self, on: datetime.date | None = None) -> "ActionQuerySet":
        """Still owed after the date first promised, however often it has moved since."""
        return self.filter(is_late(on))

    def owned_by(self, membership: Membership) -> "ActionQuerySet":
        return self.filter(owner=membership)


class Action(TranslatedChoices):
    """A piece of work with one accountable owner, a date and a success measure."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="actions")
    workplan = models.ForeignKey(Workplan, on_delete=models.PROTECT, related_name="actions")
    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="actions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=160)
    description = models.TextField(max_length=2000, blank=True)
    owner = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="owned_actions")
    collaborators = models.ManyToManyField(Membership, related_name="shared_actions", blank=True)
    due_on = models.DateField()
    # The first date promised, kept when the date moves, and how often it has moved (`DateMove`).
    first_due_on = models.DateField()
    times_moved = models.PositiveSmallIntegerField(default=0)
    success_measure = models.CharField(max_length=300)
    # "61 of 100 linked": how many, of how many, what.
    target = models.PositiveIntegerField(null=True, blank=True, validators=[MinValueValidator(1)])
    reached = models.PositiveIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    # Small counts of people are hidden; counts of things are not.
    counts_people = models.BooleanField(default=True)
    # The number reached that was last shown exactly: one that is close to it is not (SG-094).
    last_shown = models.PositiveIntegerField(null=True, blank=True)
    expectations = models.ManyToManyField(Expectation, related_name="actions", blank=True)
    status = models.CharField(
        max_length=20, choices=ActionStatus.choices, default=ActionStatus.NOT_STARTED
    )
    status_changed_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["workplan", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["workplan", "number"], name="action_number_once_a_workplan"
            ),
            models.UniqueConstraint(
                Lower("title"), "priority", name="action_title_once_a_priority"
            ),
        ]
        indexes = [
            models.Index(fields=["authority", "status", "due_on"]),
            models.Index(fields=["owner", "status", "due_on"]),
            models.Index(fields=["authority", "due_on", "id"]),
        ]
        permissions = [("own_action", gettext_lazy("Answer for this action"))]

    def __str__(self) -> str:
        return self.title

    @property
    def count(self) -> suppression.Count:
        """How far it has come, for `core.suppression.show_count`."""
        return suppression.Count(
            self.reached or 0, self.target, self.last_shown, of_people=self.counts_people
        )

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_STATUSES

    @property
    def has_moved(self) -> bool:
        return self.first_due_on != self.due_on or self.times_moved > 0

    @property
    def moved_words(self) -> str:
        """ "moved twice, first due 9 November 2026"."""
        return moved_words(full_day(self.first_due_on), self.times_moved)

    @property
    def days_late(self) -> int:
        """Whole days past the date first promised while still owed; 0 otherwise."""
        if not self.is_open:
            return 0
        return days_late(late_from(self.due_on, self.first_due_on))


class DateMove(models.Model):
    """A due date that was moved, and why. Never changed."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="moves")
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    from_on = models.DateField()
    to_on = models.DateField()
    because = models.TextField(max_length=600)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["action", "-at"])]

    def __str__(self) -> str:
        return f"{self.action}: {self.from_on} to {self.to_on}"


class ProgressUpdate(TranslatedChoices):
    """A dated entry on an action. Never changed: for ten minutes its writer can undo it, afterwards
    a correction is a new one that names it."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="updates")
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    status = models.CharField(max_length=20, choices=ActionStatus.choices)
    done = models.TextField(max_length=1000)
    difference = models.TextField(max_length=1000, blank=True)
    reached = models.PositiveIntegerField(null=True, blank=True)
    # The entry that this one puts right; both are kept.
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["action", "-at"])]

    def __str__(self) -> str:
        return f"{self.action}: {self.get_status_display()}"


class EvidenceFile(models.Model):
    """A file that shows what was done. Kept out of public reach; served only after a check."""

    update = models.ForeignKey(ProgressUpdate, on_delete=models.PROTECT, related_name="files")
    file = models.FileField(upload_to="evidence/%Y/%m/")
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        return self.kind in ("image/png", "image/jpeg")
