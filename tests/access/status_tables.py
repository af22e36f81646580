"""Which policy says yes in which status. A row names the policy, what it is asked of in a scene,
and one of the cast who may as far as their role goes."""

from django.db import models

from accounts.enums import ErasureStatus
from cooperative.enums import (
    BodyStatus,
    ChallengeStatus,
    EscalationStatus,
    ItemStatus,
    MeetingStatus,
    SeatStatus,
)
from documents.enums import JobStatus
from impact.enums import AnnualStatus, ReportStatus
from outcomes.enums import ActionStatus, PriorityStatus, WorkplanStatus
from voice.enums import AskState

TABLES: dict[type[models.TextChoices], str] = {
    WorkplanStatus: """
        draft shared closed
        can_share_workplan         side.workplan  lead        yes  yes  -
        can_close_workplan         past_plan      lead        yes  yes  -
        can_reopen_workplan        past_plan      lead        -    -    yes
        can_set_priority           side.workplan  consultant  yes  yes  -
        can_change_priority        priority       consultant  yes  yes  -
        can_close_priority         priority       consultant  yes  yes  yes
        can_reopen_priority        closed         consultant  yes  yes  -
        can_plan_action            priority       lead        yes  yes  -
        can_propose_action         priority       consultant  yes  yes  -
        can_settle_proposal        proposal       lead        yes  yes  -
        can_change_action          action         lead        yes  yes  -
        can_remove_action          proposal       lead        yes  yes  -
        can_record_progress        action         officer     yes  yes  -
        can_undo_update            file.update    officer     yes  yes  -
        can_correct_update         file.update    officer     yes  yes  -
        can_give_verdict           action         consultant  yes  yes  yes
        can_give_verdict           priority       consultant  yes  yes  yes
        can_escalate_obstacle      action         officer     yes  yes  -
        can_make_scrutiny_comment  side.workplan  member      -    yes  yes
    """,
    PriorityStatus: """
        open met closed
        can_change_priority  priority  consultant   yes  -    -
        can_close_priority   priority  consultant   yes  -    -
        can_reopen_priority  priority  consultant   -    yes  yes
        can_plan_action      priority  lead         yes  -    -
        can_propose_action   priority  officer      yes  -    -
        can_settle_proposal  proposal  coordinator  yes  -    -
        can_agree_action     priority  consultant   yes  -    -
        can_give_verdict     priority  consultant   yes  yes  yes
        can_change_action    action    lead         yes  yes  yes
        can_record_progress  action    officer      yes  yes  yes
    """,
    ActionStatus: """
        proposed not-started on-track at-risk off-track done stopped not-taken-up
        can_settle_proposal    action       lead        yes  -   -   -   -   -   -   -
        can_record_progress    action       officer     -  yes yes yes yes yes yes   -
        can_record_progress    action       lead        -  yes yes yes yes yes yes   -
        can_undo_update        file.update  officer     -  yes yes yes yes yes yes   -
        can_correct_update     file.update  officer     -  yes yes yes yes yes yes   -
        can_give_verdict       action       consultant  -  yes yes yes yes yes yes   -
        can_escalate_obstacle  action       officer     -  yes yes yes yes   -   -   -
    """,
    MeetingStatus: """
        planned papers-out held cancelled
        can_change_meeting       papers         consultant  yes  yes  -    -
        can_cancel_meeting       papers         consultant  yes  yes  -    -
        can_reinstate_meeting    papers         consultant  -    -    -    yes
        can_put_out_papers       planned        consultant  yes  -    -    -
        can_add_agenda_item      papers         consultant  yes  yes  -    -
        can_propose_agenda_item  papers         officer     yes  -    -    -
        can_settle_agenda_item   proposed_item  consultant  yes  yes  -    -
        can_change_agenda_item   item           consultant  yes  yes  -    -
        can_move_agenda_item     item           consultant  yes  yes  -    -
        can_drop_agenda_item     item           consultant  yes  yes  -    -
        can_mark_workplan_read   papers         member      -    yes  -    -
        can_ask_member_question  papers         member      -    yes  -    -
        can_record_attendance    papers         consultant  -    -    yes  -
        can_record_attendance    today          consultant  yes  yes  yes  -
        can_record_decision      papers         consultant  -    -    yes  -
        can_record_decision      today          consultant  yes  yes  yes  -
        can_agree_action         papers         consultant  -    -    yes  -
        can_agree_action         today          consultant  yes  yes  yes  -
        can_write_minutes        item           consultant  -    -    yes  -
        can_write_minutes        today_item     consultant  yes  yes  yes  -
        can_hold_meeting         papers         consultant  -    -    -    -
        can_hold_meeting         today          consultant  -    yes  -    -
        can_compose_report       reportless     consultant  -    -    yes  -
    """,
    ItemStatus: """
        proposed on-agenda declined
        can_settle_agenda_item  item        consultant    yes  -    yes
        can_change_agenda_item  item        consultant    -    yes  -
        can_move_agenda_item    item        consultant    -    yes  -
        can_drop_agenda_item    item        consultant    -    yes  -
        can_write_minutes       today_item  consultant    -    yes  -
        can_remove_notes        item        safeguarding  yes  yes  yes
    """,
    ChallengeStatus: """
        open answered accepted
        can_answer_challenge  answered  officer     yes  -    -
        can_decide_answer     answered  consultant  -    yes  -
    """,
    EscalationStatus: """
        open resolved sent-back withdrawn
        can_propose_decision       escalation  member       yes  -    -    -
        can_resolve_escalation     escalation  member       yes  -    -    -
        can_pass_up_escalation     escalation  member       yes  -    -    -
        can_confirm_decision       proposed    member       yes  -    -    -
        can_record_group_decision  escalation  coordinator  yes  -    -    -
        can_withdraw_escalation    escalation  officer      yes  -    -    -
        can_move_escalation        unseated    coordinator  yes  -    -    -
        can_undo_escalation        proposed    executive    yes  yes  yes  yes
    """,
    BodyStatus: """
        active to-be-set-up ended
        can_plan_meeting           side.body   consultant  yes  yes  -
        can_propose_decision       escalation  member      yes  -    -
        can_resolve_escalation     escalation  member      yes  -    -
        can_confirm_decision       proposed    member      yes  -    -
    """,
    SeatStatus: """
        proposed active ended
        can_propose_decision       escalation     member  -  yes  -
        can_resolve_escalation     escalation     member  -  yes  -
        can_pass_up_escalation     escalation     member  -  yes  -
        can_confirm_decision       proposed       member  -  yes  -
        can_make_scrutiny_comment  side.workplan  member  -  yes  -
    """,
    ReportStatus: """
        draft signed-off published
        can_change_report          report  coordinator   yes  -    -
        can_recompose_report       report  coordinator   yes  -    -
        can_change_line            line    lead          yes  -    -
        can_sign_off_report        report  consultant_2  yes  yes  -
        can_reopen_report          report  consultant_2  -    yes  -
        can_publish_report         report  coordinator   -    yes  -
        can_make_scrutiny_comment  report  member        -    yes  yes
        can_have_report_document   report  coordinator   yes  yes  yes
        can_have_report_document   report  officer       -    -    yes
        can_read_document          draft_document  officer  -    -    yes
    """,
    AnnualStatus: """
        draft endorsed
        can_refresh_annual_report  annual       coordinator  yes  -
        can_sign_foreword          annual       consultant   yes  -
        can_endorse_annual_report  annual       executive    yes  -
        can_withdraw_endorsement   annual       executive    -    yes
        can_publish_annual_report  annual       coordinator  -    yes
        can_publish_annual_report  public_year  coordinator  -    -
        can_make_scrutiny_comment  annual       member       yes  yes
        can_have_annual_document   annual       executive    yes  yes
        can_have_annual_document   annual       officer      -    yes
        can_read_document          years_document  officer   -    yes
    """,
    JobStatus: """
        waiting running done failed
        can_try_document_again  document  coordinator  -    -    -    yes
        can_read_document       document  coordinator  yes  yes  yes  yes
    """,
    ErasureStatus: """
        waiting taken-back granted refused
        can_take_back_erasure  erasure  other_partner  yes  -    -    -
        can_decide_erasure     erasure  coordinator    yes  -    -    -
        can_ask_for_erasure    erasure  other_partner  -    yes  -    yes
    """,
    AskState: """
        waiting released held withdrawn
        can_release_ask      waiting  coordinator   yes  -    -    -
        can_hand_on_ask      ask      coordinator   yes  yes  -    -
        can_return_ask       held     safeguarding  -    -    yes  -
        can_correct_ask      ask      coordinator   yes  yes  -    -
        can_correct_ask      ask      lead          yes  -    -    -
        can_withdraw_ask     ask      coordinator   yes  yes  -    -
        can_withdraw_ask     held     safeguarding  yes  yes  yes  -
        can_change_consent   ask      lead          yes  yes  -    -
        can_change_consent   ask      consultant    yes  yes  -    -
        can_confirm_consent  consent  coordinator   -    yes  -    -
    """,
}
