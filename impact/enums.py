from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop


class ReportStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SIGNED_OFF = "signed-off", _("Signed off")
    PUBLISHED = "published", _("Published")


class Part(models.TextChoices):
    """The three parts of an impact report (Manchester 3.6)."""

    SAID = "said", _("What we said we would do")
    ACHIEVED = "achieved", _("What we achieved")
    NEXT = "next", _("What we agree to do next")


class AnnualStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    ENDORSED = "endorsed", _("Endorsed")


class DocumentKind(models.TextChoices):
    FULL = "full", _("Full report")
    ONE_PAGE = "one-page", _("One-page summary")
    ANNUAL = "annual", _("Annual report")


class JobStatus(models.TextChoices):
    WAITING = "waiting", _("Waiting to start")
    RUNNING = "running", _("In progress")
    DONE = "done", _("Ready")
    FAILED = "failed", _("Couldn’t be created")


class Stage:
    """How far the making of a document is, in words. A row stores them as they stand here; a page
    shows them in its reader's language."""

    WAITING = gettext_noop("Waiting to start")
    GATHERING = gettext_noop("Collecting the text")
    AGAIN = gettext_noop("Waiting to try again")
    READY = gettext_noop("Ready")
    FAILED = gettext_noop("Couldn’t be created")


class ScrutinyKind(models.TextChoices):
    """What a scrutiny committee may say: a recommendation wants an answer."""

    COMMENT = "comment", _("Comment")
    RECOMMENDATION = "recommendation", _("Recommendation")


class ScrutinyReply(models.TextChoices):
    ACCEPTED = "accepted", _("Accepted")
    PARTLY = "partly", _("Accepted in part")
    NOT_ACCEPTED = "not-accepted", _("Not accepted")
