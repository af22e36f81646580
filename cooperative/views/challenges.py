"""Challenges: the list, raising one, its page, its answer, and the challenger's word on it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.access import permitted
from accounts.enums import Handed
from accounts.exports import record_export
from accounts.models import Membership
from accounts.queries import handed_over, was_handed
from cooperative.enums import ChallengeStatus
from cooperative.forms import AnswerForm, ChallengeForm, DecideForm
from cooperative.models import Challenge
from cooperative.operations.challenges import (
    accept_answer,
    answer_challenge,
    raise_challenge,
    refuse_answer,
)
from cooperative.policies import can_answer_challenge, can_decide_answer, can_raise_challenge
from cooperative.queries.challenges import FILTERS, days_since, with_people
from cooperative.queries.challenges import challenge_list as challenges_for_list
from cooperative.queries.people import owner_of
from core.components import Filter
from core.decisions import require
from core.forms import post_data, submit_form
from core.http import render_page
from core.paging import none_yet
from core.spreadsheets import list_response
from core.templatetags.words import full_day
from outcomes.models import Priority

A_PAGE = 50


def _filters(request: HttpRequest) -> tuple[str, bool]:
    """What the list is narrowed to; anything unknown narrows nothing."""
    which = request.GET.get("show", "")
    return which if which in FILTERS else "", request.GET.get("mine", "") == "1"


@permitted("read_working", methods=("GET",))
def challenge_list(request: HttpRequest, actor: Membership) -> HttpResponse:
    """Challenges, those due first at the head; the filters are in the address."""
    which, mine = _filters(request)
    page = Paginator(challenges_for_list(actor, which, mine), A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "rows": [(challenge, _wait(challenge), _date(challenge)) for challenge in page],
        "none_yet": none_yet(page, Challenge.objects.visible_to(actor)),
        "which": which,
        "mine": mine,
        "filters": FILTERS.items(),
        "questions": [
            Filter(
                "mine",
                _("Whose are they?"),
                "1" if mine else "",
                [("1", _("Asked by me, or for me to answer"))],
                anything=_("Everyone’s"),
            )
        ],
        "may_raise": can_raise_challenge(actor),
    }
    return render_page(request, "cooperative/challenge_list.html", context)


EXPORT_COLUMNS = (
    gettext_lazy("Question"), gettext_lazy("Why"), gettext_lazy("Person asked"),
    gettext_lazy("Asked by"), gettext_lazy("Asked on"), gettext_lazy("Reply by"),
    gettext_lazy("Status"), gettext_lazy("Days late"), gettext_lazy("Days waiting"),
    gettext_lazy("About"), gettext_lazy("For the meeting"), gettext_lazy("Last answer"),
    gettext_lazy("Answered by"), gettext_lazy("Answered on"),
    gettext_lazy("Times asked again"), gettext_lazy("Why the answer wasn’t good enough"),
    gettext_lazy("Accepted on"),
)  # fmt: skip


@permitted("read_working", methods=("GET",), records_view=True)
def challenge_export(request: HttpRequest, actor: Membership) -> HttpResponse:
    """The filtered list as a spreadsheet. No cell can act as a formula."""
    record_export(request, actor, "cooperative.challenge.exported")
    rows = challenges_for_list(actor, *_filters(request))
    rows = rows.select_related("action", "priority", "meeting").prefetch_related(
        "answers__by__person", "answers__by__organisation"
    )
    return list_response(request, "challenges", EXPORT_COLUMNS, map(_cells, rows))


def _cells(row: Any) -> list[Any]:
    """A challenge with its last answer; those before it were not good enough."""
    answers = list(row.answers.all())
    last = answers[-1] if answers else None
    return [
        row.question, row.why, row.asked_of.standing, row.raised_by.standing,
        timezone.localdate(row.raised_at), row.reply_by, row.stands, row.days_overdue,
        _days_waiting(row), str(row.action or row.priority or ""),
        row.meeting.title if row.meeting else "", last.text if last else "",
        last.by.standing if last else "", timezone.localdate(last.at) if last else None,
        sum(one.accepted is False for one in answers), last.refused_because if last else "",
        timezone.localdate(row.closed_at) if row.closed_at else None,
    ]  # fmt: skip


def _days_waiting(challenge: Any) -> int | None:
    """For how many days the present wait has lasted; None once settled."""
    if challenge.status == ChallengeStatus.ACCEPTED:
        return None
    return days_since(challenge.waiting_since)


def _wait(challenge: Any) -> str:
    """How long the present wait has lasted; empty when nobody waits. In words here and not in the
    page, which draws fifty."""
    days = _days_waiting(challenge)
    if days is None:
        return ""
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


def _date(challenge: Challenge) -> str:
    """The day that goes with where it stands: until when an answer is waited for, or when it was
    settled."""
    if challenge.closed_at is not None:
        return full_day(challenge.closed_at)
    if challenge.status != ChallengeStatus.OPEN:
        return ""
    return _("reply by %(day)s") % {"day": full_day(challenge.reply_by)}


@permitted("raise_challenges")
def challenge_create(request: HttpRequest, actor: Membership) -> HttpResponse:
    """Put a question to somebody who must answer it."""
    names = ("meeting", "priority", "action", "asked_of")
    first: dict[str, Any] = {name: request.GET[name] for name in names if name in request.GET}
    if "action" in first and "asked_of" not in first:
        first["asked_of"] = owner_of(actor, first["action"])
    form = ChallengeForm(post_data(request), actor=actor, initial=first)
    if submit_form(request, form, can_raise_challenge(actor), raise_challenge, actor=actor):
        messages.success(request, _("Your question has been sent."))
        # A second press makes none: the first one's is the newest.
        asked = form.result or Challenge.objects.filter(raised_by=actor).latest("pk")
        return redirect("cooperative:challenge-detail", actor.authority.slug, asked.pk)
    return render_page(request, "cooperative/challenge_form.html", {"form": form}, form=form)


def _challenge(actor: Membership, challenge: int) -> Challenge:
    handed = Challenge.objects.visible_to(actor).annotate(was_handed=was_handed(Handed.CHALLENGE))
    found = with_people(handed).select_related(
        "raised_by__person",
        "raised_by__organisation",
        "asked_of__person",
        "asked_of__organisation",
        "meeting",
        "priority",
        "action",
    )
    return get_object_or_404(found, pk=challenge)


def _context(actor: Membership, challenge: Challenge) -> dict[str, Any]:
    """What the challenge's page shows, whichever of its forms was sent."""
    may_answer = can_answer_challenge(actor, challenge)
    may_decide = can_decide_answer(actor, challenge)
    version = {"version": challenge.version}
    return {
        "challenge": challenge,
        "handed": handed_over(Handed.CHALLENGE, challenge.pk)
        if getattr(challenge, "was_handed", False)
        else [],
        "answers": list(challenge.answers.select_related("by__person", "by__organisation")),
        "agreed": list(challenge.agreed_actions.select_related("action__owner__person", "meeting")),
        "may_answer": may_answer,
        "may_decide": may_decide,
        "answer_form": AnswerForm(initial=version) if may_answer else None,
        "decide_form": DecideForm(initial=version) if may_decide else None,
        "answers_here": challenge.asked_of_id == actor.pk,
        "challenges_here": actor.holds("raise_challenges"),
        "may_follow": Priority.objects.visible_to(actor).filter(pk=challenge.priority_id).exists()
        if challenge.priority_id
        else False,
        "form": None,
    }


