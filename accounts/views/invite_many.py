"""Many people invited at once, from a spreadsheet."""

from itertools import zip_longest

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import permitted
from accounts.enums import Role
from accounts.forms import SheetForm
from accounts.invitation_import import COLUMNS, MOST_PEOPLE, columns_of
from accounts.models import InvitationSheet, Membership, Organisation
from accounts.operations.invite_many import keep_sheet, look_at, send_sheet
from accounts.policies import can_invite
from core.forms import ConfirmForm, post_data, submit_form
from core.http import render_page
from core.spreadsheets import csv_response, workbook_response


@permitted("manage_people")
def invite_many(request: HttpRequest, actor: Membership) -> HttpResponse:
    """Send in a list, to be looked at before anybody is invited."""
    form = SheetForm(post_data(request), request.FILES or None)
    if submit_form(request, form, can_invite(actor), keep_sheet, actor=actor):
        sheet = form.result or InvitationSheet.objects.visible_to(actor).first()
        if sheet is None:
            return redirect("accounts:invite-many", actor.authority.slug)
        return redirect("accounts:invite-many-look", actor.authority.slug, sheet.pk)
    context = {
        "form": form,
        "most": MOST_PEOPLE,
        "columns": [label for label, _most in COLUMNS.values()],
    }
    return render_page(request, "accounts/sheet_form.html", context, form=form)


@permitted("manage_people")
def invite_many_look(request: HttpRequest, actor: Membership, sheet: int) -> HttpResponse:
    """The last look at a list: what is wrong beside each row, or one button that invites all."""
    found = get_object_or_404(
        InvitationSheet.objects.visible_to(actor).select_related("authority"), pk=sheet
    )
    form = ConfirmForm(post_data(request))
    if submit_form(request, form, can_invite(actor), send_sheet, actor=actor, sheet=found):
        _say_sent(request, form)
        return redirect("accounts:people", actor.authority.slug)
    if found.sent_at:
        messages.info(request, _("These invitations have already been sent."))
        return redirect("accounts:people", actor.authority.slug)
    people = look_at(found)
    context = {
        "form": form,
        "people": people,
        "wrong": [row for row in people if row.problems],
        "left_out": ", ".join(columns_of(found.rows).left_out),
    }
    return render_page(request, "accounts/sheet_detail.html", context, form=form)


def _say_sent(request: HttpRequest, form: ConfirmForm) -> None:
    if form.already_done:
        messages.info(request, _("These invitations have already been sent."))
        return
    number = len(form.result)
    words = ngettext("%(n)s person has been invited.", "%(n)s people have been invited.", number)
    messages.success(request, words % {"n": number})


@permitted("manage_people", methods=("GET",))
def invite_many_template(request: HttpRequest, actor: Membership, kind: str) -> HttpResponse:
    """An empty list to fill in: a workbook, with the words to choose from, or plain text."""
    headings = [str(label) for label, _most in COLUMNS.values()]
    if kind == "csv":
        return csv_response("people-to-invite.csv", headings, [])
    if kind != "xlsx":
        raise Http404
    names = Organisation.objects.filter(authority=actor.authority).values_list("name", flat=True)
    choices = zip_longest([str(role.label) for role in Role], names, fillvalue="")
    return workbook_response(
        "people-to-invite.xlsx",
        (_("People"), headings, []),
        (_("Roles and organisations"), headings[2:4], choices),
    )
