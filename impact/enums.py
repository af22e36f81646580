from django.db import models
from django.utils.translation import gettext_lazy as _


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


class ReportDocument(models.TextChoices):
    FULL = "full", _("Full report")
    ONE_PAGE = "one-page", _("One-page summary")
    ANNUAL = "annual", _("Annual report")


# The two of an impact report.
OF_A_REPORT = frozenset({ReportDocument.FULL, ReportDocument.ONE_PAGE})


class ScrutinyKind(models.TextChoices):
    """What a scrutiny committee may say: a recommendation wants an answer."""

    COMMENT = "comment", _("Comment")
    RECOMMENDATION = "recommendation", _("Recommendation")


class ScrutinyReply(models.TextChoices):
    ACCEPTED = "accepted", _("Accepted")
    PARTLY = "partly", _("Accepted in part")
    NOT_ACCEPTED = "not-accepted", _("Not accepted")
