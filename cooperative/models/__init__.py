from cooperative.models.body import Body, BodyRelation, Seat
from cooperative.models.challenge import AgreedAction, Challenge, ChallengeAnswer
from cooperative.models.escalation import Escalation, EscalationStep
from cooperative.models.meeting import (
    AgendaItem,
    Attendance,
    Meeting,
    MeetingChange,
    MeetingDecision,
    MemberQuestion,
    WorkplanReading,
)

__all__ = [
    "AgendaItem",
    "AgreedAction",
    "Attendance",
    "Body",
    "BodyRelation",
    "Challenge",
    "ChallengeAnswer",
    "Escalation",
    "EscalationStep",
    "Meeting",
    "MeetingChange",
    "MeetingDecision",
    "MemberQuestion",
    "Seat",
    "WorkplanReading",
]
