"""Who is told of what happens to impact reports, annual reports and scrutiny comments."""

from collections.abc import Sequence

from django.urls import reverse

from accounts.models import Membership
from accounts.operations.notices import Somebody, notify
from cooperative.enums import SeatStatus
from impact.models import AnnualReport, ImpactReport, ScrutinyComment
from impact.policies import lead_who_answers

# Whoever may sign reads it first, and so on: each step tells those who take the next.
SIGNS, PUBLISHES, WRITES_FOREWORD, COMPOSES, ENDORSES, ANSWERS_SCRUTINY, READS = (
    "sign_off_reports",
    "publish_reports",
    "sign_forewords",
    "compose_annual_reports",
    "endorse_annual_reports",
    "answer_scrutiny",
    "read_working",
)


def tell_of_report(
    what: str,
    actor: Membership | None,
    report: ImpactReport,
    *,
    to: Sequence[Somebody] = (),
    to_holders_of: str = "",
    mark: object = "",
) -> None:
    """These people, or those with a right, of something about an impact report."""
    slug = actor.authority.slug if actor else report.authority.slug
    notify(
        what,
        about=report,
        page=reverse("impact:report-detail", args=[slug, report.slug]),
        actor=actor,
        to=to,
        to_holders_of=to_holders_of,
        name=report.title,
        mark=mark,
    )


def tell_of_annual(
    what: str, actor: Membership, annual: AnnualReport, to_holders_of: str, mark: object = ""
) -> None:
    """Those with a right, of something about an annual report."""
    notify(
        what,
        about=annual,
        page=reverse("impact:annual-detail", args=[actor.authority.slug, annual.period.slug]),
        actor=actor,
        to_holders_of=to_holders_of,
        name=annual.title,
        mark=mark,
    )


def tell_of_scrutiny(
    what: str,
    actor: Membership | None,
    comment: ScrutinyComment,
    *,
    to: Sequence[Somebody] = (),
    to_holders_of: str = "",
) -> None:
    """These people, or those with a right, of something about a scrutiny comment. Names its
    reference and the day it is to be answered by, never its words."""
    slug = actor.authority.slug if actor else comment.authority.slug
    notify(
        what,
        about=comment,
        page=reverse("impact:scrutiny-detail", args=[slug, comment.pk]),
        actor=actor,
        to=to,
        to_holders_of=to_holders_of,
        name=f"{comment.reference}: {comment.about}",
        day=comment.answer_by,
    )


def tell_who_answers(what: str, actor: Membership | None, comment: ScrutinyComment) -> None:
    """Whoever answers for what a comment is about."""
    lead = lead_who_answers(comment)
    right = "" if lead else ANSWERS_SCRUTINY
    tell_of_scrutiny(what, actor, comment, to=[lead], to_holders_of=right)


def tell_committee(what: str, actor: Membership, comment: ScrutinyComment) -> None:
    """Whoever sits on the committee in whose name it was said."""
    seats = comment.body.seats.filter(status=SeatStatus.ACTIVE, membership__isnull=False)
    tell_of_scrutiny(what, actor, comment, to=list(seats.values_list("membership_id", flat=True)))
