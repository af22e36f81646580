"""Who is here, and the end of a membership."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.access import permitted
from accounts.enums import Role
from accounts.forms import ConfirmForm
from accounts.models import Membership
from accounts.operations.memberships import end_membership
from accounts.policies import can_end_membership, can_invite
from accounts.queries import belongings, open_invitations
from accounts.queries import people as people_of
from core.components import Filter
from core.decisions import require
from core.http import render_page

PAGE = 50


@permitted("read_everything", methods=("GET",))
def people(request: HttpRequest, actor: Membership) -> HttpResponse:
    """Members by role; for the coordinator also the invitations that wait, and what to do."""
    role = request.GET.get("role", "")
    if role not in Role.values:
        role = ""
    moved_on = request.GET.get("moved_on") == "1"
    page = Paginator(people_of(actor, role=role, moved_on=moved_on), PAGE).get_page(
        request.GET.get("page")
    )
    may_invite = can_invite(actor)
    context = {
        "page": page,
        "questions": [
            Filter("role", _("Role"), role, Role.choices, anything=_("Everybody")),
            Filter("moved_on", _("Those who have moved on"), "1" if moved_on else "", kind="tick"),
        ],
        "moved_on": moved_on,
        "may_invite": may_invite,
        "invitations": list(open_invitations(actor)[:PAGE]) if may_invite else [],
    }
    return render(request, "accounts/people_list.html", context)


@permitted("manage_people")
def membership_end(request: HttpRequest, actor: Membership, membership: int) -> HttpResponse:
    """Say that somebody has moved on, having seen what they answer for."""
    found = get_object_or_404(
        Membership.objects.visible_to(actor).with_names().select_related("authority"),
        pk=membership,
        ends_on__isnull=True,
    )
    require(can_end_membership(actor, found))
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and form.carry_out(end_membership, actor=actor, membership=found)
    ):
        words = _("%(name)s is no longer a member.") % {"name": found.label}
        messages.success(request, words)
        return redirect("accounts:people", actor.authority.slug)
    context = {"form": form, "membership": found, "theirs": belongings(found)}
    return render_page(request, "accounts/membership_end.html", context, form=form)
