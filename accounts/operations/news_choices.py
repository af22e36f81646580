"""How somebody wants to be told: chosen on a page, or stopped from an e-mail."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Rhythm, Topic
from accounts.models import Membership, NewsChoice
from accounts.models.notice import choice_of
from accounts.operations.news_mail import STOP_SALT
from core import audit

# An old e-mail's link goes on working; after this long it leads to the page of choices.
STOP_WORKS_FOR = datetime.timedelta(days=365)


@transaction.atomic
def choose_news(
    *, actor: Membership, rhythm: str, topics: Iterable[str], language: str
) -> NewsChoice:
    """Say how often the actor wants e-mails, about which topics, in which language. Their page of
    news stays whole. Records `accounts.news_choice.changed` with what was and is; nothing when
    nothing changes. Everybody may, for themselves."""
    wanted = set(topics)
    stopped = sorted(set(Topic.values) - wanted)
    return _change(actor, rhythm=rhythm, stopped=stopped, language=language)


def _change(membership: Membership, **values: object) -> NewsChoice:
    Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    kept = NewsChoice.objects.filter(membership=membership).first()
    choice = kept or choice_of(membership)
    changes = {
        name: [getattr(choice, name), value]
        for name, value in values.items()
        if getattr(choice, name) != value
    }
    for name, value in values.items():
        setattr(choice, name, value)
    choice.changed_at = timezone.now()
    if kept is not None and not changes:
        return choice
    choice.full_clean()
    choice.save()
    if changes:
        audit.record(
            "accounts.news_choice.changed",
            actor=membership,
            about=membership,
            summary=membership.label,
            changes=changes,
        )
    return choice


@dataclass(frozen=True)
class Stop:
    """What a link from an e-mail stops. An empty topic is all of them."""

    membership: Membership
    topic: str

    @property
    def is_stopped(self) -> bool:
        """Whether it has been stopped already."""
        choice = choice_of(self.membership)
        return choice.rhythm == Rhythm.NEVER or self.topic in choice.stopped


def stop_of(token: str) -> Stop | None:
    """What a link stops; None for one that is made up, changed, too old, or of somebody who has
    moved on, without a word about which of these it is."""
    try:
        pk, topic = signing.loads(token, salt=STOP_SALT, max_age=STOP_WORKS_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    membership = (
        Membership.objects.current()
        .filter(pk=pk)
        .select_related("person", "authority__logo", "news_choice")
        .first()
    )
    if membership is None or (topic and topic not in Topic.values):
        return None
    return Stop(membership, topic)


@transaction.atomic
def stop_news(*, token: str) -> Stop:
    """Stop e-mails of one topic, or all, for whoever the link was sent to. Records
    `accounts.news_choice.changed`; a second time changes nothing. Raises ValidationError for a link
    that is no good."""
    stop = stop_of(token)
    if stop is None:
        raise ValidationError(_("This link doesn’t work."))
    choice = choice_of(stop.membership)
    if stop.topic:
        _change(stop.membership, stopped=sorted({*choice.stopped, stop.topic}))
    else:
        _change(stop.membership, rhythm=Rhythm.NEVER)
    return stop
