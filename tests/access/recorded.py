"""Which codes the activity log has of each form that is sent once, filled in as in
test_second_press.py. A form that is not here changes nothing there, or records nothing."""

RECORDED = {
    form: set(codes)
    for form, *codes in map(
        str.split,
        """
    accounts:agreement-renew accounts.membership.renewed
    accounts:invitation-withdraw accounts.invitation.withdrawn
    accounts:invite-many-look accounts.invitation.sent accounts.invitation_sheet.sent
    accounts:listing accounts.membership.listed
    accounts:logo-remove accounts.logo.removed
    accounts:logo-throw-away accounts.logo.thrown-away
    accounts:logo-use accounts.logo.used
    accounts:membership-change accounts.membership.changed
    accounts:membership-end accounts.membership.end_planned
    accounts:membership-keep accounts.membership.kept
    accounts:news-choices accounts.news_choice.changed
    accounts:organisation-add accounts.organisation.added
    accounts:organisation-change accounts.organisation.changed
    accounts:organisation-remove accounts.organisation.removed
    accounts:second-step-forget accounts.second_step.forgotten
    accounts:word-add accounts.plain_word.added
    accounts:word-change accounts.plain_word.changed
    accounts:word-remove accounts.plain_word.removed
    cooperative:agenda-add cooperative.agenda_item.added
    cooperative:agenda-change cooperative.agenda_item.changed
    cooperative:agenda-drop cooperative.agenda_item.dropped
    cooperative:agenda-minutes cooperative.agenda_item.minuted
    cooperative:agenda-settle cooperative.agenda_item.declined
    cooperative:challenge-answer cooperative.challenge.answered
    cooperative:challenge-create cooperative.challenge.raised
    cooperative:challenge-decide cooperative.challenge.accepted
    cooperative:decision-create cooperative.decision.recorded
    cooperative:escalation-confirm cooperative.escalation.resolved
    cooperative:escalation-create cooperative.escalation.raised
    cooperative:escalation-decide cooperative.escalation.proposed
    cooperative:escalation-move cooperative.escalation.moved
    cooperative:escalation-undo cooperative.escalation.undone
    cooperative:escalation-withdraw cooperative.escalation.withdrawn
    cooperative:hand-back accounts.membership.handed_back outcomes.action.handed_over
    cooperative:meeting-cancel cooperative.meeting.cancelled
    cooperative:meeting-create cooperative.meeting.planned
    cooperative:meeting-edit cooperative.meeting.changed
    cooperative:meeting-hold cooperative.meeting.held
    cooperative:meeting-reinstate cooperative.meeting.reinstated
    cooperative:notes-remove cooperative.agenda_item.notes_removed
    cooperative:papers-out cooperative.meeting.papers_sent
    cooperative:question-answer cooperative.question.answered
    cooperative:question-create cooperative.question.asked
    cooperative:seat-add cooperative.seat.added
    cooperative:seat-change cooperative.seat.changed
    cooperative:workplan-read cooperative.workplan.read
    expectations:expectation-verdict expectations.verdict.given
    impact:annual-compose impact.annual.composed
    impact:annual-document-ask documents.document.asked
    impact:annual-endorse impact.annual.endorsed
    impact:annual-foreword impact.annual.foreword_signed
    impact:annual-publish impact.annual.published
    impact:annual-refresh impact.annual.refreshed
    impact:annual-withdraw impact.annual.endorsement_withdrawn
    documents:document-again documents.document.asked
    impact:report-compose impact.report.composed
    impact:report-introduction impact.report.introduced
    impact:report-line-edit impact.line.changed
    impact:report-publish impact.report.published
    impact:report-recompose impact.report.recomposed
    impact:report-reopen impact.report.reopened
    impact:report-sign impact.report.signed_off
    impact:scrutiny-answer impact.scrutiny.answered
    impact:scrutiny-create impact.scrutiny.made
    impact:scrutiny-withdraw impact.scrutiny.withdrawn
    outcomes:action-create outcomes.action.proposed
    outcomes:action-decline outcomes.action.declined
    outcomes:action-edit outcomes.action.changed
    outcomes:action-progress outcomes.progress.recorded
    outcomes:action-remove outcomes.action.removed
    outcomes:action-take-up outcomes.action.taken_up
    outcomes:action-update outcomes.progress.recorded
    outcomes:action-verdict outcomes.verdict.given
    outcomes:outcome-lead outcomes.outcome.lead_appointed
    outcomes:priority-close outcomes.priority.closed
    outcomes:priority-create outcomes.priority.set
    outcomes:priority-edit outcomes.priority.changed
    outcomes:priority-move outcomes.priority.moved
    outcomes:priority-reopen outcomes.priority.reopened
    outcomes:priority-verdict outcomes.verdict.given
    outcomes:update-correct outcomes.progress.recorded
    outcomes:update-undo outcomes.progress.undone
    outcomes:workplan-close outcomes.workplan.closed
    outcomes:workplan-open outcomes.workplan.opened
    portal:erasure-detail accounts.erasure.refused
    portal:point-confirm voice.consent.confirmed
    portal:point-consent voice.consent.recorded
    portal:point-correct voice.ask.corrected
    portal:point-create voice.ask.recorded
    portal:point-hand-on voice.concern.raised
    portal:point-private voice.consent.withdrawn
    portal:point-release voice.ask.released
    portal:point-return voice.concern.closed
    portal:point-withdraw voice.ask.withdrawn voice.consent.withdrawn
    portal:tour-seen accounts.tour.seen
    """.strip().splitlines(),
    )
}
