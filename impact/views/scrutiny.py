"""Scrutiny: the list, what a committee says of a plan or a report, its answer, its withdrawal."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import permitted
from accounts.exports import record_export
from accounts.models import Membership
from core.components import Filter
from core.forms import post_data, submit_form
from core.http import render_page
from core.paging import none_yet
from core.spreadsheets import list_response
from impact.enums import ScrutinyKind
from impact.forms import ScrutinyAnswerForm, ScrutinyForm, WithdrawForm
from impact.models import AnnualReport, ImpactReport, ScrutinyComment
from impact.operations.scrutiny import (
    answer_scrutiny,
    make_scrutiny_comment,
    withdraw_scrutiny_comment,
)
from impact.policies import (
    answers_scrutiny,
    can_answer_scrutiny,
    can_make_scrutiny_comment,
    can_withdraw_scrutiny_comment,
    lead_who_answers,
)
from impact.queries.scrutiny import (
    STATES,
    THINGS,
    ScrutinyFilters,
    committees,
    look_of,
    row_of,
    rows_of,
    scrutiny_list,
    with_everything,
)
from impact.queries.sources import scrutinised_url_of
from outcomes.models import Workplan

A_PAGE = 50
Scrutinised = Workplan | ImpactReport | AnnualReport
# The word in an address, and what it leads to.
ABOUT: dict[str, tuple[Any, tuple[str, ...]]] = {
    "workplan": (Workplan, ("outcome__lead", "period")),
    "report": (ImpactReport, ()),
    "annual-report": (AnnualReport, ("period",)),
}


def _filters(request: HttpRequest, bodies: list[tuple[str, str]]) -> ScrutinyFilters:
    """What the list is narrowed to; anything unknown narrows nothing."""

    def known(name: str, answers: Any) -> str:
        asked = request.GET.get(name, "")
        return asked if asked in answers else ""

    return ScrutinyFilters(
        state=known("show", STATES),
        body=known("body", dict(bodies)),
        kind=known("kind", ScrutinyKind.values),
        thing=known("about", THINGS),
    )


@permitted("read_working", methods=("GET",))
def scrutiny_comments(request: HttpRequest, actor: Membership) -> HttpResponse:
    """What scrutiny committees said, the newest first; the filters are in the address."""
    bodies = committees(actor)
    filters = _filters(request, bodies)
    page = Paginator(rows_of(scrutiny_list(actor, filters)), A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "rows": [row_of(values) for values in page],
        "none_yet": none_yet(page, ScrutinyComment.objects.visible_to(actor)),
        "filters": filters,
        "tabs": STATES.items(),
        "questions": [
            Filter("body", _("Committee"), filters.body, bodies, anything=_("All")),
            Filter("kind", _("Type"), filters.kind, ScrutinyKind.choices, anything=_("All")),
            Filter("about", _("About"), filters.thing, list(THINGS.items()), anything=_("All")),
        ],
        "may_comment": actor.holds("make_scrutiny_comments"),
        "has_committee": bool(bodies),
    }
    return render_page(request, "impact/scrutiny_list.html", context)


@permitted("read_working", methods=("GET",), records_view=True)
def scrutiny_export(request: HttpRequest, actor: Membership) -> HttpResponse:
    """The filtered list as a spreadsheet. No cell can act as a formula."""
    record_export(request, actor, "impact.scrutiny.exported")
    headings = [
        _("Reference"), _("Committee"), _("Meeting"), _("Made on"), _("Made by"), _("About"),
        _("Type"), _("What was said"), _("Answer by"), _("Status"), _("Why"),
        _("What will be done"), _("By when"), _("Answered by"), _("Answered on"),
        _("Why it was withdrawn"),
    ]  # fmt: skip
    comments = with_everything(scrutiny_list(actor, _filters(request, committees(actor))))
    return list_response(request, "scrutiny", headings, map(_cells, comments))


def _cells(one: ScrutinyComment) -> list[Any]:
    answer = one.answered
    return [
        one.reference, one.body.name, one.meeting.title if one.meeting else "",
        timezone.localdate(one.made_at), one.made_by.standing, str(one.about),
        one.get_kind_display(), one.text, one.answer_by if one.answer_by else "",
        str(_look(one).label), answer.why if answer else "", answer.action if answer else "",
        answer.act_by if answer and answer.act_by else "",
        answer.by.standing if answer else "",
        timezone.localdate(answer.at) if answer else "", one.withdrawn_because,
    ]  # fmt: skip


def _look(one: ScrutinyComment) -> Any:
    reply = one.answered.reply if one.answered else None
    return look_of(one.kind, reply, one.withdrawn_at is not None, one.answer_by)


def _about(actor: Membership, what: str, number: int) -> Scrutinised:
    """The plan or the report in the address, if the actor may see it; else 404."""
    if what not in ABOUT:
        raise Http404("There is no such thing to comment on.")
    model, related = ABOUT[what]
    found = model.objects.visible_to(actor).select_related("authority", *related)
    about: Scrutinised = get_object_or_404(found, pk=number)
    return about


@permitted("read_working")
def scrutiny_create(
    request: HttpRequest, actor: Membership, what: str, number: int
) -> HttpResponse:
    """Comment on a plan or a report, or recommend something, on behalf of one's committee."""
    about = _about(actor, what, number)
    form = ScrutinyForm(post_data(request), actor=actor)
    decision = can_make_scrutiny_comment(actor, about)
    if submit_form(request, form, decision, make_scrutiny_comment, actor=actor, about=about):
        messages.success(request, _("Saved. We’ve told the people responsible."))
        # A second press makes none: the first one's is the newest.
        made = form.result or ScrutinyComment.objects.filter(made_by=actor).latest("pk")
        return redirect("impact:scrutiny-detail", actor.authority.slug, made.pk)
    context = {
        "about": about,
        "form": form,
        "back": scrutinised_url_of(about, actor.authority.slug),
    }
    return render_page(request, "impact/scrutiny_form.html", context, form=form)


