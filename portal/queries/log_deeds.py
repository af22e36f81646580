"""What the codes of the activity log mean, in words: one entry for each code that is recorded.

`%(impact_report)s` and its like are the authority's own word for one of the product's. The log says
who beside it, so each entry goes on from a name: "Sol Fielding: published the impact report".
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Authority
from core.languages import GENERIC

ACCOUNTS: dict[str, Promise] = {
    "accounts.app.added": _("Set up an authenticator app"),
    "accounts.app.removed": _("Removed an authenticator app"),
    "accounts.authority.added": _("Set up the council"),
    "accounts.authority.changed": _("Changed the council’s settings"),
    "accounts.colour.set": _("Chose the council’s colour"),
    "accounts.directory.linked": _("Linked their council sign-in"),
    "accounts.directory.unlinked": _("Unlinked their council sign-in"),
    "accounts.erasure.asked": _("Asked for their data to be erased"),
    "accounts.erasure.choice_made": _("Decided what to do with words in a shared text"),
    "accounts.erasure.granted": _("Erased someone’s data"),
    "accounts.erasure.refused": _("Refused to erase someone’s data"),
    "accounts.erasure.taken_back": _("Withdrew a request to erase data"),
    "accounts.glossary_term.added": _("Added a word to the glossary"),
    "accounts.glossary_term.changed": _("Changed a word in the glossary"),
    "accounts.glossary_term.removed": _("Removed a word from the glossary"),
    "accounts.invitation.accepted": _("Accepted an invitation"),
    "accounts.invitation.renewed": _("Sent an invitation again"),
    "accounts.invitation.sent": _("Sent an invitation"),
    "accounts.invitation.withdrawn": _("Withdrew an invitation"),
    "accounts.invitation_sheet.sent": _("Invited people from a spreadsheet"),
    "accounts.logo.added": _("Uploaded a logo"),
    "accounts.logo.removed": _("Removed the logo"),
    "accounts.logo.thrown-away": _("Deleted an uploaded logo"),
    "accounts.logo.used": _("Chose the logo"),
    "accounts.membership.changed": _("Changed someone’s role or details"),
    "accounts.membership.ended": _("Ended someone’s access"),
    "accounts.membership.end_planned": _("Chose a last day for someone"),
    "accounts.membership.handed_back": _("Handed back what someone had passed on"),
    "accounts.membership.handed_over": _("Handed over someone’s responsibilities"),
    "accounts.membership.kept": _("Took back someone’s last day"),
    "accounts.membership.listed": _("Changed their public name"),
    "accounts.membership.renewed": _("Renewed someone’s agreement"),
    "accounts.membership.started": _("Gave someone access"),
    "accounts.news_choice.changed": _("Changed their notification settings"),
    "accounts.organisation.added": _("Added an organisation"),
    "accounts.organisation.changed": _("Changed an organisation"),
    "accounts.organisation.removed": _("Removed an organisation"),
    "accounts.passkey.added": _("Added a passkey"),
    "accounts.passkey.removed": _("Removed a passkey"),
    "accounts.password.changed": _("Changed their password"),
    "accounts.plain_word.added": _("Added a word to the plain-English list"),
    "accounts.plain_word.changed": _("Changed a word in the plain-English list"),
    "accounts.plain_word.removed": _("Removed a word from the plain-English list"),
    "accounts.recovery_codes.made": _("Created new recovery codes"),
    "accounts.rights.rebuilt": _("Put permissions right"),
    "accounts.second_step.forgotten": _("Reset someone’s second step for signing in"),
    "accounts.tour.seen": _("Finished the tour"),
}
COOPERATIVE: dict[str, Promise] = {
    "cooperative.action.agreed": _("Agreed the %(action)s at the %(meeting)s"),
    "cooperative.agenda_item.accepted": _("Put a proposed item on the agenda"),
    "cooperative.agenda_item.added": _("Added an agenda item"),
    "cooperative.agenda_item.changed": _("Changed an agenda item"),
    "cooperative.agenda_item.declined": _("Left a proposed agenda item for another time"),
    "cooperative.agenda_item.dropped": _("Removed an agenda item"),
    "cooperative.agenda_item.handed_over": _("Handed over an agenda item"),
    "cooperative.agenda_item.minuted": _("Wrote minutes for an agenda item"),
    "cooperative.agenda_item.moved": _("Moved an agenda item"),
    "cooperative.agenda_item.notes_removed": _("Removed words from the minutes"),
    "cooperative.agenda_item.proposed": _("Proposed an agenda item"),
    "cooperative.attendance.recorded": _("Recorded who came"),
    "cooperative.body.added": _("Added a group"),
    "cooperative.body.changed": _("Changed a group"),
    "cooperative.challenge.accepted": _("Accepted an answer to the %(challenge)s"),
    "cooperative.challenge.answered": _("Answered the %(challenge)s"),
    "cooperative.challenge.exported": _("Downloaded a list of %(challenges)s"),
    "cooperative.challenge.handed_over": _("Handed over the %(challenge)s"),
    "cooperative.challenge.raised": _("Raised the %(challenge)s"),
    "cooperative.challenge.refused": _("Turned down an answer to the %(challenge)s"),
    "cooperative.decision.recorded": _("Recorded a decision"),
    "cooperative.escalation.exported": _("Downloaded a list of %(escalations)s"),
    "cooperative.escalation.handed_over": _("Handed over the %(escalation)s"),
    "cooperative.escalation.moved": _("Moved the %(escalation)s to another group"),
    "cooperative.escalation.passed_up": _("Passed the %(escalation)s up"),
    "cooperative.escalation.proposed": _("Proposed a decision on the %(escalation)s"),
    "cooperative.escalation.proposed_back": _("Proposed to send the %(escalation)s back"),
    "cooperative.escalation.raised": _("Reported the %(escalation)s"),
    "cooperative.escalation.resolved": _("Decided the %(escalation)s"),
    "cooperative.escalation.sent_back": _("Sent the %(escalation)s back"),
    "cooperative.escalation.undone": _("Took back a decision on the %(escalation)s"),
    "cooperative.escalation.withdrawn": _("Withdrew the %(escalation)s"),
    "cooperative.meeting.cancelled": _("Cancelled the %(meeting)s"),
    "cooperative.meeting.changed": _("Changed the %(meeting)s"),
    "cooperative.meeting.handed_over": _("Handed over leading the %(meeting)s"),
    "cooperative.meeting.held": _("Recorded that the %(meeting)s was held"),
    "cooperative.meeting.papers_sent": _("Published the agenda"),
    "cooperative.meeting.planned": _("Planned the %(meeting)s"),
    "cooperative.meeting.reinstated": _("Put the %(meeting)s back on"),
    "cooperative.question.answered": _("Answered a question for a meeting"),
    "cooperative.question.asked": _("Asked a question for a meeting"),
    "cooperative.relation.added": _("Linked two groups"),
    "cooperative.relation.changed": _("Changed how two groups are linked"),
    "cooperative.seat.added": _("Added a seat"),
    "cooperative.seat.changed": _("Changed a seat"),
    "cooperative.seat.handed_over": _("Handed over a seat"),
    "cooperative.seat.taken": _("Gave someone a seat"),
    "cooperative.workplan.read": _("Read a workplan before a meeting"),
}
EXPECTATIONS: dict[str, Promise] = {
    "expectations.evidence.added": _("Added evidence from young people"),
    "expectations.evidence.changed": _("Changed evidence from young people"),
    "expectations.expectation.added": _("Added the %(expectation)s"),
    "expectations.expectation.changed": _("Changed the %(expectation)s"),
    "expectations.set.added": _("Added a list of %(expectations)s"),
    "expectations.set.changed": _("Changed a list of %(expectations)s"),
    "expectations.verdict.given": _("Said how the %(expectation)s feels"),
}
IMPACT: dict[str, Promise] = {
    "impact.annual.composed": _("Drafted the %(annual_report)s"),
    "impact.annual.endorsed": _("Endorsed the %(annual_report)s"),
    "impact.annual.endorsement_withdrawn": _("Withdrew the endorsement of the %(annual_report)s"),
    "impact.annual.foreword_signed": _("Signed the foreword of the %(annual_report)s"),
    "impact.annual.published": _("Published the %(annual_report)s"),
    "impact.annual.refreshed": _("Brought the %(annual_report)s up to date"),
    "documents.document.asked": _("Asked for a PDF"),
    "documents.document.downloaded": _("Downloaded a PDF"),
    "documents.document.failed": _("Couldn’t make a PDF"),
    "documents.document.made": _("Made a PDF"),
    "documents.document.removed": _("Deleted a PDF that named someone"),
    "impact.line.changed": _("Changed a line of the %(impact_report)s"),
    "impact.line.chosen": _("Chose what’s on the one page"),
    "impact.line.left_out": _("Removed a line from the %(impact_report)s"),
    "impact.line.moved": _("Moved a line of the %(impact_report)s"),
    "impact.line.put_back": _("Put a line back into the %(impact_report)s"),
    "impact.report.composed": _("Drafted the %(impact_report)s"),
    "impact.report.introduced": _("Wrote the introduction of the %(impact_report)s"),
    "impact.report.published": _("Published the %(impact_report)s"),
    "impact.report.recomposed": _("Brought the %(impact_report)s up to date"),
    "impact.report.reopened": _("Reopened the %(impact_report)s for changes"),
    "impact.report.signed_off": _("Signed the %(impact_report)s"),
    "impact.scrutiny.answered": _("Replied to scrutiny"),
    "impact.scrutiny.exported": _("Downloaded a list of scrutiny comments"),
    "impact.scrutiny.made": _("Commented for scrutiny"),
    "impact.scrutiny.withdrawn": _("Withdrew a scrutiny comment"),
}
OUTCOMES: dict[str, Promise] = {
    "outcomes.action.agreed": _("Agreed the %(action)s"),
    "outcomes.action.changed": _("Changed the %(action)s"),
    "outcomes.action.declined": _("Turned down a proposed %(action)s"),
    "outcomes.action.exported": _("Downloaded a list of %(actions)s"),
    "outcomes.action.handed_over": _("Handed over the %(action)s"),
    "outcomes.action.help_handed_over": _("Handed over helping with the %(action)s"),
    "outcomes.action.planned": _("Added the %(action)s"),
    "outcomes.action.proposed": _("Proposed the %(action)s"),
    "outcomes.action.removed": _("Removed the %(action)s added by mistake"),
    "outcomes.action.taken_up": _("Took up a proposed %(action)s"),
    "outcomes.evidence.downloaded": _("Downloaded a file of evidence"),
    "outcomes.evidence.removed": _("Deleted a file of evidence"),
    "outcomes.expectation.exported": _("Downloaded a list of %(expectations)s"),
    "outcomes.grants.rebuilt": _("Put permissions right"),
    "outcomes.outcome.added": _("Added the %(outcome)s"),
    "outcomes.outcome.changed": _("Changed the %(outcome)s"),
    "outcomes.outcome.handed_over": _("Handed over leading the %(outcome)s"),
    "outcomes.outcome.lead_appointed": _("Chose who leads the %(outcome)s"),
    "outcomes.outcome-set.added": _("Added a list of %(outcomes)s"),
    "outcomes.outcome-set.changed": _("Changed a list of %(outcomes)s"),
    "outcomes.period.added": _("Added a year"),
    "outcomes.period.changed": _("Changed a year"),
    "outcomes.priority.changed": _("Changed the %(priority)s"),
    "outcomes.priority.closed": _("Closed the %(priority)s"),
    "outcomes.priority.moved": _("Moved the %(priority)s up or down"),
    "outcomes.priority.reopened": _("Reopened the %(priority)s"),
    "outcomes.priority.set": _("Added the %(priority)s"),
    "outcomes.progress.recorded": _("Updated the %(action)s"),
    "outcomes.progress.undone": _("Took back an update of the %(action)s"),
    "outcomes.verdict.given": _("Said how it feels"),
    "outcomes.workplan.closed": _("Closed a workplan"),
    "outcomes.workplan.opened": _("Opened a workplan"),
    "outcomes.workplan.reopened": _("Reopened a workplan"),
    "outcomes.workplan.shared": _("Shared a workplan"),
}
PORTAL: dict[str, Promise] = {
    "portal.erasure.viewed": _("Looked at a request to erase data"),
    "portal.erasures.viewed": _("Looked at the requests to erase data"),
    "portal.held.exported": _("Downloaded the data we hold about someone"),
    "portal.held.viewed": _("Looked at the data we hold about someone"),
    "portal.trail.exported": _("Downloaded the activity log"),
    "portal.trail.viewed": _("Looked at the activity log"),
}
VOICE: dict[str, Promise] = {
    "voice.ask.corrected": _("Corrected what we heard"),
    "voice.ask.recorded": _("Wrote down what we heard"),
    "voice.ask.released": _("Released what we heard"),
    "voice.ask.withdrawn": _("Withdrew what we heard"),
    "voice.concern.closed": _("Closed a safeguarding concern"),
    "voice.concern.raised": _("Raised a safeguarding concern"),
    "voice.concern.read": _("Read a safeguarding concern"),
    "voice.concern.withdrawn": _("Withdrew words kept as a safeguarding concern"),
    "voice.consent.confirmed": _("Confirmed consent for someone else’s words"),
    "voice.consent.recorded": _("Recorded consent for someone else’s words"),
    "voice.consent.withdrawn": _("Recorded that consent was withdrawn"),
}
DEEDS = ACCOUNTS | COOPERATIVE | EXPECTATIONS | IMPACT | OUTCOMES | PORTAL | VOICE
# What the program does of its own accord, many times a day: folded away unless asked for.
AUTOMATIC = (
    "accounts.rights.rebuilt",
    "documents.document.asked",
    "documents.document.failed",
    "documents.document.made",
    "outcomes.grants.rebuilt",
)


def deed_in_words(code: str, authority: Authority | None = None) -> str:
    """ "impact.report.published" as "Published the impact report", in this authority's own words. A
    code of an earlier version, which no entry knows, in ordinary words of its own."""
    if code not in DEEDS:
        words = " ".join(code.split(".")[1:]).replace("_", " ").replace("-", " ")
        return words.capitalize() or code
    return str(DEEDS[code]) % own_words(authority)


def own_words(authority: Authority | None) -> dict[str, str]:
    """What `%(impact_report)s` and `%(impact_reports)s` stand for."""
    words = {}
    for key, generic in GENERIC.items():
        for many in (False, True):
            name = (f"{key[:-1]}ies" if key.endswith("y") else f"{key}s") if many else key
            own = str(generic[many]) if authority is None else authority.word(key, many=many)
            words[name.replace(" ", "_")] = own
    return words
