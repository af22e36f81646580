from django.db import models


class BodyKind(models.TextChoices):
    LEAD = "lead", "Lead body"
    STRATEGIC = "strategic", "Strategic partnership"
    DELIVERY = "delivery", "Working group"
    SCRUTINY = "scrutiny", "Scrutiny committee"
    EXECUTIVE = "executive", "Executive"
    HOST = "host", "Host body"
    MONITORING = "monitoring", "External monitoring"
    PARTICIPATION = "participation", "Young people's group"


class BodyFormat(models.TextChoices):
    WORKSHOP = "workshop", "Workshop"
    COMMITTEE = "committee", "Committee"
    HYBRID = "hybrid", "Workshop and committee"
    GROUP = "group", "Group"


class LegalStatus(models.TextChoices):
    """SG-150: only the first three follow the publication rules by themselves."""

    COMMITTEE = "statutory-committee", "Statutory committee"
    SUB_COMMITTEE = "sub-committee", "Sub-committee"
    EXECUTIVE = "executive", "Executive"
    ADVISORY = "advisory", "Advisory"
    PARTNERSHIP = "partnership", "Partnership"
    INFORMAL = "informal", "Informal"


class BodyStatus(models.TextChoices):
    ACTIVE = "active", "Meeting"
    TO_BE_SET_UP = "to-be-set-up", "To be set up"
    ENDED = "ended", "Ended"


class RelationKind(models.TextChoices):
    """`from` does this to or for `to`: "the Executive approves the Cooperative"."""

    APPROVES = "approves", "approves the work of"
    SCRUTINISES = "scrutinises", "scrutinises"
    HOSTS = "hosts", "hosts"
    MONITORS = "monitors", "monitors"
    REPORTS_TO = "reports-to", "reports to"
    ESCALATES_TO = "escalates-to", "passes obstacles up to"
    PART_OF = "part-of", "is part of"
    INVITES = "invites", "invites"


class SeatKind(models.TextChoices):
    CHAIR = "chair", "Chair"
    VICE_CHAIR = "vice-chair", "Vice chair"
    LEAD = "lead", "Lead"
    MEMBER = "member", "Member"


class SeatStatus(models.TextChoices):
    PROPOSED = "proposed", "Proposed"
    ACTIVE = "active", "Active"
    ENDED = "ended", "Ended"


class MeetingStatus(models.TextChoices):
    PLANNED = "planned", "Being planned"
    PAPERS_OUT = "papers-out", "Agenda and papers are out"
    HELD = "held", "Held"


class ItemKind(models.TextChoices):
    WELCOME = "welcome", "Welcome"
    THEME = "theme", "Theme"
    CHALLENGE = "challenge", "Challenge"
    STANDING = "standing", "Standing item"
    REPORT = "report", "Report"
    OTHER = "other", "Other"


class ItemStatus(models.TextChoices):
    PROPOSED = "proposed", "Proposed"
    ON_AGENDA = "on-agenda", "On the agenda"
    DECLINED = "declined", "Not this time"


class Presence(models.TextChoices):
    PRESENT = "present", "Here"
    APOLOGIES = "apologies", "Sent apologies"
    ABSENT = "absent", "Not here"


class ChallengeStatus(models.TextChoices):
    OPEN = "open", "Waiting for an answer"
    ANSWERED = "answered", "Answered, waiting for us"
    ACCEPTED = "accepted", "Answer accepted"
