"""What takes words of young people off a page that had them: they leave the PDFs too, at once.

`voice.operations` change the point; only here do the documents made of it follow, in the same
transaction. No view may call those of `voice` instead (tests/architecture/test_points.py)."""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from accounts.models import Membership
from portal.operations.erased_documents import WORDS_REMOVED, replace_documents
from voice.models import Ask
from voice.operations.asks import correct_ask
from voice.operations.concerns import hand_on_ask
from voice.operations.consents import withdraw_consent
from voice.operations.releasing import withdraw_ask


@transaction.atomic
def correct_point(*, actor: Membership, ask: Ask, version: int | None, **changes: Any) -> Ask:
    """As `correct_ask`; the documents that quoted the old words are replaced."""
    return _replacing(correct_ask, actor, ask, version=version, **changes)


@transaction.atomic
def withdraw_point(*, actor: Membership, ask: Ask, because: str) -> Ask:
    """As `withdraw_ask`; the documents that quoted it are replaced."""
    return _replacing(withdraw_ask, actor, ask, because=because)


@transaction.atomic
def hand_on_point(*, actor: Membership, ask: Ask) -> Ask:
    """As `hand_on_ask`; the documents that quoted it are replaced."""
    return _replacing(hand_on_ask, actor, ask)


@transaction.atomic
def make_point_private(*, actor: Membership, ask: Ask) -> Ask:
    """As `withdraw_consent`; the documents that quoted it are replaced."""
    return _replacing(withdraw_consent, actor, ask)


def _replacing(operation: Callable[..., Ask], actor: Membership, ask: Ask, **more: Any) -> Ask:
    changed = operation(actor=actor, ask=ask, **more)
    replace_documents(actor, actor.authority, because=WORDS_REMOVED, about=changed)
    return changed
