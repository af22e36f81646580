"""The page a member reads before a meeting, their "I have read this", questions and answers."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts.access import permitted
from accounts.models import Membership
from cooperative.forms import MemberAnswerForm, MemberQuestionForm
from cooperative.models import Meeting
from cooperative.operations.reading import (
    answer_member_question,
    ask_member_question,
    mark_workplan_read,
)
from cooperative.policies import (
    can_answer_member_question,
    can_ask_member_question,
    can_mark_workplan_read,
)
from cooperative.queries.meetings import days_until, questions
from cooperative.queries.reading import meetings_to_read, review, workplan_of
from cooperative.views.common import find_meeting
from core.forms import ConfirmForm, post_data, say_problems, submit_form
from core.http import render_page
from outcomes.models import Workplan


def _workplan(actor: Membership, meeting: Meeting) -> Workplan:
    """The workplan of a meeting's theme and year, or 404 when there is none to read."""
    return get_object_or_404(
        Workplan.objects.visible_to(actor).select_related("outcome", "period"),
        outcome=meeting.theme_id,
        period=meeting.period_id,
    )


@permitted("read_working", methods=("GET",))
def workplan_review(request: HttpRequest, actor: Membership, meeting: int) -> HttpResponse:
    """Five minutes first; then every priority and action with both voices."""
    found = get_object_or_404(meetings_to_read(actor), pk=meeting)
    workplan = workplan_of(found)
    if workplan is None:
        raise Http404("There is no workplan to read for this meeting.")
    shown = review(actor, found, workplan)
    context = {
        "meeting": found,
        "workplan": workplan,
        "review": shown,
        "brief": shown.brief,
        "page": shown.page,
        "questions": [
            (question, can_answer_member_question(actor, question)) for question in shown.questions
        ],
        "days": days_until(found),
        "reads": actor.holds("review_workplans"),
        "may_read": can_mark_workplan_read(actor, found),
        "may_ask": can_ask_member_question(actor, found),
        # One key for the small forms of this page: their ids would else be there many times.
        "key": uuid.uuid4(),
        "question_form": MemberQuestionForm(workplan=None),
    }
    return render_page(request, "cooperative/workplan_review.html", context)


@permitted("review_workplans", methods=("POST",))
def workplan_read(request: HttpRequest, actor: Membership, meeting: int) -> HttpResponse:
    """ "I have read this", on the workplan or in its brief; it leads back to where it was said. A
    second time says so and changes nothing."""
    found = find_meeting(actor, meeting)
    form = ConfirmForm(request.POST)
    decision = can_mark_workplan_read(actor, found)
    if submit_form(request, form, decision, mark_workplan_read, actor=actor, meeting=found):
        messages.success(
            request, _("Thank you. The people planning the meeting can see you’ve read it.")
        )
    else:
        say_problems(request, form)
    return _back(request.POST.get("from"), actor, found)


def _back(whence: str | None, actor: Membership, meeting: Meeting) -> HttpResponse:
    """To the brief where somebody came from there, to the workplan otherwise."""
    where = "portal:brief" if whence == "brief" else "cooperative:workplan-review"
    return redirect(where, actor.authority.slug, meeting.pk)


@permitted("review_workplans")
def question_create(request: HttpRequest, actor: Membership, meeting: int) -> HttpResponse:
    """Leave a question on the workplan, about one action where it helps."""
    found = find_meeting(actor, meeting)
    workplan = _workplan(actor, found)
    form = MemberQuestionForm(
        post_data(request), workplan=workplan, initial={"action": request.GET.get("action", "")}
    )
    decision = can_ask_member_question(actor, found)
    if submit_form(request, form, decision, ask_member_question, actor=actor, meeting=found):
        messages.success(request, _("Your question has been sent. You’ll see the answer here."))
        return _back(request.GET.get("from"), actor, found)
    context = {"form": form, "meeting": found, "workplan": workplan}
    return render_page(request, "cooperative/question_form.html", context, form=form)


@permitted("read_working")
def question_answer(
    request: HttpRequest, actor: Membership, meeting: int, question: int
) -> HttpResponse:
    """Answer a member's question."""
    found = find_meeting(actor, meeting)
    asked = get_object_or_404(questions().visible_to(actor), pk=question, meeting=found)
    asked.meeting = found
    form = MemberAnswerForm(post_data(request))
    decision = can_answer_member_question(actor, asked)
    if submit_form(request, form, decision, answer_member_question, actor=actor, question=asked):
        told = _("%(person)s can now see your answer.") % {"person": asked.asked_by.label}
        messages.success(request, told)
        return redirect("cooperative:meeting-detail", actor.authority.slug, found.pk)
    context = {"form": form, "meeting": found, "question": asked}
    return render_page(request, "cooperative/question_answer.html", context, form=form)
