"""Progress, and the verdict beside it. Both are only ever added to."""

import datetime
import hashlib
from collections.abc import Iterable
from functools import partial

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import ProtectedError, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership
from accounts.operations.notices import settle_moved_on, untell
from core import audit, suppression
from core.concurrency import check_version, is_repeated
from core.decisions import require
from core.files import too_many_files
from core.languages import in_default_language
from outcomes.enums import NEVER_AGREED, ActionStatus
from outcomes.models import Action, EvidenceFile, Priority, ProgressUpdate, Verdict
from outcomes.operations.telling import tell_of_progress, tell_of_verdict
from outcomes.policies import (
    can_correct_update,
    can_give_verdict,
    can_record_progress,
    can_undo_update,
)
from outcomes.validators import CheckedFile, check_file

MAX_FILES = 5
SAID_TODAY = gettext_lazy(
    "You’ve already given this verdict today. Change it if you see it differently."
)


@transaction.atomic
def record_progress(
    *,
    actor: Membership,
    action: Action,
    status: str,
    done: str,
    difference: str = "",
    reached: int | None = None,
    files: Iterable[UploadedFile | CheckedFile] = (),
    version: int | None = None,
    corrects: ProgressUpdate | None = None,
) -> ProgressUpdate:
    """Add a dated entry: where the action stands, what was done, what difference it made, files
    that show it (a form checks them before the transaction begins). The action takes the status.
    `corrects` names the newest entry where this one puts it right: both are kept. Records
    `outcomes.progress.recorded`. Tells, once a day, everyone who has a part in the action or asked
    for it. Raises ValidationError when "done" is claimed without a difference, a file is not what
    it says, the status goes back to proposed, or the actor has sent the same today already;
    Conflict when somebody updated it meanwhile."""
    require(can_record_progress(actor, action))
    if corrects is not None:
        require(can_correct_update(actor, corrects))
    if status in NEVER_AGREED:
        raise ValidationError(
            {"status": _("An agreed action can’t become a proposal again. Choose another status.")}
        )
    if status == ActionStatus.DONE and not difference.strip():
        raise ValidationError(
            {"difference": _("Say what difference it made before you mark it as done.")}
        )
    files = list(files)
    if len(files) > MAX_FILES:
        raise ValidationError({"files": too_many_files(MAX_FILES)})
    checked = [_checked(file) for file in files]
    current = check_version(action, version)
    update = ProgressUpdate(
        action=current, by=actor, status=status, done=done, difference=difference, reached=reached,
        corrects=corrects,
    )  # fmt: skip
    update.full_clean()
    _check_new(update, checked)
    update.save()
    for file in checked:
        EvidenceFile.objects.create(
            update=update,
            file=ContentFile(file.content, name=_digest(file)),
            name=file.name,
            kind=file.kind,
            size=len(file.content),
            sha256=_digest(file),
        )
    before = current.status
    if status != before:
        current.status, current.status_changed_at = status, timezone.now()
    if reached is not None:
        current.reached = reached
        current.last_shown = _last_shown(current, actor)
    current.save()
    audit.record(
        "outcomes.progress.recorded",
        actor=actor,
        about=current,
        summary=current.title,
        changes={"status": [before, status]} if status != before else {},
    )
    done_now = status == ActionStatus.DONE != before
    tell_of_progress(actor, current, is_done=done_now)
    return update


def _digest(file: CheckedFile) -> str:
    return hashlib.sha256(file.content).hexdigest()


def _check_new(update: ProgressUpdate, files: Iterable[CheckedFile]) -> None:
    """Raise ValidationError for what the same person has just sent: browsers show a form that was
    sent once more when one goes back, filled in and ready to be sent again."""
    last = update.action.updates.first()
    if last is None or not is_repeated(update, last, "status", "done", "difference", "reached"):
        return
    kept = set(last.files.values_list("sha256", flat=True))
    if all(_digest(file) in kept for file in files):
        raise ValidationError(
            _("You’ve already saved this update. Change something if you have more to say.")
        )


@transaction.atomic
def undo_update(*, actor: Membership, update: ProgressUpdate) -> Action:
    """Take back an update within ten minutes: the action stands again where it stood, the entry and
    its files are gone. Records `outcomes.progress.undone`, without its words: they were a slip.
    Refused once a report has taken it up."""
    current = check_version(update.action, None)
    require(can_undo_update(actor, update))
    was = current.status
    earlier = current.updates.exclude(pk=update.pk)
    before = earlier.first()
    current.status = before.status if before else ActionStatus.NOT_STARTED
    current.status_changed_at = _stands_since(current, earlier)
    counted = earlier.exclude(reached=None).first()
    current.reached = counted.reached if counted else None
    files = [one.file for one in update.files.all()]
    try:
        with transaction.atomic():
            update.files.all().delete()
            update.delete()
    except ProtectedError:
        raise ValidationError(_("A report already uses this update. Correct it instead.")) from None
    current.last_shown = _last_shown(current, actor)
    current.save()
    for file in files:
        transaction.on_commit(partial(file.storage.delete, file.name))
    untell("ask-done", about=current.priority, mark=current.pk)
    settle_moved_on(current)
    audit.record(
        "outcomes.progress.undone",
        actor=actor,
        about=current,
        summary=current.title,
        changes={"status": [was, current.status]} if was != current.status else {},
    )
    return current


def _stands_since(action: Action, updates: QuerySet[ProgressUpdate]) -> datetime.datetime:
    """When an action took the status it has without the update that is undone."""
    since = None
    for one in updates:
        if one.status != action.status:
            break
        since = one.at
    return since or action.created_at


def _last_shown(action: Action, actor: Membership) -> int | None:
    """The number that was shown exactly, and that this one is measured against: its own where it
    may be shown. None where there is none."""
    counted = action.updates.exclude(reached=None).order_by("at", "pk")
    numbers = [number or 0 for number in counted.values_list("reached", flat=True)]
    history = suppression.show_history(numbers, action.target, actor.authority.small_numbers)
    return history[-1][1] if history else None


def _checked(file: UploadedFile | CheckedFile) -> CheckedFile:
    if isinstance(file, CheckedFile):
        return file
    try:
        return check_file(file)
    except ValidationError as error:
        raise ValidationError({"files": error.messages}) from error


@transaction.atomic
def give_verdict(
    *,
    actor: Membership,
    about: Action | Priority,
    feels: str,
    words: str = "",
    is_public: bool = False,
) -> Verdict:
    """Say whether it feels different, beside what the officer says. The answer is public, the words
    only with `is_public`. A later verdict stands and the earlier ones are kept. Records
    `outcomes.verdict.given`, and tells who answers for it. Raises ValidationError for the same
    again on the same day."""
    require(can_give_verdict(actor, about))
    verdict = Verdict(
        action=about if isinstance(about, Action) else None,
        priority=about if isinstance(about, Priority) else None,
        by=actor,
        feels=feels,
        words=words,
        is_public=is_public,
    )
    verdict.full_clean()
    same = Verdict.objects.filter(action=verdict.action, priority=verdict.priority)
    last = same.order_by("-pk").first()
    if last and is_repeated(verdict, last, "feels", "words", "is_public"):
        raise ValidationError(SAID_TODAY)
    verdict.save()
    with in_default_language():
        summary = f"{about}: {verdict.get_feels_display()}"
    audit.record("outcomes.verdict.given", actor=actor, about=about, summary=summary)
    tell_of_verdict(actor, about, verdict)
    return verdict
