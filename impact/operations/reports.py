"""The only writers of impact reports: composed, introduced, signed, opened again, published.

Every operation locks the report's row first and asks its policy of what it then finds, so that a
signature and an edit can never pass each other. Its lines are changed in `impact.operations.lines`.
"""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.operations.notices import settle_moved_on
from cooperative.models import Meeting
from core import audit
from core.concurrency import Conflict
from core.decisions import deny, require
from documents.operations.asking import ask_for_document
from impact.enums import Part, ReportDocument, ReportStatus
from impact.models import ImpactReport, ReportLine, SignOff
from impact.operations.locks import lock_report
from impact.operations.telling import PUBLISHES, READS, SIGNS, tell_of_report
from impact.policies import (
    can_change_report,
    can_compose_report,
    can_publish_report,
    can_recompose_report,
    can_reopen_report,
    can_sign_off_report,
)
from impact.queries import sentences
from impact.queries.composition import DraftLine, compose_lines
from impact.queries.content import words_hash
from impact.queries.periods import quarter_label
from impact.queries.records import agenda_of
from impact.queries.small_numbers import telling_lines


@transaction.atomic
def compose_report(*, actor: Membership, meeting: Meeting) -> ImpactReport:
    """Write a meeting's impact report from its records: one for each meeting, after it was held.

    Makes the report with a first introduction and every line linked to its record. Records
    `impact.report.composed`, and tells those who may sign it. Refused for a meeting not held, a
    second report, or whoever may not draft. Raises ValidationError when there is nothing to report
    on. Source: Manchester 3.6."""
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    require(can_compose_report(actor, meeting))
    drafts = compose_lines(meeting)
    if not drafts:
        raise ValidationError(
            _(
                "This meeting has no workplan, decisions or questions to report on yet. Give it "
                "a theme, or record what it decided."
            )
        )
    theme = meeting.theme.short_name if meeting.theme else ""
    subject = theme or str(meeting.body)
    report = ImpactReport(
        authority_id=meeting.authority_id,
        meeting=meeting,
        slug=_free_slug(meeting, subject),
        title=sentences.title(subject),
        introduction=sentences.introduction(
            theme,
            meeting.body.name,
            timezone.localdate(meeting.starts_at),
            agenda_of(meeting),
        ),
        sign_offs_needed=meeting.authority.sign_offs_needed,
        composed_by=actor,
    )
    report.full_clean()
    report.save()
    positions: dict[str, int] = {}
    for draft in drafts:
        positions[draft.part] = positions.get(draft.part, 0) + 1
        _add_line(report, draft, positions[draft.part])
    audit.record(
        "impact.report.composed",
        actor=actor,
        about=report,
        summary=report.title,
        changes={"lines": len(drafts)},
    )
    tell_of_report("report-to-sign", actor, report, to_holders_of=SIGNS)
    return report


def _free_slug(meeting: Meeting, subject: str) -> str:
    """ "happy-april-to-june-2026", with a number behind it when that is taken."""
    with translation.override(settings.LANGUAGE_CODE):
        wanted = slugify(f"{subject} {quarter_label(meeting)}")[:76]
    taken = set(
        ImpactReport.objects.filter(
            authority_id=meeting.authority_id, slug__startswith=wanted
        ).values_list("slug", flat=True)
    )
    number, slug = 2, wanted
    while slug in taken:
        slug, number = f"{wanted}-{number}", number + 1
    return slug


def _add_line(report: ImpactReport, draft: DraftLine, position: int) -> ReportLine:
    line = ReportLine(report=report, position=position)
    _fill(line, draft)
    line.on_one_page = draft.on_one_page
    line.save()
    return line


def _fill(line: ReportLine, draft: DraftLine) -> None:
    line.part = draft.part
    line.text = line.composed_text = draft.text
    line.facts = draft.facts.to_json()
    line.priority_id = draft.priority_id
    line.action_id = draft.action_id
    line.progress_id = draft.progress_id
    line.verdict_id = draft.verdict_id
    line.decision_id = draft.decision_id
    line.challenge_id = draft.challenge_id


@transaction.atomic
def recompose_report(*, actor: Membership, report: ImpactReport) -> ImpactReport:
    """Compose again from the records as they are now, before anybody has signed. A line that
    somebody has changed or left out stays as it is; the others are renewed, new records get a line,
    and lines whose record no longer calls for one go. Records `impact.report.recomposed`."""
    report = lock_report(report)
    require(can_recompose_report(actor, report))
    lines = list(report.lines.all())
    by_key = {_key(line): line for line in lines}
    ends = {part: max([0, *(r.position for r in lines if r.part == part)]) for part in Part}
    wanted, renewed, added = set(), 0, 0
    for draft in compose_lines(report.meeting):
        wanted.add(draft.key)
        line = by_key.get(draft.key)
        if line is None:
            ends[Part(draft.part)] += 1
            _add_line(report, draft, ends[Part(draft.part)])
            added += 1
        elif not _touched(line) and (line.text, line.facts) != (draft.text, draft.facts.to_json()):
            _fill(line, draft)
            line.version += 1
            line.save()
            renewed += 1
    gone = [line for line in lines if _key(line) not in wanted and not _touched(line)]
    ReportLine.objects.filter(pk__in=[line.pk for line in gone]).delete()
    _bump(report)
    audit.record(
        "impact.report.recomposed",
        actor=actor,
        about=report,
        summary=report.title,
        changes={"renewed": renewed, "added": added, "gone": len(gone)},
    )
    return report


