"""Who is told of what happens to impact reports and annual reports."""

from collections.abc import Sequence

from django.urls import reverse

from accounts.models import Membership
from accounts.operations.notices import Somebody, tell
from impact.models import AnnualReport, ImpactReport

# Whoever may sign reads it first, and so on: each step tells those who take the next.
SIGNS, PUBLISHES, WRITES_FOREWORD, ENDORSES, READS = (
    "sign_off_reports",
    "publish_reports",
    "sign_forewords",
    "endorse_annual_reports",
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
    tell(
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
    tell(
        what,
        about=annual,
        page=reverse("impact:annual-detail", args=[actor.authority.slug, annual.period.slug]),
        actor=actor,
        to_holders_of=to_holders_of,
        name=annual.title,
        mark=mark,
    )
