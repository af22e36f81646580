"""Pages where one line of a report is put in other words, moved, left out or chosen."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.access import permitted
from accounts.models import Membership
from core.decisions import require
from core.forms import post_data, submit_form
from core.http import render_page
from impact.forms import LeaveOutForm, LineForm, PlaceForm, YesNoForm
from impact.models import ReportLine
from impact.operations.lines import (
    change_line,
    leave_out_line,
    move_line,
    put_back_line,
    set_on_one_page,
)
from impact.policies import can_change_line, can_change_report
from impact.queries.content import content_line
from impact.queries.facts import read_facts
from impact.queries.working import original_draft, promises_under
from impact.views.reports import to_report


def _line(actor: Membership, report: str, line: int) -> ReportLine:
    return get_object_or_404(
        ReportLine.objects.visible_to(actor)
        .select_related(
            "report__authority",
            "report__meeting__theme",
            "action__workplan",
            "priority__workplan",
            "decision",
            "edited_by__person",
        )
        .prefetch_related("report__sign_offs"),
        report__slug=report,
        pk=line,
    )


def _back(line: ReportLine) -> HttpResponse:
    return to_report(line.report, f"line-{line.pk}")


@permitted("read_working")
def line_edit(request: HttpRequest, actor: Membership, report: str, line: int) -> HttpResponse:
    """Put a line in other words. Whoever comes second sees both versions."""
    found = _line(actor, report, line)
    form = LineForm(post_data(request), line=found)
    decision = can_change_line(actor, found)
    if submit_form(request, form, decision, change_line, actor=actor, line=found):
        messages.success(request, _("Line saved."))
        return _back(found)
    facts = read_facts(found.facts)
    context = {
        "report": found.report,
        "line": found,
        "shown": content_line(found, facts, actor.authority),
        "draft": original_draft(found, facts, actor.authority),
        "form": form,
        "promises": list(promises_under(found)),
        "may_choose": can_change_report(actor, found.report),
    }
    return render_page(request, "impact/report_line_form.html", context, form=form)


@permitted("read_working", methods=("POST",))
def line_move(request: HttpRequest, actor: Membership, report: str, line: int) -> HttpResponse:
    """Move a line within its part."""
    found = _line(actor, report, line)
    require(can_change_report(actor, found.report))
    form = PlaceForm(request.POST)
    if not form.is_valid() or not form.carry_out(
        move_line, actor=actor, line=found, **form.values()
    ):
        _say(request, form)
    return _back(found)


@permitted("read_working", methods=("POST",))
def line_leave_out(request: HttpRequest, actor: Membership, report: str, line: int) -> HttpResponse:
    """Leave a line out (`on=no`), a heading with its promises (`on=all`), or put it back
    (`on=yes`)."""
    found = _line(actor, report, line)
    require(can_change_line(actor, found))
    form = LeaveOutForm(request.POST)
    if not form.is_valid():
        _say(request, form)
        return _back(found)
    if form.cleaned_data["on"] == "yes":
        done = _("The line is back in the report.")
        carried_out = form.carry_out(put_back_line, actor=actor, line=found)
    else:
        done = _("Removed from this report. You can put it back.")
        carried_out = form.carry_out(
            leave_out_line,
            actor=actor,
            line=found,
            with_promises=form.cleaned_data["on"] == "all",
        )
    if carried_out:
        messages.success(request, done)
    return _back(found)


@permitted("read_working", methods=("POST",))
def line_one_page(request: HttpRequest, actor: Membership, report: str, line: int) -> HttpResponse:
    """Choose whether a line is on the one page."""
    found = _line(actor, report, line)
    require(can_change_report(actor, found.report))
    form = YesNoForm(request.POST)
    if not form.is_valid() or not form.carry_out(
        set_on_one_page, actor=actor, line=found, on_one_page=form.cleaned_data["on"]
    ):
        _say(request, form)
    return _back(found)


def _say(request: HttpRequest, form: PlaceForm | YesNoForm | LeaveOutForm) -> None:
    """A button's errors, said at the top of the page it leads back to."""
    for errors in form.errors.values():
        for error in errors:
            messages.error(request, str(error))
