from django.db import models
from django.utils.translation import gettext_lazy as _


class SetVoice(models.TextChoices):
    """Who is speaking in a set of expectations."""

    DEMAND = "demand", _("What young people expect of us")
    PROMISE = "promise", _("What we promise")
    PRINCIPLE = "principle", _("What the law says")


class SetStatus(models.TextChoices):
    ADOPTED = "adopted", _("Adopted")
    UNDER_REVIEW = "under-review", _("Under review")
    RETIRED = "retired", _("No longer in use")
    NAMED_ONLY = "named-only", _("Name only (we don’t have the text)")


class Kept(models.TextChoices):
    """Care consultants' answer to "does it feel kept?": the steps of "does it feel different?"."""

    YES = "yes", _("It feels kept")
    A_BIT = "a-bit", _("Partly kept")
    NOT_YET = "not-yet", _("Not kept yet")
