from django.db import models
from django.utils.translation import gettext_lazy as _


class BodyKind(models.TextChoices):
    LEAD = "lead", _("Lead body")
    STRATEGIC = "strategic", _("Strategic partnership")
    DELIVERY = "delivery", _("Working group")
    SCRUTINY = "scrutiny", _("Scrutiny committee")
    EXECUTIVE = "executive", _("Executive")
    HOST = "host", _("Host body")
    MONITORING = "monitoring", _("External monitoring")
    PARTICIPATION = "participation", _("Young people's group")


class BodyFormat(models.TextChoices):
    WORKSHOP = "workshop", _("Workshop")
    COMMITTEE = "committee", _("Committee")
    HYBRID = "hybrid", _("Workshop and committee")
    GROUP = "group", _("Group")


class LegalStatus(models.TextChoices):
    """What a body is in law. Kept and exported; no rule of the program depends on it (SG-150)."""

    COMMITTEE = "statutory-committee", _("Statutory committee")
    SUB_COMMITTEE = "sub-committee", _("Sub-committee")
    EXECUTIVE = "executive", _("Executive")
    ADVISORY = "advisory", _("Advisory")
    PARTNERSHIP = "partnership", _("Partnership")
    INFORMAL = "informal", _("Informal")


class BodyStatus(models.TextChoices):
    ACTIVE = "active", _("Active")
    TO_BE_SET_UP = "to-be-set-up", _("To be set up")
    ENDED = "ended", _("Ended")


class RelationKind(models.TextChoices):
    """`from` does this to or for `to`: "the Executive approves the Cooperative"."""

    APPROVES = "approves", _("approves the work of")
    SCRUTINISES = "scrutinises", _("scrutinises")
    HOSTS = "hosts", _("hosts")
    MONITORS = "monitors", _("monitors")
    REPORTS_TO = "reports-to", _("reports to")
    ESCALATES_TO = "escalates-to", _("escalates problems to")
    PART_OF = "part-of", _("is part of")
    INVITES = "invites", _("invites")


class SeatKind(models.TextChoices):
    CHAIR = "chair", _("Chair")
    VICE_CHAIR = "vice-chair", _("Vice chair")
    LEAD = "lead", _("Lead")
    MEMBER = "member", _("Member")


class SeatStatus(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    ACTIVE = "active", _("Active")
    ENDED = "ended", _("Ended")


class MeetingStatus(models.TextChoices):
    PLANNED = "planned", _("Being planned")
    PAPERS_OUT = "papers-out", _("Agenda and papers published")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")


class MeetingDeed(models.TextChoices):
    """What can happen to a planned meeting that everyone invited has to know."""

    MOVED = "moved", _("Moved")
    CANCELLED = "cancelled", _("Cancelled")
    REINSTATED = "reinstated", _("Going ahead after all")


class ItemKind(models.TextChoices):
    WELCOME = "welcome", _("Welcome")
    THEME = "theme", _("Theme")
    CHALLENGE = "challenge", _("Challenge")
    STANDING = "standing", _("Standing item")
    REPORT = "report", _("Report")
    OTHER = "other", _("Other")


class ItemStatus(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    ON_AGENDA = "on-agenda", _("On the agenda")
    DECLINED = "declined", _("Left for another time")


class Presence(models.TextChoices):
    PRESENT = "present", _("Present")
    APOLOGIES = "apologies", _("Sent apologies")
    ABSENT = "absent", _("Absent")


class EscalationStatus(models.TextChoices):
    """Where an obstacle stands. Only an open one is with a body."""

    OPEN = "open", _("Waiting for a decision")
    RESOLVED = "resolved", _("Decided")
    SENT_BACK = "sent-back", _("Sent back")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class EscalationDeed(models.TextChoices):
    """What can be done to an escalation: each is a step that is kept."""

    RAISED = "raised", _("Reported")
    PASSED_UP = "passed-up", _("Escalated")
    MOVED = "moved", _("Moved")
    PROPOSED = "proposed", _("Decision proposed")
    PROPOSED_BACK = "proposed-back", _("Sending back proposed")
    UNDONE = "undone", _("Undone")
    RESOLVED = "resolved", _("Decided")
    SENT_BACK = "sent-back", _("Sent back")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ChallengeStatus(models.TextChoices):
    OPEN = "open", _("Waiting for an answer")
    ANSWERED = "answered", _("Answered, not accepted yet")
    ACCEPTED = "accepted", _("Answer accepted")
