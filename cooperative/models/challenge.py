"""Challenges: a plain question to a named duty-holder, closed only by the challenger."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Authority, Membership
from cooperative.enums import ChallengeStatus
from cooperative.models.meeting import Meeting, MeetingDecision
from core.dates import days_late
from core.models import TranslatedChoices
from outcomes.models import Action, Priority


class ChallengeQuerySet(models.QuerySet["Challenge"]):
    def visible_to(self, actor: Membership) -> "ChallengeQuerySet":
        """The authority's own; a partner sees those put to their organisation."""
        mine = self.filter(authority_id=actor.authority_id)
        if actor.holds("read_everything"):
            return mine
        put_to = Q(asked_of=actor)
        if actor.organisation_id:
            put_to |= Q(asked_of__organisation_id=actor.organisation_id)
        return mine.filter(put_to)

    def unsettled(self) -> "ChallengeQuerySet":
        return self.exclude(status=ChallengeStatus.ACCEPTED)

    def overdue(self) -> "ChallengeQuerySet":
        """Still without an answer after the reply-by date."""
        return self.filter(status=ChallengeStatus.OPEN, reply_by__lt=timezone.localdate())


class Challenge(TranslatedChoices):
    """Raised by a care consultant, answered by whoever it was put to, settled by the one who
    asked."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="challenges")
    question = models.CharField(max_length=300)
    why = models.TextField(max_length=1000, blank=True)
    raised_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(default=timezone.now)
    asked_of = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="challenges_to_answer"
    )
    reply_by = models.DateField()
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="challenges"
    )
    priority = models.ForeignKey(
        Priority, on_delete=models.PROTECT, null=True, blank=True, related_name="challenges"
    )
    action = models.ForeignKey(
        Action, on_delete=models.PROTECT, null=True, blank=True, related_name="challenges"
    )
    status = models.CharField(
        max_length=20, choices=ChallengeStatus.choices, default=ChallengeStatus.OPEN
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ChallengeQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_at", "-pk"]

    def __str__(self) -> str:
        return self.question

    @property
    def stands(self) -> str:
        """Where it stands, in words that are true for whoever reads them: who asked, who answered
        and everybody else."""
        if self.status == ChallengeStatus.ANSWERED:
            return _("Answered, not accepted yet")
        return self.get_status_display()

    @property
    def days_overdue(self) -> int:
        """Whole days past the reply-by date while nobody has answered; 0 otherwise."""
        if self.status != ChallengeStatus.OPEN:
            return 0
        return days_late(self.reply_by)


class ChallengeAnswer(models.Model):
    """One answer. The challenger accepts it, or refuses it and says why; every one is kept."""

    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="answers")
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    text = models.TextField(max_length=2000)
    # None until the challenger has decided.
    accepted = models.BooleanField(null=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    refused_because = models.TextField(max_length=500, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


class AgreedAction(models.Model):
    """An action a meeting agreed, in answer to a decision or a challenge. The workplan keeps it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="agreed_actions")
    action = models.OneToOneField(Action, on_delete=models.PROTECT, related_name="agreed_at")
    decision = models.ForeignKey(
        MeetingDecision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agreed_actions",
    )
    challenge = models.ForeignKey(
        Challenge, on_delete=models.PROTECT, null=True, blank=True, related_name="agreed_actions"
    )

    class Meta:
        ordering = ["meeting", "pk"]

    def __str__(self) -> str:
        return f"{self.action} ({self.meeting})"
