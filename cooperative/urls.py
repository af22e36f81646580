from django.urls import path

from cooperative.views import (
    agenda,
    bodies,
    cancelling,
    challenges,
    deciding,
    decisions,
    escalations,
    handover,
    meetings,
    reading,
    seats,
)
from core.http import WORK

app_name = "cooperative"
MEETING = f"{WORK}/meetings/<int:meeting>"
ITEM = f"{MEETING}/agenda/<int:item>"
CHALLENGE = f"{WORK}/challenges/<int:challenge>"
ESCALATION = f"{WORK}/escalations/<int:escalation>"

urlpatterns = [
    path(f"{WORK}/structure/", bodies.body_list, name="body-list"),
    path(f"{WORK}/structure/<slug:slug>/", bodies.body_detail, name="body-detail"),
    path(f"{WORK}/structure/<slug:slug>/seats/add/", seats.seat_add, name="seat-add"),
    path(f"{WORK}/seats/<int:seat>/", seats.seat_change, name="seat-change"),
    path(f"{WORK}/meetings/", meetings.meeting_list, name="meeting-list"),
    path(f"{WORK}/meetings/new/", meetings.meeting_create, name="meeting-create"),
    path(f"{MEETING}/", meetings.meeting_detail, name="meeting-detail"),
    path(f"{MEETING}/edit/", meetings.meeting_edit, name="meeting-edit"),
    path(f"{MEETING}/papers/", meetings.papers_out, name="papers-out"),
    path(f"{MEETING}/attendance/", meetings.attendance, name="attendance"),
    path(f"{MEETING}/cancel/", cancelling.meeting_cancel, name="meeting-cancel"),
    path(f"{MEETING}/reinstate/", cancelling.meeting_reinstate, name="meeting-reinstate"),
    path(f"{MEETING}/hold/", meetings.meeting_hold, name="meeting-hold"),
    path(f"{MEETING}/readiness/", meetings.readiness, name="readiness"),
    path(f"{MEETING}/agenda/add/", agenda.agenda_add, name="agenda-add"),
    path(f"{ITEM}/", agenda.agenda_change, name="agenda-change"),
    path(f"{ITEM}/move/", agenda.agenda_move, name="agenda-move"),
    path(f"{ITEM}/drop/", agenda.agenda_drop, name="agenda-drop"),
    path(f"{ITEM}/settle/", agenda.agenda_settle, name="agenda-settle"),
    path(f"{ITEM}/notes/", agenda.agenda_minutes, name="agenda-minutes"),
    path(f"{ITEM}/notes/remove/", agenda.notes_remove, name="notes-remove"),
    path(f"{MEETING}/decisions/add/", decisions.decision_create, name="decision-create"),
    path(f"{MEETING}/actions/add/", decisions.agree_action_view, name="agree-action"),
    path(f"{MEETING}/workplan/", reading.workplan_review, name="workplan-review"),
    path(f"{MEETING}/workplan/read/", reading.workplan_read, name="workplan-read"),
    path(f"{MEETING}/questions/ask/", reading.question_create, name="question-create"),
    path(
        f"{MEETING}/questions/<int:question>/answer/",
        reading.question_answer,
        name="question-answer",
    ),
    path(f"{WORK}/challenges/", challenges.challenge_list, name="challenge-list"),
    path(f"{WORK}/challenges/export/", challenges.challenge_export, name="challenge-export"),
    path(f"{WORK}/challenges/new/", challenges.challenge_create, name="challenge-create"),
    path(f"{CHALLENGE}/", challenges.challenge_detail, name="challenge-detail"),
    path(f"{CHALLENGE}/answer/", challenges.challenge_answer, name="challenge-answer"),
    path(f"{WORK}/people/<int:membership>/hand-over/", handover.hand_over, name="hand-over"),
    path(f"{WORK}/people/hand-back/<uuid:deed>/", handover.hand_back, name="hand-back"),
    path(f"{CHALLENGE}/decide/", challenges.challenge_decide, name="challenge-decide"),
    path(f"{WORK}/escalations/", escalations.escalation_list_view, name="escalation-list"),
    path(f"{WORK}/escalations/export/", escalations.escalation_export, name="escalation-export"),
    path(
        f"{WORK}/actions/<int:action>/obstacle/",
        escalations.escalation_create,
        name="escalation-create",
    ),
    path(f"{ESCALATION}/", escalations.escalation_detail, name="escalation-detail"),
    path(f"{ESCALATION}/decide/", deciding.escalation_decide, name="escalation-decide"),
    path(f"{ESCALATION}/confirm/", deciding.escalation_confirm, name="escalation-confirm"),
    path(f"{ESCALATION}/record/", deciding.escalation_record, name="escalation-record"),
    path(f"{ESCALATION}/undo/", deciding.escalation_undo, name="escalation-undo"),
    path(f"{ESCALATION}/withdraw/", escalations.escalation_withdraw, name="escalation-withdraw"),
    path(f"{ESCALATION}/move/", escalations.escalation_move, name="escalation-move"),
]
