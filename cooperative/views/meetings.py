"""Meetings: the list, planning one, its page, its papers, who was there, that it was held."""

import datetime
import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import permitted
from accounts.models import Membership
from cooperative.enums import BodyStatus
from cooperative.forms import (
    AttendanceForm,
    ChangeMeetingForm,
    ConfirmVersionForm,
    MeetingForm,
)
from cooperative.models import Body, Meeting
from cooperative.operations.meetings import (
    change_meeting,
    hold_meeting,
    plan_meeting,
    put_out_papers,
    record_attendance,
)
from cooperative.policies import (
    can_add_agenda_item,
    can_agree_action,
    can_answer_member_question,
    can_cancel_meeting,
    can_change_meeting,
    can_hold_meeting,
    can_mark_workplan_read,
    can_plan_meeting,
    can_propose_agenda_item,
    can_put_out_papers,
    can_raise_challenge,
    can_record_attendance,
    can_record_decision,
    can_reinstate_meeting,
    can_see_readiness,
)
from cooperative.policies.common import day_has_come
from cooperative.queries.challenges import overdue_for
from cooperative.queries.meetings import (
    FILTERS,
    agenda_of,
    agreed_at,
    can_undo,
    challenges_at,
    changes_of,
    days_until,
    decisions_of,
    questions_at,
    turnout_of,
    whole_meetings,
)
from cooperative.queries.meetings import (
    meeting_list as meetings_for_list,
)
from cooperative.queries.reading import readiness_of
from cooperative.views.common import find_meeting
from core.components import Filter
from core.decisions import require
from core.forms import post_data, submit_form
from core.http import render_page
from core.paging import none_yet
from outcomes.models import Period

# Cards, not rows: a phone is scrolled through 20 of them.
A_PAGE = 20


@permitted("read_working", methods=("GET",))
def meeting_list(request: HttpRequest, actor: Membership) -> HttpResponse:
    """Meetings to come and held; the filters are in the address."""
    which, year = request.GET.get("show", ""), request.GET.get("year", "")
    years = list(Period.objects.filter(authority_id=actor.authority_id))
    which = which if which in FILTERS else ""
    year = year if year in {period.slug for period in years} else ""
    page = Paginator(meetings_for_list(actor, which, year), A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "meetings": list(page),
        "none_yet": none_yet(page, Meeting.objects.visible_to(actor)),
        "which": which,
        "year": year,
        "filters": FILTERS.items(),
        "questions": [
            Filter(
                "year",
                _("Year"),
                year,
                [(one.slug, one.name) for one in years],
                anything=_("All years"),
            )
        ],
        "may_plan": can_plan_meeting(actor),
    }
    return render_page(request, "cooperative/meeting_list.html", context)


@permitted("plan_meetings")
def meeting_create(request: HttpRequest, actor: Membership) -> HttpResponse:
    """Plan a meeting. It begins with the group that leads and this year."""
    form = MeetingForm(post_data(request), actor=actor, initial=_first_values(actor))
    if submit_form(request, form, can_plan_meeting(actor), plan_meeting, actor=actor):
        # A second press makes none: the first one's is the newest.
        planned = form.result or Meeting.objects.visible_to(actor).latest("pk")
        if planned.is_ahead:
            messages.success(request, _("Meeting planned. Now add something to its agenda."))
        else:
            messages.success(request, _("Meeting added. Now record who was there."))
        return redirect("cooperative:meeting-detail", actor.authority.slug, planned.pk)
    context = {"form": form, "meeting": None, "groups": form.has_groups}
    return render_page(request, "cooperative/meeting_form.html", context, form=form)


def _first_values(actor: Membership) -> dict[str, object]:
    """What a new meeting most likely is."""
    own, today = actor.authority_id, timezone.localdate()
    body = Body.objects.filter(authority_id=own, status=BodyStatus.ACTIVE).order_by(
        "-themed", "position", "pk"
    )
    period = Period.objects.filter(authority_id=own, starts_on__lte=today, ends_on__gte=today)
    group, year = body.first(), period.first()
    if group is None or year is None:
        return {"body": group, "period": year}
    evening = datetime.time(17, 0)
    day = today + datetime.timedelta(days=28)
    starts_at = timezone.make_aware(datetime.datetime.combine(day, evening))
    return {
        "body": group,
        "period": year,
        "starts_at": timezone.localtime(starts_at),
    }


