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
