"""Pages where progress is told, where it is judged, and the files that show it."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts.access import permitted
from accounts.models import Membership
from core.decisions import require
from core.http import render_page
from outcomes.forms import ProgressForm, VerdictForm
from outcomes.models import Action, EvidenceFile
from outcomes.operations.progress import give_verdict, record_progress
from outcomes.policies import can_give_verdict, can_record_progress


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
    require(can_record_progress(actor, found))
    form = ProgressForm(request.POST or None, request.FILES or None, action=found)
    if (
        request.method == "POST"
        and form.is_valid()
        and form.carry_out(
            record_progress, actor=actor, action=found, version=form.version, **form.values()
        )
    ):
        messages.success(request, _("Thank you. Your update is on the action."))
        return redirect("outcomes:action-detail", actor.authority.slug, found.pk)
    context = {"action": found, "workplan": found.workplan, "form": form}
    return render_page(request, "outcomes/progress_form.html", context, form=form)


@permitted("read_working")
def action_verdict(request: HttpRequest, actor: Membership, action: int) -> HttpResponse:
    """Say whether an action feels different."""
    found = _action(actor, action)
    require(can_give_verdict(actor, found))
    form = VerdictForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and form.carry_out(give_verdict, actor=actor, about=found, **form.values())
    ):
        messages.success(request, _("Thank you. Your words stand beside the officer’s."))
        return redirect("outcomes:action-detail", actor.authority.slug, found.pk)
    context = {"about": found, "workplan": found.workplan, "form": form, "action": found}
    return render_page(request, "outcomes/verdict_form.html", context, form=form)


@permitted("read_working", methods=("GET",))
def evidence_file(request: HttpRequest, actor: Membership, file: int) -> FileResponse:
    """An evidence file, to whoever may see its action, and always as a download."""
    found = get_object_or_404(
        EvidenceFile.objects.filter(
            update__action__in=Action.objects.visible_to(actor).values("pk")
        ),
        pk=file,
    )
    return FileResponse(
        found.file.open("rb"), as_attachment=True, filename=found.name, content_type=found.kind
    )