@permitted("read_working", methods=("GET",))
def meeting_detail(request: HttpRequest, actor: Membership, meeting: int) -> HttpResponse:
    """One meeting whole: agenda, papers, challenges, decisions, agreed actions, who was there."""
    found = get_object_or_404(whole_meetings(actor), pk=meeting)
    challenges = challenges_at(actor, found)
    # Before its day nothing is decided at it, and why it was moved matters; then it is the other
    # way round, and the day it was moved from is enough.
    begun = bool(day_has_come(found))
    changes = [] if begun else changes_of(found)
    may_reinstate = can_reinstate_meeting(actor, found)
    context = {
        "meeting": found,
        "here": request.path,
        "agenda": agenda_of(found),
        "turnout": turnout_of(found),
        "challenges": challenges,
        "decisions": decisions_of(found) if begun else [],
        "agreed": agreed_at(found) if begun else [],
        # A partner reads the agenda whole, but opens only what was put to their organisation.
        "opens": {one.pk for one in challenges},
        "questions": [
            (question, can_answer_member_question(actor, question))
            for question in questions_at(found)
        ],
        "days": days_until(found),
        # One key for the small forms of this page: their ids would else be there many times.
        "key": uuid.uuid4(),
        "begun": begun,
        "changes": changes,
        "may_cancel": can_cancel_meeting(actor, found),
        "may_reinstate": may_reinstate,
        "undo": may_reinstate and can_undo(changes[0] if changes else None),
        "may_change": can_change_meeting(actor, found),
        "may_send": can_put_out_papers(actor, found),
        "may_hold": can_hold_meeting(actor, found),
        "may_mark": can_record_attendance(actor, found),
        "may_remove_notes": actor.holds("release_asks"),
        "may_decide": can_record_decision(actor, found),
        "may_agree": can_agree_action(actor, found),
        "may_add": can_add_agenda_item(actor, found),
        "may_propose": can_propose_agenda_item(actor, found),
        "may_challenge": can_raise_challenge(actor),
        "may_read": can_mark_workplan_read(actor, found),
        "may_see_readiness": can_see_readiness(actor, found),
        "plans": actor.holds("plan_meetings"),
        "records": actor.holds("record_meetings"),
    }
    return render_page(request, "cooperative/meeting_detail.html", context)


@permitted("plan_meetings")
def meeting_edit(request: HttpRequest, actor: Membership, meeting: int) -> HttpResponse:
    """Change a meeting that is still to come."""
    found = find_meeting(actor, meeting)
    form = ChangeMeetingForm(post_data(request), actor=actor, meeting=found)
    decision = can_change_meeting(actor, found)
    if submit_form(request, form, decision, change_meeting, actor=actor, meeting=found):
        messages.success(request, _("The meeting has been updated."))
        return redirect("cooperative:meeting-detail", actor.authority.slug, found.pk)
    context = {"form": form, "meeting": found}
    return render_page(request, "cooperative/meeting_form.html", context, form=form)


@permitted("plan_meetings")
def papers_out(request: HttpRequest, actor: Membership, meeting: int) -> HttpResponse:
    """Ask once more, then put the agenda and papers out: they cannot be taken back."""
    found = find_meeting(actor, meeting)
    form = ConfirmVersionForm(post_data(request), initial={"version": found.version})
    decision = can_put_out_papers(actor, found)
    if submit_form(request, form, decision, put_out_papers, actor=actor, meeting=found):
        messages.success(
            request, _("The papers have been published. Members can now read the workplan.")
        )
        return redirect("cooperative:meeting-detail", actor.authority.slug, found.pk)
    context = {"form": form, "meeting": found, "overdue": list(overdue_for(found))}
    return render_page(request, "cooperative/meeting_papers.html", context, form=form)


@permitted("record_meetings")
def attendance(request: HttpRequest, actor: Membership, meeting: int) -> HttpResponse:
    """Say who was there, everyone on one page; sending it again puts it right."""
    found = find_meeting(actor, meeting)
    form = AttendanceForm(post_data(request), meeting=found)
    decision = can_record_attendance(actor, found)
    if submit_form(request, form, decision, record_attendance, actor=actor, meeting=found):
        messages.success(request, _("Attendance saved."))
        return redirect("cooperative:meeting-detail", actor.authority.slug, found.pk)
    context = {"form": form, "meeting": found}
    return render_page(request, "cooperative/meeting_attendance.html", context, form=form)


@permitted("record_meetings")
def meeting_hold(request: HttpRequest, actor: Membership, meeting: int) -> HttpResponse:
    """Ask once more, then say that the meeting has been held: that cannot be taken back."""
    found = get_object_or_404(whole_meetings(actor), pk=meeting)
    form = ConfirmVersionForm(post_data(request), initial={"version": found.version})
    decision = can_hold_meeting(actor, found)
    if submit_form(request, form, decision, hold_meeting, actor=actor, meeting=found):
        messages.success(request, _("The meeting has been recorded as held."))
        return redirect("cooperative:meeting-detail", actor.authority.slug, found.pk)
    context = {"form": form, "meeting": found, "turnout": turnout_of(found)}
    return render_page(request, "cooperative/meeting_hold.html", context, form=form)


@permitted("read_working", methods=("GET",))
def readiness(request: HttpRequest, actor: Membership, meeting: int) -> HttpResponse:
    """Who has read the workplan, by name, for those who plan the meeting and for members."""
    found = find_meeting(actor, meeting)
    require(can_see_readiness(actor, found))
    context = {"meeting": found, "readiness": readiness_of(found), "days": days_until(found)}
    return render_page(request, "cooperative/meeting_readiness.html", context)
