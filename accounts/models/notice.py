"""What somebody is told of, and how they want to be told."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.formats import date_format

from accounts.enums import Rhythm, Role, Topic
from accounts.models.authority import Authority
from accounts.models.membership import Membership
from accounts.notice_kinds import KINDS

# How often each role hears by e-mail until the person says otherwise: those whose daily work it is
# each working day; young people, councillors and the executive once a week, so that nobody is
# nagged. A partner has one or two things here and comes for them: a day's wait is long enough.
DEFAULT_RHYTHM = {
    Role.CARE_CONSULTANT: Rhythm.WEEKLY,
    Role.ELECTED_MEMBER: Rhythm.WEEKLY,
    Role.OFFICER: Rhythm.DAILY,
    Role.PARTNER: Rhythm.DAILY,
    Role.EXECUTIVE: Rhythm.WEEKLY,
    Role.COORDINATOR: Rhythm.DAILY,
    Role.SAFEGUARDING_LEAD: Rhythm.DAILY,
}
ICONS = {
    Topic.ACTIONS: "list-checks",
    Topic.VOICE: "megaphone",
    Topic.CHALLENGES: "message-circle-question-mark",
    Topic.MEETINGS: "calendar",
    Topic.REPORTS: "file-text",
    Topic.PEOPLE: "users",
}
# Topics that an authority has its own word for.
_OWN = {Topic.ACTIONS: "action", Topic.CHALLENGES: "challenge"}


def topic_name(topic: str, authority: Authority) -> str:
    """What a topic is called here, in the language that is on."""
    known = Topic(topic)
    if known not in _OWN:
        return str(known.label)
    own = authority.word(_OWN[known], many=True)
    return own[:1].upper() + own[1:]


def own_words(authority: Authority) -> dict[str, Any]:
    """The authority's own words, as the sentences of all kinds of notice ask for them."""
    return {
        "action": authority.word("action"),
        "priority": authority.word("priority"),
        "meeting": authority.word("meeting"),
        "report": authority.word("impact report"),
        "annual_report": authority.word("annual report"),
        "care_consultants": authority.word("care consultant", many=True),
    }


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, actor: Membership) -> "NoticeQuerySet":
        """The actor's own, of things that they may still see. One statement, whatever it is about:
        each notice is looked up in what `visible_to` of its own kind lets the actor see."""
        may_see: Any = Q(pk__in=[])
        for label, manager in {kind.about: kind.manager for kind in KINDS.values()}.items():
            things = getattr(apps.get_model(label), manager).visible_to(actor)
            may_see |= Q(about_type=label) & Exists(things.filter(pk=OuterRef("about_id")))
        return self.filter(may_see, membership=actor)

    def unread(self) -> "NoticeQuerySet":
        return self.filter(seen_at__isnull=True)


class Notice(models.Model):
    """One thing one person is told of, once. Keeps no foreign key to it: it only points."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="notices")
    topic = models.CharField(max_length=20, choices=Topic.choices)
    # What happened: a key of `accounts.notice_kinds.KINDS`, which has the words.
    what = models.CharField(max_length=40)
    # What the thing is called, for the page; never in an e-mail.
    name = models.CharField(max_length=300, blank=True)
    day = models.DateField(null=True, blank=True)
    # What exactly changed: codes of `NoticeKind.details`, which has the words, with commas between.
    detail = models.CharField(max_length=120, blank=True)
    about_type = models.CharField(max_length=80)
    about_id = models.BigIntegerField()
    page = models.CharField(max_length=300)
    # What makes this fact this fact, so that nobody is told of it twice.
    key = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True, blank=True)
    # When an e-mail counted it, or it was settled that none is to.
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["membership", "key"], name="notice_told_once")
        ]
        indexes = [
            models.Index(fields=["membership", "-created_at", "-id"]),
            models.Index(fields=["about_type", "about_id", "what"]),
            models.Index(
                fields=["membership"], condition=Q(seen_at__isnull=True), name="notice_unread"
            ),
            models.Index(
                fields=["created_at"],
                condition=Q(seen_at__isnull=True, mailed_at__isnull=True),
                name="notice_waiting_for_mail",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def words(self) -> str:
        """What happened, as a sentence in the language of the page and the authority's words."""
        values = own_words(self.membership.authority)
        if self.day:
            values["day"] = date_format(self.day, "j F Y")
        return KINDS[self.what].sentence(self.detail, values)

    @property
    def asks(self) -> bool:
        """Whether it waits for the reader to do something."""
        return KINDS[self.what].asks

    @property
    def icon(self) -> str:
        return ICONS[Topic(self.topic)]

    @property
    def topic_name(self) -> str:
        return topic_name(self.topic, self.membership.authority)


class NewsChoice(models.Model):
    """How somebody wants to be told by e-mail. Without a row it is as their role begins."""

    membership = models.OneToOneField(
        Membership, on_delete=models.CASCADE, related_name="news_choice"
    )
    rhythm = models.CharField(max_length=20, choices=Rhythm.choices)
    # Topics that no e-mail is to count.
    stopped = models.JSONField(default=list, blank=True)
    # An e-mail has no page whose language it could be in.
    language = models.CharField(max_length=10, default=settings.LANGUAGE_CODE)
    changed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.rhythm


def choice_of(membership: Membership) -> NewsChoice:
    """What somebody chose, or what their role begins with (not stored)."""
    try:
        return membership.news_choice
    except NewsChoice.DoesNotExist:
        rhythm = DEFAULT_RHYTHM[Role(membership.role)]
        return NewsChoice(membership=membership, rhythm=rhythm)
