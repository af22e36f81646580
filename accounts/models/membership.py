"""Who belongs to which authority, as what, from when to when."""

import datetime
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import F, OuterRef, Q
from django.utils import timezone

from accounts.enums import Listing, Role
from accounts.models.authority import Authority, Organisation
from accounts.models.person import Person
from core import permissions, suppression
from core.models import NumberOf, TranslatedChoices

# How long before its end an agreement is told to be renewed.
TIME_TO_RENEW = datetime.timedelta(days=60)


# What `label` reads, and what `standing` reads besides.
_LABEL = ("role", "listing", "listed_as", "person__name")
_POST = ("title", "organisation__name")


def name_fields(path: str = "", *, post: bool = False) -> list[str]:
    """The fields that name the membership at `path`, with its `post` or without, for `only()`: a
    page of many people's words reads no more of them than it shows. The path's `person`, and for
    the post its `organisation`, must stand in `select_related()`. No path: the one itself."""
    before = f"{path}__" if path else ""
    return [f"{before}{field}" for field in (*_LABEL, *(_POST if post else ()))]


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self, on: datetime.date | None = None) -> "MembershipQuerySet":
        """Those that hold on a day (today unless told)."""
        day = on or timezone.localdate()
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gt=day),
            starts_on__lte=day,
            person__is_active=True,
        )

    def running(self, on: datetime.date | None = None) -> "MembershipQuerySet":
        """Those that have not ended, begun or not: whoever is one cannot become one again."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on or timezone.localdate()))

    def visible_to(self, actor: "Membership") -> "MembershipQuerySet":
        """Those of the actor's own authority."""
        return self.filter(authority_id=actor.authority_id)

    def with_unread(self) -> "MembershipQuerySet":
        """With how much news each has not read, in the same query."""
        notices: Any = apps.get_model("accounts.Notice")._default_manager
        mine = notices.unread().filter(membership=OuterRef("pk"))
        return self.annotate(unread_news=NumberOf(mine))

    def with_names(self) -> "MembershipQuerySet":
        """With what `label` and `standing` need, in the same query."""
        return self.select_related("person", "organisation")


class Membership(TranslatedChoices):
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
    # How they asked to be listed: which way, empty until they were asked; and the words that it
    # comes to, empty for their name. Those of UNNAMED are what they are here.
    listing = models.CharField(max_length=20, choices=Listing.choices, blank=True)
    listed_as = models.CharField(max_length=120, blank=True)
    starts_on = models.DateField(default=timezone.localdate)
    # The first day without access; it may lie ahead.
    ends_on = models.DateField(null=True, blank=True)
    # A partner's: what their access rests on, and the day it ends, and access with it. Empty only
    # for those who came before agreements were named here.
    agreement = models.CharField(max_length=160, blank=True)
    agreement_ends_on = models.DateField(null=True, blank=True)
    # When they took or skipped the one-minute tour; empty while it is still offered.
    tour_seen_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = MembershipQuerySet.as_manager()

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
            models.CheckConstraint(
                condition=Q(agreement_ends_on__isnull=True)
                | Q(ends_on__isnull=False, ends_on__lte=F("agreement_ends_on")),
                name="membership_ends_with_its_agreement",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """How the person is shown: as they chose to be listed, else by name."""
        if self.is_unnamed:
            return self.get_role_display()
        return self.listed_as or self.person.name

    @property
    def is_unnamed(self) -> bool:
        """Whether they asked not to be named."""
        return self.listing == Listing.UNNAMED

    @property
    def public_name(self) -> str:
        """The name that the public may read: one they chose to be listed by; empty for none."""
        return "" if self.is_unnamed else self.listed_as

    @property
    def standing(self) -> str:
        """Name and post, for a line under something they did: "Priya N, Leisure Services"."""
        post = self.title or (self.organisation.name if self.organisation else "")
        if not post or post.casefold() == self.label.casefold():
            return self.label
        return f"{self.label}, {post}"

    @property
    def standing_in_full(self) -> str:
        """Name, post and organisation, for a list to choose from: "Priya N, Head of Leisure, Sport
        and Leisure". Two people with the same post are told apart by it."""
        where = self.organisation.name if self.organisation else ""
        if not where or self.is_unnamed or where.casefold() in self.standing.casefold():
            return self.standing
        return f"{self.standing}, {where}"

    @property
    def leaves_on(self) -> datetime.date | None:
        """The day to come that was chosen for them to move on; None when there is none, also where
        only their agreement has an end."""
        return None if self.ends_on == self.agreement_ends_on else self.ends_on

    @property
    def agreement_nears_its_end(self) -> bool:
        """Whether it is time to renew a partner's agreement: within 60 days, or over."""
        ends_on = self.agreement_ends_on
        return ends_on is not None and ends_on <= timezone.localdate() + TIME_TO_RENEW

    @property
    def may_renew(self) -> bool:
        """Whether a new agreement would carry their access on, or begin it again."""
        return not self.has_ended or self.ends_on == self.agreement_ends_on

    @property
    def has_ended(self) -> bool:
        """Whether they have moved on."""
        return self.ends_on is not None and self.ends_on <= timezone.localdate()

    @cached_property
    def rights(self) -> frozenset[str]:
        """The rights of this role in this authority, as guardian holds them. One query, once."""
        return permissions.group_rights(self.person, self.authority)

    def holds(self, codename: str) -> bool:
        """Whether the role has the right at all; a policy says whether it may be used now."""
        return codename in self.rights

    @property
    def small_numbers(self) -> suppression.Rule:
        """Which counts of people are hidden from them: none from whoever may read small numbers
        exactly; from everyone else what is hidden from the public (SG-096)."""
        if self.holds("read_small_numbers"):
            return suppression.EXACT
        return self.authority.small_numbers

    @property
    def unread(self) -> int:
        """How much news is unread, where the query counted it: the head of every page."""
        return int(self.__dict__.get("unread_news", 0))

    @property
    def is_care_consultant(self) -> bool:
        return self.role == Role.CARE_CONSULTANT
