"""Where a line comes from: the address of its record, for those inside and for everyone."""

from typing import Any

from django.urls import NoReverseMatch, reverse

from impact.models import ReportLine


def _reverse(name: str, *, args: list[Any]) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:  # pragma: no cover
        return ""


def source_url_of(line: ReportLine, authority: str) -> str:
    """The record's own page, for somebody signed in."""
    if line.challenge_id and not line.action_id:
        return _reverse("cooperative:challenge-detail", args=[authority, line.challenge_id])
    if line.decision is not None and not line.action_id:
        meeting = _reverse("cooperative:meeting-detail", args=[authority, line.decision.meeting_id])
        return f"{meeting}#decision-{line.decision_id}"
    if line.action_id:
        return _reverse("outcomes:action-detail", args=[authority, line.action_id])
    return _reverse("portal:journey", args=[authority, line.priority_id])


def public_url_of(line: ReportLine, authority: str) -> str:
    """The place on "You said, we did" that everyone can read, or "" for what has none."""
    if not line.priority_id:
        return ""
    return f"{_reverse('impact:you-said', args=[authority])}#priority-{line.priority_id}"