@permitted("read_working", methods=("GET",))
def challenge_detail(request: HttpRequest, actor: Membership, challenge: int) -> HttpResponse:
    """One challenge: the question, every answer and what the challenger said to it."""
    found = _challenge(actor, challenge)
    return render_page(request, "cooperative/challenge_detail.html", _context(actor, found))


@permitted("answer_challenges", methods=("POST",))
def challenge_answer(request: HttpRequest, actor: Membership, challenge: int) -> HttpResponse:
    """Answer a challenge put to the person who is signed in."""
    found = _challenge(actor, challenge)
    form = AnswerForm(request.POST)
    decision = can_answer_challenge(actor, found)
    if submit_form(request, form, decision, answer_challenge, actor=actor, challenge=found):
        told = _("Your answer has been sent to %(person)s.") % {"person": found.raised_by.label}
        messages.success(request, told)
        return redirect("cooperative:challenge-detail", actor.authority.slug, found.pk)
    context = _context(actor, _challenge(actor, challenge))
    context |= {"answer_form": form, "form": form}
    return render_page(request, "cooperative/challenge_detail.html", context, form=form)


@permitted("raise_challenges")
def challenge_decide(request: HttpRequest, actor: Membership, challenge: int) -> HttpResponse:
    """Accept the answer, which closes the challenge, or say what is missing. Accepting cannot be
    undone: the page itself (GET) shows the answer once more, and asks."""
    found = _challenge(actor, challenge)
    if request.method != "POST":
        return _last_look(request, actor, found)
    form = DecideForm(request.POST)
    if not form.is_valid():
        require(can_decide_answer(actor, found))
    elif _decide(form, actor, found):
        messages.success(
            request,
            _("You accepted the answer. This challenge is now closed.")
            if form.accepts
            else _("You’ve asked again, and %(person)s has been told.")
            % {"person": found.asked_of.label},
        )
        return redirect("cooperative:challenge-detail", actor.authority.slug, found.pk)
    context = _context(actor, _challenge(actor, challenge))
    context |= {"decide_form": form, "form": form}
    return render_page(request, "cooperative/challenge_detail.html", context, form=form)


def _last_look(request: HttpRequest, actor: Membership, challenge: Challenge) -> HttpResponse:
    """The answer once more, before it is accepted for good."""
    require(can_decide_answer(actor, challenge))
    answer = challenge.answers.select_related("by__person", "by__organisation").latest("at", "pk")
    form = DecideForm(initial={"version": challenge.version})
    context = {"challenge": challenge, "answer": answer, "form": form}
    return render_page(request, "cooperative/challenge_accept.html", context, form=form)


def _decide(form: DecideForm, actor: Membership, challenge: Challenge) -> bool:
    """Run the one of the two operations that was chosen."""
    common: dict[str, Any] = {"actor": actor, "challenge": challenge, "version": form.version}
    if form.accepts:
        return form.carry_out(accept_answer, **common)
    return form.carry_out(
        refuse_answer,
        because=form.cleaned_data["because"],
        reply_by=form.cleaned_data["reply_by"],
        **common,
    )
