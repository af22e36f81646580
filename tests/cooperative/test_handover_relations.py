"""For every relation to a person somebody has said whether it is handed over."""

from typing import Any

from accounts.models import Membership

# Every relation to a membership, and whether it goes to a successor when somebody moves on. What
# somebody said, did or was told is history and stays theirs.
GOES = {
    "cooperative.Challenge.asked_of",
    "cooperative.Escalation.owner",
    "cooperative.Meeting.led_by",
    "cooperative.Seat.membership",
    "outcomes.Action.collaborators",
    "outcomes.Action.owner",
    "outcomes.Outcome.lead",
}
STAYS = {
    "accounts.ErasureRequest.decided_by",
    "accounts.ErasureRequest.membership",
    "accounts.HandedOver.by",
    "accounts.HandedOver.giver",
    "accounts.HandedOver.taker",
    "accounts.Invitation.invited_by",
    "accounts.Invitation.membership",
    "accounts.InvitationSheet.uploaded_by",
    "accounts.Logo.added_by",
    "accounts.NewsChoice.membership",
    "accounts.Notice.membership",
    "cooperative.AgendaItem.added_by",
    "cooperative.Attendance.membership",
    "cooperative.Challenge.raised_by",
    "cooperative.ChallengeAnswer.by",
    "cooperative.EscalationStep.by",
    "cooperative.MeetingChange.by",
    "cooperative.MeetingDecision.recorded_by",
    "cooperative.MemberQuestion.answered_by",
    "cooperative.MemberQuestion.asked_by",
    "cooperative.WorkplanReading.member",
    "expectations.ExpectationVerdict.by",
    "impact.AnnualReport.composed_by",
    "impact.AnnualReport.endorsed_by",
    "impact.AnnualReport.published_by",
    "impact.AnnualReport.foreword_by",
    "documents.Document.asked_by",
    "impact.ImpactReport.composed_by",
    "impact.ImpactReport.published_by",
    "impact.ReportLine.edited_by",
    "impact.ScrutinyAnswer.by",
    "impact.ScrutinyComment.made_by",
    "impact.ScrutinyComment.withdrawn_by",
    "impact.SignOff.by",
    "outcomes.Action.created_by",
    "outcomes.Priority.set_by",
    "outcomes.DateMove.by",
    "outcomes.ProgressUpdate.by",
    "outcomes.Verdict.by",
    "voice.Ask.handed_on_by",
    "voice.Ask.recorded_by",
    "voice.Ask.released_by",
    "voice.Ask.withdrawn_by",
    "voice.Consent.confirmed_by",
    "voice.Consent.recorded_by",
    "voice.Consent.withdrawn_by",
}


def test_for_every_relation_to_a_person_somebody_has_said_whether_it_is_handed_over() -> None:
    relations: list[Any] = Membership._meta.get_fields(include_hidden=True)
    found = {
        f"{relation.related_model._meta.label}.{relation.field.name}"
        for relation in relations
        if relation.auto_created
        and relation.is_relation
        and not relation.concrete
        and not relation.related_model._meta.auto_created
    }
    assert found == GOES | STAYS
