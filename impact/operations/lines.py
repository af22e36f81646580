"""The only writers of a report's lines: put in other words, moved, left out, put back, chosen.

There is no line without a record: nothing here adds one (see `compose_report`).
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership
from core import audit
from core.concurrency import Conflict
from core.decisions import require
from impact.models import ReportLine
from impact.operations.locks import lock_line
from impact.policies import can_change_line, can_change_report
from impact.queries.composition import ONE_PAGE_MOST
from impact.queries.working import promises_under

# A page holds so many lines of each part.
ONE_PAGE_LINES = ONE_PAGE_MOST


@transaction.atomic
def change_line(
    *, actor: Membership, line: ReportLine, text: str, version: int | None
) -> ReportLine:
    """Put a line in other words. Its record and the words first composed stay beside it. Records
    `impact.line.changed` with both. Raises Conflict when somebody else changed it meanwhile,
    ValidationError for an empty line. Refused once anybody has signed."""
    line = lock_line(line)
    require(can_change_line(actor, line))
    if version is not None and version != line.version:
        raise Conflict(line)
    if text == line.text:
        return line
    before, line.text = line.text, text
    line.edited_by, line.edited_at = actor, timezone.now()
    line.version += 1
    line.full_clean()
    line.save()
    audit.record(
        "impact.line.changed",
        actor=actor,
        about=line,
        summary=text,
        changes={"text": [before, text]},
    )
    return line


@transaction.atomic
def leave_out_line(
    *, actor: Membership, line: ReportLine, with_promises: bool = False
) -> ReportLine:
    """Take a line out of the report. It is kept, can be put back, and still counts in the totals.
    A priority's heading takes the promises under it along only `with_promises`; without, they stay
    and stand under the priority's name. Records `impact.line.left_out`, once for each line. Does
    nothing to a line that is out already."""
    line = lock_line(line)
    require(can_change_line(actor, line))
    if line.removed_at is None:
        now = timezone.now()
        for row in [line, *(promises_under(line) if with_promises else ())]:
            row.removed_at = now
            _save_line(row)
            audit.record("impact.line.left_out", actor=actor, about=row, summary=row.text)
    return line


@transaction.atomic
def put_back_line(*, actor: Membership, line: ReportLine) -> ReportLine:
    """Put a line that was left out back in its place, a heading with the promises that went with
    it. Records `impact.line.put_back`, once for each line."""
    line = lock_line(line)
    require(can_change_line(actor, line))
    if line.removed_at is not None:
        for row in [line, *promises_under(line, removed_at=line.removed_at)]:
            row.removed_at = None
            _save_line(row)
            audit.record("impact.line.put_back", actor=actor, about=row, summary=row.text)
    return line


def _save_line(line: ReportLine) -> None:
    line.version += 1
    line.save()


@transaction.atomic
def move_line(*, actor: Membership, line: ReportLine, place: int) -> ReportLine:
    """Move a line to a place within its part, 1 for the first; a place beyond the end is the last.
    Pressing twice moves it once. Records `impact.line.moved`. Raises ValidationError for a line
    that is left out."""
    line = lock_line(line)
    require(can_change_report(actor, line.report))
    if line.removed_at is not None:
        raise ValidationError(
            _("This line has been removed from the report. Put it back before you move it.")
        )
    order = list(line.report.lines.filter(part=line.part).order_by("position", "pk"))
    shown = [row for row in order if row.removed_at is None]
    place = max(1, min(place, len(shown)))
    if shown[place - 1] == line:
        return line
    target = order.index(shown[place - 1])
    order.insert(target, order.pop(order.index(line)))
    for position, row in enumerate(order, start=1):
        row.position = position
    ReportLine.objects.bulk_update(order, ["position"])
    audit.record("impact.line.moved", actor=actor, about=line, summary=line.text)
    line.refresh_from_db(fields=["position"])
    return line


@transaction.atomic
def set_on_one_page(*, actor: Membership, line: ReportLine, on_one_page: bool) -> ReportLine:
    """Choose whether a line is also on the one-page summary. Records `impact.line.chosen`. Raises
    ValidationError when the page has no room left in this part."""
    line = lock_line(line)
    require(can_change_report(actor, line.report))
    if line.on_one_page == on_one_page:
        return line
    chosen = line.report.lines.filter(part=line.part, on_one_page=True, removed_at__isnull=True)
    if on_one_page and chosen.count() >= ONE_PAGE_LINES:
        words = ngettext(
            "The one-page summary has room for %(n)s line from each part. Take another one off "
            "it first.",
            "The one-page summary has room for %(n)s lines from each part. Take another one off "
            "it first.",
            ONE_PAGE_LINES,
        )
        raise ValidationError(words % {"n": ONE_PAGE_LINES})
    line.on_one_page = on_one_page
    _save_line(line)
    audit.record(
        "impact.line.chosen",
        actor=actor,
        about=line,
        summary=line.text,
        changes={"on_one_page": [not on_one_page, on_one_page]},
    )
    return line
