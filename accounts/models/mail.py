"""E-mail that is on its way. A row first, so that no page waits for a mail server."""

from django.db import models
from django.utils import timezone


class OutgoingMail(models.Model):
    """One e-mail until it has gone; then the row goes too, and what it said with it."""

    # Empty for one that goes nowhere: it makes a stranger's wait the same as a known person's.
    to = models.EmailField(blank=True)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    # The same words for programs that show HTML; empty for one that is text alone.
    html = models.TextField(blank=True)
    # Where a mail program's own "unsubscribe" leads; empty for what nobody can stop: a code.
    stop_url = models.CharField(max_length=500, blank=True)
    # Not before this time: put off while somebody is sending it, and after a try that failed.
    not_before = models.DateTimeField(default=timezone.now, db_index=True)
    # How often it was tried in vain; each time it waits longer.
    tries = models.PositiveSmallIntegerField(default=0)
    # After this time it would be of no use, such as a code that has run out.
    send_before = models.DateTimeField()

    class Meta:
        ordering = ["not_before", "pk"]

    def __str__(self) -> str:
        return self.subject


class UndeliveredMail(models.Model):
    """An address at which our last email did not arrive. What it said is gone; the row goes with
    the next email that arrives there, or after 90 days."""

    to = models.EmailField(unique=True)
    failed_at = models.DateTimeField()
    # What the mail server said; 0 when no server took it in time.
    code = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-failed_at", "pk"]

    def __str__(self) -> str:
        return self.to

    @property
    def is_refused(self) -> bool:
        """Whether the address, or the email, was refused for good."""
        return bool(self.code)
