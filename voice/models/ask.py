"""Points raised by young people, from whatever source.

A point that has been written down waits: `Ask.objects`, and every relation that leads to points,
finds released ones only. `Ask.everything` finds all of them; only `voice` itself may use it, and
asks `readable_by` for whoever is looking (docs/decisions/0065)."""

from typing import Any

from django.db import models
from django.db.models import Exists, Q
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Authority, Membership
from core.models import TranslatedChoices
from voice.enums import AskSource, AskState, Attribution, WithdrawnBecause


class AskQuerySet(models.QuerySet["Ask"]):
    def released(self) -> "AskQuerySet":
        """Those that a second person has let go on."""
        return self.filter(state=AskState.RELEASED)

    def visible_to(self, actor: Membership) -> "AskQuerySet":
        """What everyone inside reads: released points of their authority."""
        return self.released().filter(authority_id=actor.authority_id)

    def public(self) -> "AskQuerySet":
        """Those whose words may be shown to everyone: released, with a consent that a second
        person confirmed, and that has not run out (SG-110: consent is asked, not assumed)."""
        today = timezone.localdate()
        running = Q(public_until=None) | Q(public_until__gte=today)
        return self.released().filter(running, may_be_published=True)

    def unreleased(self) -> "AskQuerySet":
        """Those that wait, and those that are with the safeguarding lead."""
        return self.filter(state__in=[AskState.WAITING, AskState.HELD])

    def unreleased_for(self, actor: Membership) -> "AskQuerySet":
        """What the actor may read of these: a writer their own while it waits; a coordinator and a
        safeguarding lead all that waits; a safeguarding lead alone what was handed to them, or a
        coordinator while the authority has none."""
        waiting, held = Q(state=AskState.WAITING), Q(state=AskState.HELD)
        wanted = waiting & Q(recorded_by__person=actor.person_id)
        if actor.holds("release_asks"):
            wanted |= waiting
            leads = Membership.objects.current().filter(
                authority=actor.authority_id, role=Role.SAFEGUARDING_LEAD
            )
            wanted |= held & ~Q(Exists(leads))
        if actor.holds("decide_concerns"):
            wanted |= held
        return self.filter(wanted, authority_id=actor.authority_id)

    def readable_by(self, actor: Membership) -> "AskQuerySet":
        """Every point whose words the actor may read inside, released or not."""
        released = self.visible_to(actor) if actor.holds("read_everything") else self.none()
        return released | self.unreleased_for(actor)


class ReleasedManager(models.Manager.from_queryset(AskQuerySet)):  # type: ignore[misc]  # no types
    """The default, and so what `priority.asks` and every prefetch reads."""

    def get_queryset(self) -> AskQuerySet:
        return AskQuerySet(self.model, using=self._db).released()


class UnreleasedManager(models.Manager["Ask"]):
    """Of notices about points that nobody has released: told is who may read them."""

    def visible_to(self, actor: Membership) -> AskQuerySet:
        """Those the actor may read."""
        return AskQuerySet(self.model, using=self._db).unreleased_for(actor)


class Ask(TranslatedChoices):
    """One point, in young people's words. Never about one child's life (SG-003)."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="asks")
    # Empty once the point is withdrawn: the words are deleted then, and so is where they were said.
    text = models.CharField(max_length=300)
    source = models.CharField(max_length=20, choices=AskSource.choices)
    source_name = models.CharField(max_length=160)
    # A day, never a time: a time could tell who said it.
    said_on = models.DateField()
    # How many said it; small numbers are suppressed wherever it is shown to the public.
    said_by = models.PositiveIntegerField(default=1)
    attribution = models.CharField(
        max_length=20, choices=Attribution.choices, default=Attribution.YOUNG_PERSON
    )
    state = models.CharField(max_length=20, choices=AskState.choices, default=AskState.WAITING)
    # Follow from the consents (`voice.operations.consents`), so that a page need not read them.
    may_be_published = models.BooleanField(default=False)
    public_until = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    released_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    released_at = models.DateTimeField(null=True, blank=True)
    handed_on_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    handed_on_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(
        max_length=20, choices=WithdrawnBecause.choices, blank=True
    )
    version = models.PositiveIntegerField(default=1)

    objects: Any = ReleasedManager()
    everything = AskQuerySet.as_manager()
    unreleased_ones = UnreleasedManager()

    class Meta:
        ordering = ["-said_on", "-pk"]
        indexes = [models.Index(fields=["authority", "state"])]

    def __str__(self) -> str:
        return self.text or str(self.get_state_display())
