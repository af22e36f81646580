"""Guardian's rows for what one person holds on one outcome or one action."""

from django.db import models

from core.permissions import GroupGrant, UserGrant
from outcomes.models.action import Action
from outcomes.models.outcome import Outcome


class OutcomePersonGrant(UserGrant):
    """The lead's right on their outcome."""

    content_object = models.ForeignKey(Outcome, on_delete=models.CASCADE)


class OutcomeGroupGrant(GroupGrant):
    """None are given; guardian wants the pair, and would else write to its generic table."""

    content_object = models.ForeignKey(Outcome, on_delete=models.CASCADE)


class ActionPersonGrant(UserGrant):
    """The owner's right on their action."""

    content_object = models.ForeignKey(Action, on_delete=models.CASCADE)


class ActionGroupGrant(GroupGrant):
    """None are given; guardian wants the pair."""

    content_object = models.ForeignKey(Action, on_delete=models.CASCADE)
