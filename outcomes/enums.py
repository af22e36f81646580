from django.db import models
from django.utils.translation import gettext_lazy as _


class OutcomeSetKind(models.TextChoices):
    """What an authority calls the themes its work is planned under."""

    OUTCOME = "outcome", _("Outcomes")
    WORK_AREA = "work-area", _("Work areas")
    OBJECTIVE = "objective", _("Objectives")
    PRIORITY = "priority", _("Priority aims")
    LEVEL = "level", _("Levels of responsibility")


class WorkplanStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SHARED = "shared", _("Shared with members and partners")
    CLOSED = "closed", _("Closed")


class PriorityStatus(models.TextChoices):
    OPEN = "open", _("Being worked on")
    MET = "met", _("Met")
    CLOSED = "closed", _("Closed, not met")


class ActionStatus(models.TextChoices):
    """What the officer says. "Late" is not here: a date says it (`Action.days_late`)."""

    PROPOSED = "proposed", _("Proposed")
    NOT_STARTED = "not-started", _("Not started")
    ON_TRACK = "on-track", _("On track")
    AT_RISK = "at-risk", _("At risk")
    OFF_TRACK = "off-track", _("Off track")
    DONE = "done", _("Done")
    STOPPED = "stopped", _("Stopped")
    # A proposal that was answered with no: never promised, so never counted as a promise.
    DECLINED = "not-taken-up", _("Not taken up")


# What was never agreed: only suggested, or suggested and refused.
NEVER_AGREED = (ActionStatus.PROPOSED, ActionStatus.DECLINED)

# The order in which a bar or a sentence tells how many stand where. "late" is no status: it is
# here for counts that were stored when it was told among them.
TELLING_ORDER = (
    "done",
    "on-track",
    "not-started",
    "at-risk",
    "off-track",
    "late",
    "stopped",
    "proposed",
    "not-taken-up",
)

# Work that is still owed; a proposal is not yet, a stopped action no longer is.
OPEN_STATUSES = (
    ActionStatus.NOT_STARTED,
    ActionStatus.ON_TRACK,
    ActionStatus.AT_RISK,
    ActionStatus.OFF_TRACK,
)


class Feels(models.TextChoices):
    """Care consultants' answer to "does it feel different?"."""

    YES = "yes", _("Really different")
    A_BIT = "a-bit", _("A bit different")
    NOT_YET = "not-yet", _("No different yet")
