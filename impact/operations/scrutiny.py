"""The only writers of scrutiny: a committee's comments, their withdrawal, the answers to them."""

import calendar
import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Authority, Membership
from cooperative.models import Body, Meeting
from cooperative.queries.bodies import scrutiny_bodies
from cooperative.validators import check_whole
from core import audit
from core.concurrency import check_version
from core.decisions import require
from impact.enums import ScrutinyKind, ScrutinyReply
from impact.models import AnnualReport, ImpactReport, ScrutinyAnswer, ScrutinyComment
from impact.operations.telling import tell_committee, tell_who_answers
from impact.policies import (
    can_answer_scrutiny,
    can_make_scrutiny_comment,
    can_withdraw_scrutiny_comment,
)
from outcomes.models import Workplan

# A council answers within two months what its scrutiny committee recommends (Local Government Act
# 2000, section 9FE).
MONTHS_TO_ANSWER = 2
LONGEST = datetime.timedelta(days=3 * 366)


@transaction.atomic
def make_scrutiny_comment(
    *,
    actor: Membership,
    about: Workplan | ImpactReport | AnnualReport,
    kind: str,
    text: str,
    body: Body | None = None,
    meeting: Meeting | None = None,
) -> ScrutinyComment:
    """Comment on a plan or a report, or recommend something, on behalf of a committee the actor
    sits on: the only one they sit on, unless `body` says which. Gives it the authority's next
    reference; a recommendation is to be answered within two months. Records `impact.scrutiny.made`,
    tells whoever answers for the thing, and the rest of the committee. Refused to whoever has no
    scrutiny seat now, and on what is still being written. Raises ValidationError for a committee or
    a meeting that is not theirs."""
    require(can_make_scrutiny_comment(actor, about))
    day = timezone.localdate()
    recommends = kind == ScrutinyKind.RECOMMENDATION
    comment = ScrutinyComment(
        authority_id=actor.authority_id,
        year=day.year,
        number=_next_number(actor.authority_id, day.year),
        kind=kind,
        text=text,
        body=_committee(actor, body),
        meeting=meeting,
        made_by=actor,
        made_at=timezone.now(),
        answer_by=_two_months_after(day) if recommends else None,
    )
    setattr(comment, _field_of(about), about)
    if meeting is not None and meeting.body_id != comment.body_id:
        raise ValidationError({"meeting": _("Choose one of your committee’s meetings.")})
    _check_new(comment)
    check_whole(comment)
    comment.save()
    audit.record(
        "impact.scrutiny.made",
        actor=actor,
        about=comment,
        summary=f"{comment.reference}: {about}",
        changes={"kind": kind},
    )
    tell_who_answers("scrutiny-recommended" if recommends else "scrutiny-said", actor, comment)
    tell_committee("scrutiny-said", actor, comment)
    return comment


def _check_new(comment: ScrutinyComment) -> None:
    """Raise ValidationError for what was said there in the same words earlier today, and stands."""
    names = ("authority", "workplan", "report", "annual_report", "body", "kind", "text")
    same = ScrutinyComment.objects.filter(**{name: getattr(comment, name) for name in names})
    last = same.filter(withdrawn_at__isnull=True).order_by("-pk").first()
    if last and timezone.localdate(last.made_at) == timezone.localdate(comment.made_at):
        raise ValidationError({"text": _("Your committee has already said this here today.")})


def _field_of(about: Workplan | ImpactReport | AnnualReport) -> str:
    if isinstance(about, Workplan):
        return "workplan"
    return "report" if isinstance(about, ImpactReport) else "annual_report"


def _next_number(authority_id: int, year: int) -> int:
    """The next of a year. The authority's row is locked, so that no two get the same."""
    Authority.objects.select_for_update().get(pk=authority_id)
    made = ScrutinyComment.objects.filter(authority_id=authority_id, year=year)
    return (made.aggregate(last=Max("number"))["last"] or 0) + 1


def _committee(actor: Membership, body: Body | None) -> Body:
    """The committee that is spoken for. Raises ValidationError when it has to be chosen."""
    theirs = list(scrutiny_bodies(actor))
    if body is None and len(theirs) == 1:
        return theirs[0]
    if body is None or body not in theirs:
        raise ValidationError({"body": _("Choose a committee that you sit on.")})
    return body


def _two_months_after(day: datetime.date) -> datetime.date:
    """The same day two months on, or the last of that month."""
    index = day.year * 12 + day.month - 1 + MONTHS_TO_ANSWER
    year, month = index // 12, index % 12 + 1
    return datetime.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


@transaction.atomic
def withdraw_scrutiny_comment(
    *, actor: Membership, comment: ScrutinyComment, because: str, version: int | None = None
) -> ScrutinyComment:
    """Take back what was said by mistake; its words stay, with the reason beside them. Records
    `impact.scrutiny.withdrawn`, and tells whoever was told of it. Refused to whoever has no seat on
    that committee now, and once it has an answer. Raises ValidationError without a reason, Conflict
    when it changed meanwhile."""
    comment = check_version(comment, version)
    require(can_withdraw_scrutiny_comment(actor, comment))
    if not because:
        raise ValidationError({"because": _("Give your reasons, so that everyone can understand.")})
    comment.withdrawn_by, comment.withdrawn_at = actor, timezone.now()
    comment.withdrawn_because = because
    check_whole(comment)
    comment.save()
    audit.record(
        "impact.scrutiny.withdrawn",
        actor=actor,
        about=comment,
        summary=comment.reference,
        changes={"because": because},
    )
    tell_who_answers("scrutiny-withdrawn", actor, comment)
    tell_committee("scrutiny-withdrawn", actor, comment)
    return comment


@transaction.atomic
def answer_scrutiny(
    *,
    actor: Membership,
    comment: ScrutinyComment,
    reply: str,
    why: str,
    action: str = "",
    act_by: datetime.date | None = None,
    version: int | None = None,
) -> ScrutinyAnswer:
    """Answer a recommendation, once: accepted, in part or not, why, and what will be done by when.
    Records `impact.scrutiny.answered`, and tells the committee. Refused to whoever it is not put
    to. Raises ValidationError when what is accepted lacks what will be done or by when, Conflict
    when somebody else answered or withdrew it meanwhile."""
    comment = check_version(comment, version)
    require(can_answer_scrutiny(actor, comment))
    answer = ScrutinyAnswer(
        comment=comment, reply=reply, why=why, action=action, act_by=act_by, by=actor,
        at=timezone.now(),
    )  # fmt: skip
    if problems := _problems(answer):
        raise ValidationError(problems)
    check_whole(answer)
    answer.save()
    comment.save()
    audit.record(
        "impact.scrutiny.answered",
        actor=actor,
        about=comment,
        summary=comment.reference,
        changes={"reply": reply},
    )
    tell_committee("scrutiny-answered", actor, comment)
    return answer


def _problems(answer: ScrutinyAnswer) -> dict[str, str]:
    """What an answer lacks, beside the fields."""
    found = {}
    today = timezone.localdate()
    if answer.reply != ScrutinyReply.NOT_ACCEPTED:
        if not answer.action:
            found["action"] = _("Say what will be done.")
        if answer.act_by is None:
            found["act_by"] = _("Enter the date it will be done by.")
    if answer.act_by is not None and not today <= answer.act_by <= today + LONGEST:
        found["act_by"] = _("Enter a date from today up to three years from now.")
    return found
