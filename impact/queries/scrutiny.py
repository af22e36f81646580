"""What scrutiny committees have said: as a list, beside the thing it is about, of a year."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Membership
from cooperative.enums import BodyKind
from cooperative.models import Body, Meeting
from cooperative.queries.bodies import scrutiny_bodies, scrutiny_seats
from core.components import Look, Mood
from impact.enums import ScrutinyKind, ScrutinyReply
from impact.models import AnnualReport, ImpactReport, ScrutinyComment
from impact.models.scrutiny import ScrutinyCommentQuerySet
from outcomes.models import Period, Workplan

# What a list can be narrowed to.
STATES = {
    "waiting": gettext_lazy("Waiting for an answer"),
    "answered": gettext_lazy("Answered"),
    "withdrawn": gettext_lazy("Withdrawn"),
}
THINGS = {
    "workplan": gettext_lazy("A workplan"),
    "report": gettext_lazy("An impact report"),
    "annual_report": gettext_lazy("An annual report"),
}
_REPLIES: dict[ScrutinyReply, tuple[str, Mood]] = {
    ScrutinyReply.ACCEPTED: ("circle-check", "done"),
    ScrutinyReply.PARTLY: ("circle-dot", "warn"),
    ScrutinyReply.NOT_ACCEPTED: ("minus", "still"),
}
# What a row is made of; `None` stands for no comment at all (see `scrutiny_of`).
_PATHS = (
    "pk", "year", "number", "kind", "text", "made_at", "answer_by", "withdrawn_at", "body__name",
    "answer__reply", "workplan__outcome__short_name", "workplan__period__name", "report__title",
    "annual_report__title",
)  # fmt: skip


@dataclass(frozen=True)
class ScrutinyRow:
    """One comment, as lists and cards show it."""

    pk: int
    reference: str
    kind: str
    text: str
    about: str
    body: str
    made_at: datetime.datetime
    look: Look
    # A comment that stands: there is no more to say of where it stands.
    is_remark: bool


@dataclass(frozen=True)
class ScrutinyFilters:
    """What the list is narrowed to; an empty answer narrows nothing."""

    state: str = ""
    body: str = ""
    kind: str = ""
    thing: str = ""


@dataclass(frozen=True)
class ScrutinyOf:
    """What was said of one thing, newest first, and whether the reader has a scrutiny seat."""

    rows: list[ScrutinyRow]
    seated: bool


def look_of(kind: str, reply: str | None, withdrawn: bool, answer_by: datetime.date | None) -> Look:
    """Where a comment stands: in a word, with an icon and a colour beside it."""
    if withdrawn:
        return Look(gettext_lazy("Withdrawn"), "undo-2", "calm")
    if reply:
        icon, mood = _REPLIES[ScrutinyReply(reply)]
        return Look(ScrutinyReply(reply).label, icon, mood)
    if kind == ScrutinyKind.COMMENT:
        return Look(ScrutinyKind.COMMENT.label, "message-circle", "calm")
    late = (timezone.localdate() - answer_by).days if answer_by else 0
    if late > 0:
        words = ngettext("Answer %(n)s day late", "Answer %(n)s days late", late) % {"n": late}
        return Look(words, "clock", "late")
    return Look(STATES["waiting"], "hourglass", "new")


def row_of(values: Iterable[Any]) -> ScrutinyRow:
    """A row of what `rows_of` fetched."""
    pk, year, number, kind, text, made_at, answer_by, withdrawn_at, body, reply, *titles = values
    outcome, period, report, annual = titles
    return ScrutinyRow(
        pk=pk,
        reference=f"S-{year}-{number}",
        kind=str(ScrutinyKind(kind).label),
        text=text,
        about=report or annual or f"{outcome} {period}",
        body=body,
        made_at=made_at,
        look=look_of(kind, reply, withdrawn_at is not None, answer_by),
        is_remark=kind == ScrutinyKind.COMMENT and withdrawn_at is None,
    )


def scrutiny_list(actor: Membership, filters: ScrutinyFilters) -> ScrutinyCommentQuerySet:
    """The comments an actor may see, filtered, the newest first."""
    found = ScrutinyComment.objects.visible_to(actor).order_by("-made_at", "-pk")
    if filters.state == "waiting":
        found = found.waiting()
    elif filters.state == "answered":
        found = found.filter(answer__isnull=False)
    elif filters.state == "withdrawn":
        found = found.filter(withdrawn_at__isnull=False)
    if filters.body:
        found = found.filter(body__slug=filters.body)
    if filters.kind:
        found = found.filter(kind=filters.kind)
    if filters.thing:
        found = found.filter(**{f"{filters.thing}__isnull": False})
    return found


def rows_of(found: ScrutinyCommentQuerySet) -> QuerySet[ScrutinyComment, Any]:
    """Comments as what `row_of` takes, in their order."""
    return found.values_list(*_PATHS)


def with_everything(found: ScrutinyCommentQuerySet) -> ScrutinyCommentQuerySet:
    """With all that a comment's own page and the spreadsheet say, in the same statement."""
    return found.select_related(
        "body",
        "meeting",
        "workplan__outcome__lead__person",
        "workplan__outcome__lead__organisation",
        "workplan__period",
        "report",
        "annual_report__period",
        "made_by__person",
        "made_by__organisation",
        "withdrawn_by__person",
        "answer__by__person",
        "answer__by__organisation",
    )


