"""The demo's e-mails: printed, and kept in a folder for the page that shows them.

The demo's people do not exist, so nothing is sent. Web server and worker both write here.
"""

import contextlib
import datetime
import json
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail.backends.console import EmailBackend as ConsoleBackend
from django.utils import timezone

MOST_KEPT = 50


@dataclass(frozen=True)
class DemoMail:
    """An e-mail as it would have arrived."""

    at: datetime.datetime
    to: str
    subject: str
    text: str

    @property
    def time(self) -> str:
        """ "6:15pm", here in this country."""
        return f"{timezone.localtime(self.at):%-I:%M%p}".lower()


class EmailBackend(ConsoleBackend):
    """Prints each message, as Django's own does, and keeps it in `settings.DEMO_MAIL`."""

    def write_message(self, message: Any) -> None:
        super().write_message(message)
        keep_mail(to=", ".join(message.to), subject=str(message.subject), text=str(message.body))


def keep_mail(*, to: str, subject: str, text: str) -> None:
    """Write a message into the folder, whole or not at all, and throw away all but the newest."""
    if settings.DEMO_MAIL is None:
        return
    folder = Path(settings.DEMO_MAIL)
    folder.mkdir(parents=True, exist_ok=True)
    now = timezone.now()
    words = {"at": now.isoformat(), "to": to, "subject": subject, "text": text}
    target = folder / f"{now:%Y%m%d%H%M%S%f}-{uuid.uuid4().hex[:8]}.json"
    draft = target.with_suffix(".new")
    draft.write_text(json.dumps(words), encoding="utf-8")
    draft.replace(target)
    for old in sorted(folder.glob("*.json"), reverse=True)[MOST_KEPT:]:
        old.unlink(missing_ok=True)


def kept_mail() -> list[DemoMail]:
    """The last e-mails, newest first."""
    if settings.DEMO_MAIL is None:
        return []
    found = []
    for path in sorted(Path(settings.DEMO_MAIL).glob("*.json"), reverse=True)[:MOST_KEPT]:
        with contextlib.suppress(FileNotFoundError):  # thrown away at this moment
            words = json.loads(path.read_text(encoding="utf-8"))
            found.append(DemoMail(**words | {"at": datetime.datetime.fromisoformat(words["at"])}))
    return found
