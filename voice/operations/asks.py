"""The only writers of asks: points young people raised, in their words."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership
from core import audit
from core.decisions import require
from voice.models import Ask
from voice.policies import can_change_publishing, can_record_ask

SOMEBODY = "a young person"  # stored


@transaction.atomic
def record_ask(
    *,
    actor: Membership,
    text: str,
    source: str,
    source_name: str,
    said_on: datetime.date,
    said_by: int = 1,
    attribution: str = "",
    may_be_published: bool = False,
) -> Ask:
    """Write down one point, where it was raised and how many said it. Its words are public only
    when whoever said them agreed. Records `voice.ask.recorded`, without the words: the trail
    outlives a consent. Raises ValidationError for a day to come, nobody, or words that are written
    down already from the same source and day."""
    require(can_record_ask(actor))
    problems = {}
    if said_on > timezone.localdate():
        problems["said_on"] = _("That date is in the future. Enter the date it was said.")
    if said_by < 1:
        problems["said_by"] = _("Enter a number of 1 or more.")
    same = Ask.objects.visible_to(actor).filter(text__same_text=text, said_on=said_on)
    if same.filter(source_name__same_text=source_name).exists():
        problems["text"] = _("This point has already been recorded.")
    if problems:
        raise ValidationError(problems)
    ask = Ask(
        authority_id=actor.authority_id,
        text=text,
        source=source,
        source_name=source_name,
        said_on=said_on,
        said_by=said_by,
        attribution=attribution or SOMEBODY,
        may_be_published=may_be_published,
        recorded_by=actor,
    )
    ask.full_clean()
    ask.save()
    audit.record("voice.ask.recorded", actor=actor, about=ask, summary=source_name)
    return ask


@transaction.atomic
def change_publishing(*, actor: Membership, ask: Ask, may_be_published: bool) -> Ask:
    """Say whether everyone may read these words; from then on the public pages follow. Records
    `voice.ask.publishing_changed`. Changes and records nothing when it is so already."""
    require(can_change_publishing(actor, ask))
    current = Ask.objects.select_for_update().get(pk=ask.pk)
    if current.may_be_published == may_be_published:
        return current
    current.may_be_published = may_be_published
    current.save(update_fields=["may_be_published"])
    audit.record(
        "voice.ask.publishing_changed",
        actor=actor,
        about=current,
        summary=current.source_name,
        changes={"may_be_published": [not may_be_published, may_be_published]},
    )
    return current