def scrutiny_of(actor: Membership, about: Workplan | ImpactReport | AnnualReport) -> ScrutinyOf:
    """What scrutiny said of a thing that the actor may see. One statement, which asks for the
    actor's seat too: a page that shows much has none to spare."""
    things: Any = type(about)._default_manager
    paths = [f"scrutiny_comments__{path}" for path in _PATHS]
    found = list(
        things.filter(pk=about.pk)
        .annotate(seated=Exists(scrutiny_seats(actor)))
        .order_by("-scrutiny_comments__made_at", "-scrutiny_comments__pk")
        .values_list("seated", *paths)
    )
    return ScrutinyOf(
        rows=[row_of(values) for _seated, *values in found if values[0] is not None],
        seated=any(values[0] for values in found),
    )


def committees(actor: Membership) -> list[tuple[str, str]]:
    """The authority's scrutiny committees, as a filter's answers. One statement."""
    found = Body.objects.visible_to(actor).filter(kind=BodyKind.SCRUTINY)
    return list(found.order_by("position", "name").values_list("slug", "name"))


def spoken_for(actor: Membership) -> QuerySet[Body]:
    """The committees the actor may comment for, now."""
    return scrutiny_bodies(actor).order_by("position", "name")


def meetings_to_name(actor: Membership) -> QuerySet[Meeting]:
    """The meetings of those committees that have begun, the newest first."""
    return Meeting.objects.filter(
        body__in=scrutiny_bodies(actor).values("pk"), starts_at__lte=timezone.now()
    ).order_by("-starts_at", "-pk")


def said_in(actor: Membership, period: Period) -> list[ScrutinyComment]:
    """What scrutiny said in a year and did not take back, in order, with its answers: for whoever
    composes the annual report. One statement."""
    found = ScrutinyComment.objects.visible_to(actor).standing()
    of_year = found.filter(made_at__date__gte=period.starts_on, made_at__date__lte=period.ends_on)
    return list(with_everything(of_year).order_by("made_at", "pk"))


@dataclass(frozen=True)
class ScrutinyFact:
    """A comment as a document has it: nothing in it changes from day to day."""

    reference: str
    kind: str
    text: str
    body: str
    made_on: datetime.date
    answer: str
    why: str
    answer_by: datetime.date | None


def scrutiny_facts(annual: AnnualReport) -> list[ScrutinyFact]:
    """What scrutiny said of an annual report and did not take back, newest first, as on its page.
    Nothing once everyone may read the report: the comments are for those inside. One statement."""
    if annual.published_at is not None:
        return []
    found = with_everything(annual.scrutiny_comments.standing().order_by("-made_at", "-pk"))
    facts = []
    for comment in found:
        answer = getattr(comment, "answer", None)
        facts.append(
            ScrutinyFact(
                reference=comment.reference,
                kind=comment.get_kind_display(),
                text=comment.text,
                body=comment.body.name,
                made_on=timezone.localdate(comment.made_at),
                answer=answer.get_reply_display() if answer else "",
                why=answer.why if answer else "",
                answer_by=comment.answer_by,
            )
        )
    return facts


def to_answer(actor: Membership) -> list[ScrutinyComment]:
    """Recommendations that wait for the actor, those due first at the head: of the outcomes they
    lead, and for who holds `answer_scrutiny` those of reports and of plans nobody leads. One
    statement."""
    mine = Q(workplan__outcome__lead=actor)
    if actor.holds("answer_scrutiny"):
        gone = Q(workplan__outcome__lead__ends_on__lte=timezone.localdate())
        mine |= Q(workplan=None) | Q(workplan__outcome__lead=None) | gone
    found = ScrutinyComment.objects.visible_to(actor).waiting().filter(mine)
    return list(
        found.select_related(
            "body", "workplan__outcome", "workplan__period", "report", "annual_report"
        ).order_by("answer_by", "pk")
    )


def answered_lately(actor: Membership, since: datetime.datetime) -> list[ScrutinyComment]:
    """What the actor's committees recommended and was answered since, the newest first. One
    statement."""
    found = ScrutinyComment.objects.visible_to(actor).filter(
        body__in=scrutiny_bodies(actor).values("pk"), answer__at__gte=since
    )
    return list(
        found.select_related(
            "answer", "workplan__outcome", "workplan__period", "report", "annual_report"
        ).order_by("-answer__at", "-pk")
    )
