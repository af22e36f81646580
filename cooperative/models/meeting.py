"""Meetings: themed, planned and led by care consultants, with agenda, attendance and decisions."""

import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from accounts.models import Authority, Membership
from cooperative.enums import BodyKind, ItemKind, ItemStatus, MeetingDeed, MeetingStatus, Presence
from cooperative.models.body import Body
from core.models import TranslatedChoices
from core.text import and_list
from outcomes.enums import WorkplanStatus
from outcomes.models import Action, Outcome, Period, Workplan

# Kept as the reason of an item that was taken off; read in the language of the page.
TAKEN_OFF = gettext_noop("Taken off the agenda.")


def in_minutes(n: int) -> str:
    """So many minutes, in words: "10 minutes"."""
    return ngettext("%(n)s minute", "%(n)s minutes", n) % {"n": n}


# Over, one way or the other: nothing is planned at these any more.
OVER = (MeetingStatus.HELD, MeetingStatus.CANCELLED)


def start_of_today() -> datetime.datetime:
    """Midnight of today, where the council is."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, actor: Membership) -> "MeetingQuerySet":
        return self.filter(authority_id=actor.authority_id)

    def ahead(self) -> "MeetingQuerySet":
        """Those today or later that are neither held nor cancelled, soonest first."""
        return self.unfinished().filter(starts_at__gte=start_of_today())

    def unfinished(self) -> "MeetingQuerySet":
        """Those neither held nor cancelled, whatever their day, the earliest first."""
        return self.exclude(status__in=OVER).order_by("starts_at", "pk")

    def to_report_on(self) -> "MeetingQuerySet":
        """Those that an impact report is written of: as `Meeting.gets_report` says."""
        themed = Q(theme__isnull=False) | Q(body__themed=True)
        return self.filter(themed | Q(body__kind=BodyKind.LEAD))

    def to_write_up(self) -> "MeetingQuerySet":
        """Those whose day is over and of which nobody has said whether they were held."""
        return self.unfinished().filter(starts_at__lt=start_of_today())


class Meeting(TranslatedChoices):
    """One sitting of a body."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="meetings")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meetings")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="meetings")
    # Which of the year's: 1 to 4 where a body meets quarterly.
    number = models.PositiveSmallIntegerField()
    theme = models.ForeignKey(
        Outcome, on_delete=models.PROTECT, null=True, blank=True, related_name="meetings"
    )
    title = models.CharField(max_length=160)
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=160, blank=True)
    status = models.CharField(
        max_length=20, choices=MeetingStatus.choices, default=MeetingStatus.PLANNED
    )
    led_by = models.ManyToManyField(Membership, related_name="meetings_led", blank=True)
    papers_out_at = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "period", "number"],
                condition=~Q(status=MeetingStatus.CANCELLED),
                name="meeting_number_once_a_body_and_period",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def leaders(self) -> str:
        """Who leads it, in words: "Ade, Bo and Cai". Empty where nobody is named."""
        return and_list([leader.label for leader in self.led_by.all()])

    @property
    def workplan_shared(self) -> bool:
        """Whether there is a workplan to read before it: its papers are out."""
        return self.status in (MeetingStatus.PAPERS_OUT, MeetingStatus.HELD)

    @property
    def gets_report(self) -> bool:
        """Whether an impact report is written of it: it has a theme, or is the lead body's, which
        hears about all the work."""
        return self.theme_id is not None or self.body.themed or self.body.kind == BodyKind.LEAD

    @property
    def is_over(self) -> bool:
        """Whether it was held or cancelled."""
        return self.status in OVER

    @property
    def is_ahead(self) -> bool:
        """Whether it is still to come: as `ahead()` asks."""
        return not self.is_over and self.starts_at >= start_of_today()

    @property
    def group(self) -> str:
        """Where a list shows it: "ahead", "unrecorded", "held" or "cancelled"."""
        if self.is_over:
            return self.status
        return "ahead" if self.is_ahead else "unrecorded"

    def themed_workplan(self) -> Workplan | None:
        """The workplan of its theme for its year, or None when it has no theme or no plan yet."""
        if self.theme_id is None:
            return None
        return (
            Workplan.objects.filter(outcome_id=self.theme_id, period_id=self.period_id)
            .exclude(status=WorkplanStatus.DRAFT)
            .first()
        )


