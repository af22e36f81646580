"""Guardian's rows for authorities, in tables of their own with a real foreign key."""

from django.db import models

from accounts.models.authority import Authority
from core.permissions import GroupGrant, UserGrant


class AuthorityGroupGrant(GroupGrant):
    """A role's right in one authority."""

    content_object = models.ForeignKey(Authority, on_delete=models.CASCADE)


class AuthorityPersonGrant(UserGrant):
    """One person's right in one authority. None are given today; guardian wants the pair."""

    content_object = models.ForeignKey(Authority, on_delete=models.CASCADE)
