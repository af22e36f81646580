"""Every place where something points at a person, in plain words, with what of it is theirs.

A test walks the models: a new field that points at a person or a membership is here, or the test
excuses it with a reason. What is listed of a row is what says something of *them*: what others
wrote or are called is left out, and so is every secret.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    """One sort of thing that is held: the field that points at them, and what is shown of a row."""

    points: str
    title: str | Promise
    fields: tuple[str, ...]

    @property
    def model(self) -> str:
        return self.points.rpartition(".")[0]

    @property
    def field(self) -> str:
        return self.points.rpartition(".")[2]


# Of the account, which is one for all authorities. Never a password, a key, a code or a token.
ACCOUNT: tuple[Kind, ...] = (
    Kind("account.EmailAddress.user", _("Email addresses you sign in with"), ("email", "verified")),
    Kind(
        "mfa.Authenticator.user",
        _("Whether you have passkeys, apps or recovery codes"),
        ("type", "created_at", "last_used_at"),
    ),
    Kind(
        "usersessions.UserSession.user",
        _("Where you are signed in"),
        ("created_at", "last_seen_at", "ip", "user_agent"),
    ),
    Kind(
        "socialaccount.SocialAccount.user",
        _("Your council account"),
        ("provider", "uid", "last_login", "date_joined", "extra_data"),
    ),
)
# Of one authority.
WORK: tuple[Kind, ...] = (
    Kind(
        "accounts.Membership.person",
        _("Your role here"),
        (
            "role",
            "organisation__name",
            "title",
            "listing",
            "listed_as",
            "starts_on",
            "ends_on",
            "agreement",
            "agreement_ends_on",
            "tour_seen_at",
        ),
    ),
    Kind(
        "accounts.Invitation.membership",
        _("Invitations you accepted"),
        ("email", "name", "role", "title", "invited_at", "accepted_at"),
    ),
    Kind("accounts.Invitation.invited_by", _("Invitations you sent"), ("role", "invited_at")),
    Kind(
        "accounts.InvitationSheet.uploaded_by",
        _("Invitation lists you uploaded"),
        ("uploaded_at", "sent_at"),
    ),
    Kind("accounts.HandedOver.giver", _("What you handed over"), ("kind", "called", "at")),
    Kind("accounts.HandedOver.taker", _("What you took over"), ("kind", "called", "at")),
    Kind(
        "accounts.HandedOver.by",
        _("What you handed over from one person to another"),
        ("kind", "called", "at"),
    ),
    Kind(
        "accounts.Notice.membership",
        _("Your notifications in the last year"),
        ("topic", "name", "created_at", "seen_at"),
    ),
    Kind(
        "accounts.NewsChoice.membership",
        _("Your notification settings"),
        ("rhythm", "stopped", "language"),
    ),
    Kind("accounts.Logo.added_by", _("Logos you added"), ("words", "added_at")),
    Kind(
        "accounts.ErasureRequest.membership",
        _("When you asked us to erase your details"),
        ("asked_at", "status", "decided_at", "reason"),
    ),
    Kind(
        "accounts.ErasureRequest.decided_by",
        _("Other people’s erasure requests that you decided"),
        ("status", "decided_at"),
    ),
    Kind(
        "voice.Ask.recorded_by",
        _("What young people said that you wrote down"),
        ("source_name", "said_on", "recorded_at"),
    ),
    Kind(
        "voice.Ask.released_by",
        _("What young people said that you released"),
        ("said_on", "released_at"),
    ),
    Kind(
        "voice.Ask.handed_on_by",
        _("What you handed to the safeguarding lead"),
        ("handed_on_at",),
    ),
    Kind(
        "voice.Ask.withdrawn_by",
        _("What young people said that you withdrew"),
        ("withdrawn_at",),
    ),
    Kind(
        "voice.Consent.recorded_by",
        _("Permissions you recorded"),
        ("agreed_on", "recorded_at"),
    ),
    Kind("voice.Consent.confirmed_by", _("Permissions you confirmed"), ("confirmed_at",)),
    Kind("voice.Consent.withdrawn_by", _("Permissions you withdrew"), ("withdrawn_at",)),
    Kind("outcomes.Outcome.lead", _("Outcomes you lead"), ("name",)),
    Kind(
        "outcomes.Priority.set_by",
        _("Priorities you set"),
        ("title", "why", "set_on", "status", "closing_words"),
    ),
    Kind("outcomes.Action.owner", _("Actions you own"), ("title", "due_on", "status")),
    Kind("outcomes.Action.created_by", _("Actions you added"), ("title", "created_at")),
    Kind(
        "outcomes.Action.collaborators",
        _("Actions you help with"),
        ("title", "due_on", "status"),
    ),
    Kind(
        "outcomes.DateMove.by",
        _("Due dates you moved"),
        ("action__title", "at", "from_on", "to_on", "because"),
    ),
    Kind(
        "outcomes.ProgressUpdate.by",
        _("Updates you added"),
        ("action__title", "at", "status", "done", "difference", "reached"),
    ),
    Kind(
        "outcomes.Verdict.by",
        _("Verdicts you gave"),
        ("at", "action__title", "priority__title", "feels", "words"),
    ),
    Kind(
        "expectations.ExpectationVerdict.by",
        _("Verdicts you gave on expectations"),
        ("at", "expectation__text", "feels", "words"),
    ),
    Kind(
        "cooperative.Seat.membership",
        _("Seats you hold"),
        ("body__name", "title", "kind", "status"),
    ),
    Kind("cooperative.Meeting.led_by", _("Meetings you lead"), ("title", "starts_at", "status")),
    Kind(
        "cooperative.AgendaItem.added_by",
        _("Agenda items you added"),
        ("meeting__title", "title", "purpose", "status"),
    ),
    Kind(
        "cooperative.Attendance.membership",
        _("Meetings you went to or sent apologies for"),
        ("meeting__title", "meeting__starts_at", "presence"),
    ),
    Kind(
        "cooperative.MeetingDecision.recorded_by",
        _("Decisions you recorded"),
        ("meeting__title", "text", "decided_at"),
    ),
    Kind(
        "cooperative.WorkplanReading.member",
        _("Workplans you read before a meeting"),
        ("meeting__title", "workplan__title", "read_at"),
    ),
    Kind("cooperative.MemberQuestion.asked_by", _("Questions you asked"), ("asked_at", "text")),
    Kind(
        "cooperative.MemberQuestion.answered_by",
        _("Questions you answered"),
        ("answered_at", "answer"),
    ),
    Kind(
        "cooperative.Challenge.raised_by",
        _("Challenges you raised"),
        ("question", "why", "raised_at", "status"),
    ),
    Kind(
        "cooperative.Challenge.asked_of",
        _("Challenges you were asked to answer"),
        ("question", "reply_by", "status"),
    ),
    Kind("cooperative.ChallengeAnswer.by", _("Answers you gave"), ("at", "text", "accepted")),
    Kind(
        "cooperative.Escalation.owner",
        _("Problems you reported"),
        ("obstacle", "needed", "needed_by", "raised_at", "status"),
    ),
    Kind(
        "cooperative.EscalationStep.by",
        _("What you said about reported problems"),
        ("at", "deed", "words"),
    ),
    Kind(
        "cooperative.MeetingChange.by",
        _("Meetings you moved, cancelled or reinstated"),
        ("at", "deed", "reason"),
    ),
    Kind("impact.ImpactReport.composed_by", _("Reports you drafted"), ("title", "composed_at")),
    Kind("impact.ImpactReport.published_by", _("Reports you published"), ("title", "published_at")),
    Kind(
        "impact.ReportLine.edited_by",
        _("Report lines you edited"),
        ("report__title", "text", "edited_at"),
    ),
    Kind("impact.SignOff.by", _("Reports you signed"), ("report__title", "at")),
    Kind(
        "impact.AnnualReport.foreword_by",
        _("Forewords you signed"),
        ("title", "foreword", "foreword_signed_at"),
    ),
    Kind(
        "impact.AnnualReport.composed_by", _("Annual reports you drafted"), ("title", "composed_at")
    ),
    Kind(
        "impact.AnnualReport.endorsed_by",
        _("Annual reports you endorsed"),
        ("title", "endorsed_at"),
    ),
    Kind(
        "impact.AnnualReport.published_by",
        _("Annual reports you published"),
        ("title", "published_at"),
    ),
    Kind(
        "impact.ScrutinyComment.made_by",
        _("Comments you made for a scrutiny committee"),
        ("made_at", "kind", "text"),
    ),
    Kind(
        "impact.ScrutinyComment.withdrawn_by",
        _("Comments you withdrew for a scrutiny committee"),
        ("withdrawn_at", "withdrawn_because"),
    ),
    Kind(
        "impact.ScrutinyAnswer.by",
        _("Answers you gave to a scrutiny committee"),
        ("at", "reply", "why", "action", "act_by"),
    ),
    Kind("documents.Document.asked_by", _("Files you asked for"), ("kind", "asked_at", "status")),
)
