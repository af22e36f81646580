from django.db import models
from django.utils.translation import gettext_lazy as _


class AskSource(models.TextChoices):
    """Where a point was raised."""

    CONSULTATION = "consultation", _("Consultation")
    SURVEY = "survey", _("Survey")
    MEETING = "meeting", _("Meeting")
    GROUP = "group", _("Young people's group")
    GRUMBLE = "grumble", _("Grumble")
    MESSAGE = "message", _("Message")


class AskState(models.TextChoices):
    """Who may read a point: see `voice.models.ask`."""

    WAITING = "waiting", _("Waiting to be released")
    RELEASED = "released", _("Released")
    HELD = "held", _("With the safeguarding lead")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Attribution(models.TextChoices):
    """How a point says who raised it. A list, so that no name, age or place gets in (SG-111)."""

    YOUNG_PERSON = "young-person", _("a young person")
    YOUNG_PEOPLE = "young-people", _("a group of young people")
    IN_CARE = "in-care", _("a young person in care")
    CARE_LEAVER = "care-leaver", _("a care leaver")


class AgreedBy(models.TextChoices):
    """Who agreed that everyone may read the words: never a name."""

    SPEAKER = "speaker", _("The young person who said it")
    SPEAKERS = "speakers", _("All the young people who said it")
    WITH_CARER = "with-carer", _("The young person and the adult who can agree for them")


class WithdrawnBecause(models.TextChoices):
    """Why a point was withdrawn: a kind, so that the reason cannot repeat the words."""

    ASKED = "asked", _("The young person asked us to")
    IDENTIFIES = "identifies", _("It could show who a child is")
    MISTAKE = "mistake", _("It was recorded by mistake")
    LEGAL = "legal", _("A court or the law says so")
