"""The words of this app, as choices."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a membership is for (`product.md`, "Roles"). Lead, owner and seat are relations."""

    CARE_CONSULTANT = "care-consultant", _("Care consultant")
    ELECTED_MEMBER = "elected-member", _("Elected member")
    OFFICER = "officer", _("Officer")
    PARTNER = "partner", _("Partner")
    EXECUTIVE = "executive", _("Executive")
    COORDINATOR = "coordinator", _("Coordinator")
    SAFEGUARDING_LEAD = "safeguarding-lead", _("Safeguarding lead")

    @property
    def many(self) -> str:
        """Several of them, to begin or stand within a sentence: "care consultants"."""
        return str(_MANY[self.value])


_MANY = {
    "care-consultant": _("care consultants"),
    "elected-member": _("elected members"),
    "officer": _("officers"),
    "partner": _("partners"),
    "executive": _("executives"),
    "coordinator": _("coordinators"),
    "safeguarding-lead": _("safeguarding leads"),
}


class Listing(models.TextChoices):
    """How somebody asked to be shown. Their own choice; nobody else makes it (SG-118)."""

    FULL_NAME = "full-name", _("My full name")
    FIRST_NAME = "first-name", _("My first name")
    CHOSEN = "chosen", _("A name I choose")
    UNNAMED = "unnamed", _("No name, just my role")


class Handed(models.TextChoices):
    """What somebody answers for, and can hand over to another."""

    OUTCOME = "outcome", _("Outcomes they lead")
    ACTION = "action", _("Actions they own")
    HELP = "help", _("Actions they help with")
    CHALLENGE = "challenge", _("Challenges to answer")
    SEAT = "seat", _("Seats on groups and boards")
    MEETING = "meeting", _("Meetings they’re due to lead")
    ITEM = "item", _("Agenda items")
    ESCALATION = "escalation", _("Problems they reported")


class AuthorityKind(models.TextChoices):
    COUNCIL = "council", _("Council")
    TRUST = "trust", _("Trust")


class OrganisationKind(models.TextChoices):
    DIRECTORATE = "directorate", _("Part of the council")
    HEALTH = "health", _("Health")
    POLICE = "police", _("Police")
    EDUCATION = "education", _("School or college")
    HOUSING = "housing", _("Housing")
    CHARITY = "charity", _("Charity")
    EMPLOYER = "employer", _("Employer or business")
    OTHER = "other", _("Other partner")


class ErasureStatus(models.TextChoices):
    WAITING = "waiting", _("Waiting for a decision")
    TAKEN_BACK = "taken-back", _("Withdrawn")
    GRANTED = "granted", _("Erased")
    REFUSED = "refused", _("Not erased")


class ErasureChoice(models.TextChoices):
    """What a coordinator decides about a sentence or a file that may be about somebody."""

    KEEP = "keep", _("Keep as it is")
    TAKE_OUT = "take-out", _("Remove it")


class Topic(models.TextChoices):
    """What news is about; e-mails about each can be stopped on their own."""

    ACTIONS = "actions", _("Actions")
    VOICE = "voice", _("What young people said")
    CHALLENGES = "challenges", _("Challenges")
    MEETINGS = "meetings", _("Meetings and papers")
    REPORTS = "reports", _("Reports")
    PEOPLE = "people", _("People and roles")


class Rhythm(models.TextChoices):
    """How often somebody wants news by e-mail."""

    AT_ONCE = "at-once", _("As it happens, in the daytime")
    DAILY = "daily", _("Every working day, in the morning")
    WEEKLY = "weekly", _("Every Monday morning")
    NEVER = "never", _("No emails")
