from django.db import models


class OutcomeSetKind(models.TextChoices):
    """What an authority calls the themes its work is planned under."""

    OUTCOME = "outcome", "Outcomes"
    WORK_AREA = "work-area", "Work areas"
    OBJECTIVE = "objective", "Objectives"
    PRIORITY = "priority", "Priority aims"
    LEVEL = "level", "Levels of responsibility"


class WorkplanStatus(models.TextChoices):
    DRAFT = "draft", "Being written"
    SHARED = "shared", "Shared with members and partners"
    CLOSED = "closed", "Closed"


class PriorityStatus(models.TextChoices):
    OPEN = "open", "Being worked on"
    MET = "met", "Met"
    CLOSED = "closed", "Closed, not met"


class ActionStatus(models.TextChoices):
    """What the officer says. "Late" is not here: a date says it (`Action.days_late`)."""

    PROPOSED = "proposed", "Proposed"
    NOT_STARTED = "not-started", "Not started"
    ON_TRACK = "on-track", "On track"
    AT_RISK = "at-risk", "At risk"
    OFF_TRACK = "off-track", "Off track"
    DONE = "done", "Done"
    STOPPED = "stopped", "Stopped"
    # A proposal that was answered with no: never promised, so never counted as a promise.
    DECLINED = "not-taken-up", "Not taken up"


# What was never agreed: only suggested, or suggested and refused.
NEVER_AGREED = (ActionStatus.PROPOSED, ActionStatus.DECLINED)

# The order in which a bar or a sentence tells how many stand where; "late" is not a status.
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

    YES = "yes", "Really different"
    A_BIT = "a-bit", "A bit different"
    NOT_YET = "not-yet", "No different yet"
