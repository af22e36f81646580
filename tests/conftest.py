"""Strict by default: no network, no undefined template variable, a fixed cast."""

import pytest

from tests.support.cast import Cast
from tests.support.snapshot import restored_cast


@pytest.fixture(autouse=True)
def _fresh_caches() -> None:
    """No test sees what another left in the cache or in a content type lookup."""
    from django.contrib.contenttypes.models import ContentType
    from django.core.cache import cache

    cache.clear()
    ContentType.objects.clear_cache()


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody: see `tests/support/cast.py`."""
    return restored_cast()
