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
    # After this time it would be of no use, such as a code that has run out.
    send_before = models.DateTimeField()

    class Meta:
        ordering = ["not_before", "pk"]

    def __str__(self) -> str:
        return self.subject
