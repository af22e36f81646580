from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop


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
