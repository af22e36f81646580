"""News by e-mail: how many, of which topic, and a link. Never what it says, and nobody's name.

What goes is decided from the rows alone, so that it may be run at any time, twice, in two processes
or after a kill: a notice is counted by the e-mail that claims it, in the transaction that writes
that e-mail down. A rhythm has moments (8 o'clock on a working day, on Monday); an e-mail counts
what came before the last of them, and what comes later waits for the next. What asks for
something by a day cannot wait for Monday: it goes the next morning, whatever the rhythm, but for
those who want no e-mails at all."""

import datetime
import logging
from collections import Counter

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Rhythm, Topic
from accounts.models import Membership, Notice
from accounts.models.notice import DEFAULT_RHYTHM, choice_of, topic_name
from accounts.notice_kinds import KINDS
from accounts.operations.mail import post
from accounts.operations.notices import settle_moved_on, with_role_rights

log = logging.getLogger(__name__)

# The hours in which news may reach somebody's pocket, by the clock of the place. A young person is
# not woken and an officer is not called to work; what came at night waits for the morning.
MORNING, EVENING = datetime.time(8), datetime.time(20)
MONDAY, SATURDAY = 0, 5
# What a worker that was away, or somebody who asks for e-mails again, need not be told of any more.
FRESH = datetime.timedelta(days=21)
STOP_SALT = "accounts.news.stop"


class _Taken(Exception):
    """Somebody else counted, or the person read, some of it in this moment."""


def moment_of(rhythm: str, now: datetime.datetime) -> datetime.datetime | None:
    """Up to when a rhythm's e-mail counts, if one may go now; None at night, and at the weekend for
    all that is not asked for at once. By the clock on the wall, so that a change of clocks moves
    nothing."""
    local = timezone.localtime(now)
    if not MORNING <= local.time() < EVENING:
        return None
    if rhythm == Rhythm.AT_ONCE:
        return now
    if local.weekday() >= SATURDAY:
        return None
    day = local.date()
    if rhythm == Rhythm.WEEKLY:
        day -= datetime.timedelta(days=local.weekday() - MONDAY)
    return timezone.make_aware(datetime.datetime.combine(day, MORNING))


def next_working_day(day: datetime.date) -> datetime.date:
    """The first day after this one on which e-mails go."""
    day += datetime.timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day += datetime.timedelta(days=1)
    return day


def _due(rhythm: str, now: datetime.datetime) -> Q | None:
    """Which news may go to those with a rhythm at this moment; None when none may."""
    moment = moment_of(Rhythm.DAILY if rhythm == Rhythm.NEVER else rhythm, now)
    due = Q(created_at__lt=moment, created_at__gte=moment - FRESH) if moment else None
    local = timezone.localtime(now)
    if rhythm == Rhythm.NEVER or not MORNING <= local.time() < EVENING:
        return due
    morning = timezone.make_aware(datetime.datetime.combine(local.date(), MORNING))
    asked = Q(
        what__in=[what for what, kind in KINDS.items() if kind.asks],
        day__gte=F("created_at__date"),
        created_at__lt=morning, created_at__gte=morning - FRESH,
    )  # fmt: skip
    if local.weekday() >= SATURDAY:
        # Monday's e-mail comes in time for all that is due later.
        asked &= Q(day__lte=next_working_day(local.date()))
    return due | asked if due else asked


def send_news(now: datetime.datetime | None = None) -> int:
    """Write down the e-mails that are due now, one for each person and authority, and settle what
    those who want none would have got. Answers how many were written. Safe in several processes at
    once and at any time; one person's trouble is logged and stops nobody else's."""
    now = now or timezone.now()
    written = 0
    settle_moved_on()
    for rhythm in Rhythm:
        # Those who want none: so that a later change of mind does not bring a month's news at once.
        due = _due(rhythm, now)
        if due is None:
            continue
        waiting = _waiting(due).filter(_has_chosen(rhythm))
        people = Membership.objects.current(timezone.localdate(now)).filter(
            pk__in=waiting.values("membership")
        )
        for pk in list(people.values_list("pk", flat=True)):
            try:
                written += _write_one(pk, rhythm, due)
            except _Taken:
                continue
            except Exception:
                log.exception("News for member %s could not be written. It is tried again.", pk)
    return written


def _waiting(due: Q) -> QuerySet[Notice]:
    return Notice.objects.filter(due, seen_at=None, mailed_at=None)


def _has_chosen(rhythm: str) -> Q:
    roles = [role for role, one in DEFAULT_RHYTHM.items() if one == rhythm]
    begins_so = Q(membership__news_choice=None, membership__role__in=roles)
    return begins_so | Q(membership__news_choice__rhythm=rhythm)


@transaction.atomic
def _write_one(pk: int, rhythm: str, due: Q) -> bool:
    """Claim what waits for one member and write the e-mail that counts it, both or neither."""
    member = Membership.objects.select_related("person", "authority", "news_choice").get(pk=pk)
    choice = choice_of(member)
    if choice.rhythm != rhythm:
        return False
    waiting = dict(_waiting(due).filter(membership=member).values_list("pk", "topic"))
    visible = set(
        Notice.objects.visible_to(with_role_rights(member))
        .filter(pk__in=list(waiting))
        .values_list("pk", flat=True)
    )
    mine = Notice.objects.filter(pk__in=list(waiting), seen_at=None, mailed_at=None)
    if mine.update(mailed_at=timezone.now()) != len(waiting):
        raise _Taken
    # Of what they may see no more, nothing is left to count at the top of their pages either.
    hidden = set(waiting) - visible
    Notice.objects.filter(pk__in=list(hidden)).update(seen_at=timezone.now())
    counted = Counter(waiting[one] for one in visible if waiting[one] not in choice.stopped)
    if not counted or rhythm == Rhythm.NEVER:
        return False
    with translation.override(choice.language):
        _post(member, counted)
    return True


def _post(member: Membership, counted: "Counter[str]") -> None:
    """The e-mail itself: for each topic how many and one link, and how to have fewer of them."""
    authority = member.authority
    news = _url("accounts:news", authority.slug)
    topics = [
        {
            "name": topic_name(topic, authority),
            "many": ngettext("%(n)s new", "%(n)s new", counted[topic]) % {"n": counted[topic]},
            "read": f"{news}?topic={topic}",
            "stop": stop_url(member, topic),
        }
        for topic in Topic.values
        if counted[topic]
    ]
    context = {
        "authority": authority.name,
        "topics": topics,
        "choices": _url("accounts:news-choices", authority.slug),
    }
    post(
        to=member.person.email,
        subject=_("New Golden Thread notifications from %(authority)s")
        % {"authority": authority.name},
        text=render_to_string("accounts/mail/news.txt", context),
        html=render_to_string("accounts/mail/news.html", context),
        stop_url=stop_url(member, ""),
    )


def stop_url(member: Membership, topic: str) -> str:
    """The whole address that stops e-mails of one topic, or all, for one member and nothing else.
    It is signed, so it cannot be made up, and says nothing to whoever cannot read the signature's
    own words: an id and a topic."""
    token = signing.dumps([member.pk, topic], salt=STOP_SALT)
    return _url("accounts:news-stop", token)


def _url(name: str, *args: str) -> str:
    return f"{settings.BASE_URL.rstrip('/')}{reverse(name, args=args)}"
