"""A form carries a key; the deed behind it is done once, however often the button is pressed."""

import datetime
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils import timezone

from core.models import UsedKey

# A page that is sent again after this long has lost its session, and its form's token with it.
KEPT_FOR = datetime.timedelta(days=30)


class AlreadyProcessed(Exception):
    """The key was used before: the deed is done, and must not be done again."""


@contextmanager
def claim_key(key: uuid.UUID) -> Iterator[None]:
    """Run the block in a transaction that claims `key`. Raises `AlreadyProcessed` if it is claimed.
    When the block fails the key is free again, so that a corrected form can be sent."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                UsedKey.objects.create(key=key)
        except IntegrityError:
            raise AlreadyProcessed from None
        yield


def is_done(key: uuid.UUID) -> bool:
    """Whether the deed with this key is done."""
    return UsedKey.objects.filter(key=key).exists()


def delete_old_keys() -> int:
    """Delete the keys of forms that nobody can have open any more. Returns how many."""
    return UsedKey.objects.filter(used_at__lt=timezone.now() - KEPT_FOR).delete()[0]