def _comment(actor: Membership, comment: int) -> ScrutinyComment:
    return get_object_or_404(with_everything(ScrutinyComment.objects.visible_to(actor)), pk=comment)


def _context(actor: Membership, comment: ScrutinyComment) -> dict[str, Any]:
    """What a comment's page shows, whether or not its form was sent."""
    may_answer = can_answer_scrutiny(actor, comment)
    answers_here = comment.kind == ScrutinyKind.RECOMMENDATION and answers_scrutiny(actor, comment)
    version = {"version": comment.version}
    return {
        "comment": comment,
        "answer": comment.answered,
        "look": _look(comment),
        "about_url": scrutinised_url_of(comment.about, actor.authority.slug),
        "lead": lead_who_answers(comment),
        "may_answer": may_answer,
        "answers_here": answers_here,
        "may_withdraw": can_withdraw_scrutiny_comment(actor, comment),
        "answer_form": ScrutinyAnswerForm(initial=version) if may_answer else None,
        "form": None,
    }


@permitted("read_working", methods=("GET",))
def scrutiny_detail(request: HttpRequest, actor: Membership, comment: int) -> HttpResponse:
    """One comment, what it is about, and what became of it."""
    found = _comment(actor, comment)
    return render_page(request, "impact/scrutiny_detail.html", _context(actor, found))


@permitted("read_working", methods=("POST",))
def scrutiny_answer(request: HttpRequest, actor: Membership, comment: int) -> HttpResponse:
    """Answer a recommendation."""
    found = _comment(actor, comment)
    form = ScrutinyAnswerForm(request.POST)
    decision = can_answer_scrutiny(actor, found)
    if submit_form(request, form, decision, answer_scrutiny, actor=actor, comment=found):
        messages.success(request, _("The committee can see your answer now."))
        return redirect("impact:scrutiny-detail", actor.authority.slug, found.pk)
    context = _context(actor, _comment(actor, comment)) | {"answer_form": form, "form": form}
    return render_page(request, "impact/scrutiny_detail.html", context, form=form)


@permitted("make_scrutiny_comments")
def scrutiny_withdraw(request: HttpRequest, actor: Membership, comment: int) -> HttpResponse:
    """Take back what was said by mistake, and say why."""
    found = _comment(actor, comment)
    form = WithdrawForm(post_data(request), initial={"version": found.version})
    decision = can_withdraw_scrutiny_comment(actor, found)
    if submit_form(request, form, decision, withdraw_scrutiny_comment, actor=actor, comment=found):
        messages.success(request, _("Withdrawn. What you wrote and your reason stay on record."))
        return redirect("impact:scrutiny-detail", actor.authority.slug, found.pk)
    context = {"comment": found, "form": form}
    return render_page(request, "impact/scrutiny_withdraw.html", context, form=form)
