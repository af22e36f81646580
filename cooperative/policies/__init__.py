"""May this person do this now? Each answer says why not, in words anyone understands."""

from cooperative.policies.agenda import (
    can_add_agenda_item,
    can_change_agenda_item,
    can_drop_agenda_item,
    can_move_agenda_item,
    can_propose_agenda_item,
    can_remove_notes,
    can_settle_agenda_item,
    can_write_minutes,
)
from cooperative.policies.challenges import (
    can_answer_challenge,
    can_decide_answer,
    can_raise_challenge,
)
from cooperative.policies.escalations import (
    can_escalate_obstacle,
    can_move_escalation,
    can_pass_up_escalation,
    can_resolve_escalation,
    can_withdraw_escalation,
)
from cooperative.policies.meetings import (
    can_agree_action,
    can_cancel_meeting,
    can_change_meeting,
    can_hold_meeting,
    can_plan_meeting,
    can_put_out_papers,
    can_record_attendance,
    can_record_decision,
    can_reinstate_meeting,
)
from cooperative.policies.reading import (
    can_answer_member_question,
    can_ask_member_question,
    can_mark_workplan_read,
    can_see_readiness,
)

__all__ = [
    "can_add_agenda_item",
    "can_agree_action",
    "can_answer_challenge",
    "can_answer_member_question",
    "can_ask_member_question",
    "can_cancel_meeting",
    "can_change_agenda_item",
    "can_change_meeting",
    "can_decide_answer",
    "can_drop_agenda_item",
    "can_escalate_obstacle",
    "can_hold_meeting",
    "can_mark_workplan_read",
    "can_move_agenda_item",
    "can_move_escalation",
    "can_pass_up_escalation",
    "can_plan_meeting",
    "can_propose_agenda_item",
    "can_put_out_papers",
    "can_raise_challenge",
    "can_record_attendance",
    "can_record_decision",
    "can_reinstate_meeting",
    "can_resolve_escalation",
    "can_see_readiness",
    "can_settle_agenda_item",
    "can_withdraw_escalation",
    "can_remove_notes",
    "can_write_minutes",
]
