from django.db import models


class AskSource(models.TextChoices):
    """Where a point was raised."""

    CONSULTATION = "consultation", "Consultation"
    SURVEY = "survey", "Survey"
    MEETING = "meeting", "Meeting"
    GROUP = "group", "Young people's group"
    GRUMBLE = "grumble", "Grumble"
    MESSAGE = "message", "Message"
