from django.urls import path

from core.http import WORK
from outcomes.views import actions, expectations, leads, priorities, progress, workplans

app_name = "outcomes"
PLAN = f"{WORK}/outcomes/<slug:outcome>/<slug:period>"

urlpatterns = [
    path(f"{WORK}/outcomes/", workplans.outcome_list, name="outcome-list"),
    path(f"{WORK}/outcomes/<slug:outcome>/lead/", leads.outcome_lead, name="outcome-lead"),
    path(f"{WORK}/outcomes/<slug:outcome>/start/", workplans.workplan_open, name="workplan-open"),
    path(f"{PLAN}/", workplans.workplan_detail, name="workplan-detail"),
    path(f"{PLAN}/share/", workplans.workplan_share, name="workplan-share"),
    path(f"{PLAN}/close/", workplans.workplan_close, name="workplan-close"),
    path(f"{PLAN}/priorities/new/", priorities.priority_create, name="priority-create"),
    path(f"{WORK}/priorities/<int:priority>/edit/", priorities.priority_edit, name="priority-edit"),
    path(f"{WORK}/priorities/<int:priority>/move/", priorities.priority_move, name="priority-move"),
    path(
        f"{WORK}/priorities/<int:priority>/close/",
        priorities.priority_close,
        name="priority-close",
    ),
    path(
        f"{WORK}/priorities/<int:priority>/reopen/",
        priorities.priority_reopen,
        name="priority-reopen",
    ),
    path(
        f"{WORK}/priorities/<int:priority>/verdict/",
        priorities.priority_verdict,
        name="priority-verdict",
    ),
    path(
        f"{WORK}/priorities/<int:priority>/actions/new/",
        actions.action_create,
        name="action-create",
    ),
    path(f"{WORK}/actions/", actions.action_list, name="action-list"),
    path(f"{WORK}/actions/export/", actions.action_export, name="action-export"),
    path(f"{WORK}/actions/<int:action>/", actions.action_detail, name="action-detail"),
    path(f"{WORK}/actions/<int:action>/edit/", actions.action_edit, name="action-edit"),
    path(
        f"{WORK}/actions/<int:action>/progress/", progress.action_progress, name="action-progress"
    ),
    path(f"{WORK}/update/<int:action>/", progress.action_update, name="action-update"),
    path(f"{WORK}/actions/<int:action>/verdict/", progress.action_verdict, name="action-verdict"),
    path(f"{WORK}/actions/<int:action>/take-up/", actions.action_take_up, name="action-take-up"),
    path(f"{WORK}/actions/<int:action>/decline/", actions.action_decline, name="action-decline"),
    path(f"{WORK}/actions/<int:action>/remove/", actions.action_remove, name="action-remove"),
    path(
        f"{WORK}/actions/<int:action>/updates/<int:update>/undo/",
        progress.update_undo,
        name="update-undo",
    ),
    path(
        f"{WORK}/actions/<int:action>/updates/<int:update>/correct/",
        progress.update_correct,
        name="update-correct",
    ),
    path(f"{WORK}/expectations/", expectations.expectation_list, name="expectation-list"),
    path(
        f"{WORK}/expectations/export/", expectations.expectation_export, name="expectation-export"
    ),
    path(
        f"{WORK}/expectations/<int:expectation>/",
        expectations.expectation_detail,
        name="expectation-detail",
    ),
    path(f"{WORK}/files/<int:file>/", progress.evidence_file, name="evidence-file"),
]