def _key(line: ReportLine) -> tuple[Any, ...]:
    return (line.part, line.priority_id, line.action_id, line.decision_id, line.challenge_id)


def _touched(line: ReportLine) -> bool:
    return line.edited_by_id is not None or line.removed_at is not None


def _bump(report: ImpactReport) -> None:
    report.version += 1
    report.save()


@transaction.atomic
def set_introduction(
    *, actor: Membership, report: ImpactReport, title: str, introduction: str, version: int | None
) -> ImpactReport:
    """Change the title and the words above the report. Records `impact.report.introduced`. Raises
    Conflict when somebody else changed them meanwhile. Refused once anybody has signed."""
    report = lock_report(report)
    require(can_change_report(actor, report))
    if version is not None and version != report.version:
        raise Conflict(report)
    changes = {
        name: [before, after]
        for name, before, after in (
            ("title", report.title, title),
            ("introduction", report.introduction, introduction),
        )
        if before != after
    }
    if not changes:
        return report
    report.title, report.introduction = title, introduction
    report.version += 1
    report.full_clean()
    report.save()
    audit.record(
        "impact.report.introduced",
        actor=actor,
        about=report,
        summary=report.title,
        changes=changes,
    )
    return report


@transaction.atomic
def sign_off_report(*, actor: Membership, report: ImpactReport) -> SignOff:
    """Put a care consultant's name under the report as it stands. Keeps a hash of the words signed;
    with enough names the report is signed off, and whoever publishes is told. Records
    `impact.report.signed_off`. Refused for
    anybody else, a second time, or once published. Raises ValidationError, which names the lines,
    while a small number can be read from one. Source: product.md, "only they"."""
    report = lock_report(report)
    require(can_sign_off_report(actor, report))
    if not report.lines.filter(removed_at__isnull=True).exists():
        raise ValidationError(
            _("Every line has been removed from this report, so there’s nothing to sign.")
        )
    _check_small_numbers(report)
    signature = SignOff(report=report, by=actor, content_hash=words_hash(report))
    signature.full_clean()
    signature.save()
    signed = report.sign_offs.count()
    if signed >= report.sign_offs_needed:
        report.status = ReportStatus.SIGNED_OFF
    _bump(report)
    audit.record(
        "impact.report.signed_off",
        actor=actor,
        about=report,
        summary=report.title,
        changes={"signed": signed, "needed": report.sign_offs_needed},
    )
    if signed == report.sign_offs_needed:
        tell_of_report("report-signed", actor, report, to_holders_of=PUBLISHES, mark=report.version)
    else:
        settle_moved_on(report)
    return signature


def _check_small_numbers(report: ImpactReport) -> None:
    if telling := telling_lines(report):
        raise ValidationError([one.words for one in telling])


@transaction.atomic
def reopen_report(*, actor: Membership, report: ImpactReport) -> ImpactReport:
    """Take all signatures off, so that the report can be changed; each must be given again. Only a
    care consultant may. Records `impact.report.reopened` with who had signed and which words, and
    tells them."""
    report = lock_report(report)
    require(can_reopen_report(actor, report))
    signatures = list(report.sign_offs.select_related("by__person"))
    report.sign_offs.all().delete()
    report.status = ReportStatus.DRAFT
    _bump(report)
    audit.record(
        "impact.report.reopened",
        actor=actor,
        about=report,
        summary=report.title,
        changes={"had_signed": [[row.by.label, row.content_hash] for row in signatures]},
    )
    signed = [row.by_id for row in signatures]
    tell_of_report("report-reopened", actor, report, to=signed, mark=report.version)
    return report


@transaction.atomic
def publish_report(*, actor: Membership, report: ImpactReport) -> ImpactReport:
    """Make a signed report public and ask for its PDFs once that is certain. Records
    `impact.report.published`, and tells everybody here. Refused without enough signatures, or when
    a signature stands under other words than these. Raises ValidationError, which names the lines,
    while a small number can be read from one, or from the difference to an earlier report."""
    report = lock_report(report)
    require(can_publish_report(actor, report))
    words = words_hash(report)
    if report.sign_offs.exclude(content_hash=words).exists():
        require(deny(_("The wording has changed since it was signed, so it needs signing again.")))
    _check_small_numbers(report)
    report.status = ReportStatus.PUBLISHED
    report.published_by, report.published_at = actor, timezone.now()
    _bump(report)
    audit.record("impact.report.published", actor=actor, about=report, summary=report.title)
    tell_of_report("report-published", actor, report, to_holders_of=READS)
    transaction.on_commit(lambda: ask_for_documents(actor, report))
    return report


def ask_for_documents(actor: Membership, report: ImpactReport) -> None:
    """Ask for the full report and the one page. The same words are made into a file only once."""
    for kind in (ReportDocument.FULL, ReportDocument.ONE_PAGE):
        ask_for_document(actor=actor, kind=kind, subject=report)