class MeetingChange(models.Model):
    """One time a meeting was moved, cancelled or reinstated, and why. Never changed: together they
    are what everyone invited was told."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="changes")
    deed = models.CharField(max_length=20, choices=MeetingDeed.choices)
    # When it was to start before, and from then on.
    was = models.DateTimeField()
    now = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.deed}"


class AgendaItem(TranslatedChoices):
    """One thing on the agenda, with its notes once it has been talked about."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    kind = models.CharField(max_length=20, choices=ItemKind.choices, default=ItemKind.OTHER)
    status = models.CharField(
        max_length=20, choices=ItemStatus.choices, default=ItemStatus.ON_AGENDA
    )
    minutes = models.PositiveSmallIntegerField(default=10)
    led_by = models.CharField(max_length=120, blank=True)
    purpose = models.CharField(max_length=300, blank=True)
    notes = models.TextField(max_length=4000, blank=True)
    # When they were changed last after the meeting was marked as held: a report may quote them.
    notes_changed_at = models.DateTimeField(null=True, blank=True)
    # Shown as one sentence, so that nobody has to write down what was said about harm (SG-134).
    concern_raised = models.BooleanField(default=False)
    # When notes were last removed for good; who did it is in the trail.
    notes_removed_on = models.DateField(null=True, blank=True)
    # Why planners said "not this time", so that whoever proposed it is told.
    declined_because = models.CharField(max_length=300, blank=True)
    # The overdue challenge that put this item at the head, so that it is put there once.
    challenge = models.ForeignKey(
        "cooperative.Challenge",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agenda_items",
    )
    added_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    # Of what is planned, and of the notes: they are written by different people at the same time.
    version = models.PositiveIntegerField(default=1)
    notes_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["meeting", "position", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def length(self) -> str:
        """How long it is to take."""
        return in_minutes(self.minutes)

    @property
    def why_not(self) -> str:
        """Why it is not on the agenda: what a planner wrote, or that it was taken off."""
        taken_off = self.declined_because == TAKEN_OFF
        return _(TAKEN_OFF) if taken_off else self.declined_because


class Attendance(TranslatedChoices):
    """Who was at a meeting. There are no observers: everyone who comes takes part."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendance")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    presence = models.CharField(max_length=20, choices=Presence.choices)
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["meeting", "membership__person__name", "pk"]
        verbose_name_plural = "attendance"
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "membership"], name="attendance_once_a_meeting_and_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.membership}: {self.get_presence_display()}"


class MeetingDecision(models.Model):
    """Something a meeting decided, with the fields a ratifying council needs (Middlesbrough)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    text = models.CharField(max_length=500)
    reason = models.TextField(max_length=1000, blank=True)
    alternatives = models.TextField(max_length=1000, blank=True)
    if_not_decided = models.TextField(max_length=1000, blank=True)
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["meeting", "decided_at", "pk"]

    def __str__(self) -> str:
        return self.text


class WorkplanReading(models.Model):
    """The words "I have read it": a member's mark on a workplan before a meeting. Once each."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="readings")
    workplan = models.ForeignKey(Workplan, on_delete=models.PROTECT, related_name="readings")
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="readings")
    read_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-read_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "workplan", "member"], name="workplan_read_once_a_member"
            )
        ]

    def __str__(self) -> str:
        return f"{self.member} read {self.workplan}"


class MemberQuestionQuerySet(models.QuerySet["MemberQuestion"]):
    def visible_to(self, actor: Membership) -> "MemberQuestionQuerySet":
        return self.filter(meeting__authority_id=actor.authority_id)


class MemberQuestion(models.Model):
    """A question a member leaves on a workplan before a meeting, and its answer."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="questions")
    workplan = models.ForeignKey(Workplan, on_delete=models.PROTECT, related_name="questions")
    action = models.ForeignKey(
        Action, on_delete=models.PROTECT, null=True, blank=True, related_name="questions"
    )
    asked_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    text = models.CharField(max_length=500)
    answer = models.TextField(max_length=1000, blank=True)
    answered_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = MemberQuestionQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        return self.text
