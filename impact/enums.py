from django.db import models


class ReportStatus(models.TextChoices):
    DRAFT = "draft", "Being written together"
    SIGNED_OFF = "signed-off", "Signed off"
    PUBLISHED = "published", "Published"


class Part(models.TextChoices):
    """The three parts of an impact report (Manchester 3.6)."""

    SAID = "said", "What we said we would do"
    ACHIEVED = "achieved", "What we achieved"
    NEXT = "next", "What we agree to do next"


class AnnualStatus(models.TextChoices):
    DRAFT = "draft", "Being composed"
    ENDORSED = "endorsed", "Endorsed"


class DocumentKind(models.TextChoices):
    FULL = "full", "Full report"
    ONE_PAGE = "one-page", "One-page summary"
    ANNUAL = "annual", "Annual report"


class JobStatus(models.TextChoices):
    WAITING = "waiting", "Waiting for its turn"
    RUNNING = "running", "Being made"
    DONE = "done", "Ready"
    FAILED = "failed", "Could not be made"
