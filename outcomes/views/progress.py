"""Pages where progress is told, where it is judged, and the files that show it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from accounts.access import permitted
from accounts.exports import record_export
from accounts.models import Membership
from accounts.requests import ours
from core.forms import ConfirmForm, post_data, say_problems, submit_form, was_done
from core.http import render_page
from outcomes.forms import ProgressForm, VerdictForm
from outcomes.models import Action, EvidenceFile, ProgressUpdate
from outcomes.operations.progress import give_verdict, record_progress, undo_update
from outcomes.policies import (
    can_correct_update,
    can_give_verdict,
    can_record_progress,
    can_undo_update,
)
from outcomes.queries.update_queue import Round

STEP = "outcomes/action_update.html#update"


def _action(actor: Membership, pk: int) -> Action:
    return get_object_or_404(
        Action.objects.visible_to(actor).select_related(
            "workplan__outcome", "workplan__period", "owner__person", "owner__organisation"
        ),
        pk=pk,
    )


@permitted("read_working")
def action_progress(request: HttpRequest, actor: Membership, action: int) -> HttpResponse:
    """Tell how an action goes."""
    found = _action(actor, action)
    form = ProgressForm(post_data(request), request.FILES or None, action=found, actor=actor)
    decision = can_record_progress(actor, found)
    if submit_form(request, form, decision, record_progress, actor=actor, action=found):
        messages.success(request, _("Thank you. Your update is saved."))
        return redirect("outcomes:action-detail", actor.authority.slug, found.pk)
    context = {"action": found, "workplan": found.workplan, "form": form}
    return render_page(request, "outcomes/progress_form.html", context, form=form)


def _update(actor: Membership, action: int, pk: int) -> ProgressUpdate:
    return get_object_or_404(
        ProgressUpdate.objects.filter(
            action__in=Action.objects.visible_to(actor).filter(pk=action).values("pk")
        ).select_related(
            "action__workplan__outcome", "action__workplan__period", "action__owner__person",
            "action__owner__organisation", "action__priority",
        ),
        pk=pk,
    )  # fmt: skip


@permitted("read_working", methods=("POST",))
def update_undo(request: HttpRequest, actor: Membership, action: int, update: int) -> HttpResponse:
    """Take back an update just sent."""
    back = redirect("outcomes:action-detail", actor.authority.slug, action)
    if was_done(request):
        return back
    found = _update(actor, action, update)
    form = ConfirmForm(request.POST)
    decision = can_undo_update(actor, found)
    if submit_form(request, form, decision, undo_update, actor=actor, update=found):
        messages.success(request, _("Your update is undone."))
    else:
        say_problems(request, form)
    return back


@permitted("read_working")
def update_correct(
    request: HttpRequest, actor: Membership, action: int, update: int
) -> HttpResponse:
    """Put the newest update right with an entry that names it."""
    wrong = _update(actor, action, update)
    found = wrong.action
    form = ProgressForm(
        post_data(request), request.FILES or None, action=found, actor=actor, corrects=wrong
    )
    decision = can_correct_update(actor, wrong)
    if submit_form(
        request, form, decision, record_progress, actor=actor, action=found, corrects=wrong
    ):
        messages.success(request, _("Your correction is saved. Both entries stay in the timeline."))
        return redirect("outcomes:action-detail", actor.authority.slug, found.pk)
    context = {"action": found, "workplan": found.workplan, "form": form, "corrects": wrong}
    return render_page(request, "outcomes/progress_form.html", context, form=form)


@permitted("update_own_actions")
def action_update(request: HttpRequest, actor: Membership, action: int) -> HttpResponse:
    """One action of a two-minute update. What is sent is recorded as any other update, and the next
    one follows; after the last, the page that says what is left."""
    found = _action(actor, action)
    steps = Round.from_address(request.GET.get("round", ""), found.pk)
    form = ProgressForm(post_data(request), request.FILES or None, action=found, actor=actor)
    decision = can_record_progress(actor, found)
    if submit_form(request, form, decision, record_progress, actor=actor, action=found):
        return _onward(request, actor, steps)
    context = {
        "action": found,
        "workplan": found.workplan,
        "form": form,
        "steps": steps,
        "here": _step(actor, found.pk, steps),
        "skip": _step(actor, steps.next, steps) if steps.next else "",
        "last": found.updates.first(),
        "saved": request.method == "GET" and request.GET.get("saved") == "1",
    }
    template = STEP if ours(request).htmx else "outcomes/action_update.html"
    return render_page(request, template, context, form=form)


def _step(actor: Membership, action: int, steps: Round) -> str:
    url = reverse("outcomes:action-update", args=[actor.authority.slug, action])
    return f"{url}?{urlencode({'round': steps.text})}"


def _onward(request: HttpRequest, actor: Membership, steps: Round) -> HttpResponse:
    """To the next action, or to the end of the round. htmx takes a whole new page only when told
    so."""
    if steps.next:
        return redirect(f"{_step(actor, steps.next, steps)}&saved=1")
    messages.success(request, _("Thank you. Your updates are saved."))
    end = reverse("portal:update", args=[actor.authority.slug]) + "?after=1"
    if ours(request).htmx:
        return HttpResponseClientRedirect(end)
    return redirect(end)


@permitted("read_working")
def action_verdict(request: HttpRequest, actor: Membership, action: int) -> HttpResponse:
    """Say whether an action feels different."""
    found = _action(actor, action)
    form = VerdictForm(post_data(request))
    decision = can_give_verdict(actor, found)
    if submit_form(request, form, decision, give_verdict, actor=actor, about=found):
        messages.success(
            request, _("Thank you. Your verdict now appears next to the owner’s update.")
        )
        return redirect("outcomes:action-detail", actor.authority.slug, found.pk)
    context = {"about": found, "workplan": found.workplan, "form": form, "action": found}
    return render_page(request, "outcomes/verdict_form.html", context, form=form)


@permitted("read_working", methods=("GET",), records_view=True)
def evidence_file(request: HttpRequest, actor: Membership, file: int) -> FileResponse:
    """An evidence file, to whoever may see its action: a download, but for a picture that a page
    shows (`?shown=1`). Pictures were drawn anew when they came, and are nothing else."""
    found = get_object_or_404(
        EvidenceFile.objects.select_related("update__action").filter(
            update__action__in=Action.objects.visible_to(actor).values("pk")
        ),
        pk=file,
    )
    shown = request.GET.get("shown") == "1" and found.is_picture
    if not shown:
        record_export(
            request, actor, "outcomes.evidence.downloaded", found.update.action, summary=found.name
        )
    return FileResponse(
        found.file.open("rb"), as_attachment=not shown, filename=found.name, content_type=found.kind
    )
