from django.db import models


class SetVoice(models.TextChoices):
    """Who is speaking in a set of expectations."""

    DEMAND = "demand", "What young people expect of us"
    PROMISE = "promise", "What we promise"
    PRINCIPLE = "principle", "What the law says"


class SetStatus(models.TextChoices):
    ADOPTED = "adopted", "Adopted"
    UNDER_REVIEW = "under-review", "Being reviewed"
    RETIRED = "retired", "No longer used"
    NAMED_ONLY = "named-only", "Named, but its words were not supplied"
