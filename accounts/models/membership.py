"""Who belongs to which authority, as what, from when to when."""

import datetime
from functools import cached_property
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.enums import Role
from accounts.models.authority import Authority, Organisation
from accounts.models.person import Person
from core import permissions


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self, on: datetime.date | None = None) -> "MembershipQuerySet":
        """Those that hold on a day (today unless told)."""
        day = on or timezone.localdate()
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gt=day),
            starts_on__lte=day,
            person__is_active=True,
        )

    def visible_to(self, actor: "Membership") -> "MembershipQuerySet":
        """Those of the actor's own authority."""
        return self.filter(authority_id=actor.authority_id)

    def with_names(self) -> "MembershipQuerySet":
        """With what `label` and `standing` need, in the same query."""
        return self.select_related("person", "organisation")


class Membership(models.Model):
    """A person in an authority, with one role and dates. Whoever acts, acts as one of these."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30, choices=Role.choices)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="memberships",
        null=True,
        blank=True,
    )
    # What they do, in words they chose; a care consultant's need not say they are in care (SG-118).
    title = models.CharField(max_length=120, blank=True)
    # How they asked to be listed; empty means their name.
    listed_as = models.CharField(max_length=120, blank=True)
    starts_on = models.DateField(default=timezone.localdate)
    ends_on = models.DateField(null=True, blank=True)
    # When they took or skipped the one-minute tour; empty while it is still offered.
    tour_seen_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[MembershipQuerySet] = MembershipQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["person__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "person"],
                condition=Q(ends_on__isnull=True),
                name="one_open_membership_a_person_and_authority",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="membership_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """How the person is shown: as they chose to be listed, else by name."""
        return self.listed_as or self.person.name

    @property
    def standing(self) -> str:
        """Name and post, for a line under something they did: "Priya N, Leisure Services"."""
        post = self.title or (self.organisation.name if self.organisation else "")
        return f"{self.label}, {post}" if post else self.label

    @cached_property
    def rights(self) -> frozenset[str]:
        """The rights of this role in this authority, as guardian holds them. One query, once."""
        return permissions.group_rights(self.person, self.authority)

    def holds(self, codename: str) -> bool:
        """Whether the role has the right at all; a policy says whether it may be used now."""
        return codename in self.rights

    @property
    def is_care_consultant(self) -> bool:
        return self.role == Role.CARE_CONSULTANT
