"""A published report."""

import pytest

from documents.models import Document
from impact.models import ImpactReport
from tests.support.cast import Cast
from tests.support.reports import make_published_report


@pytest.fixture
def report(cast: Cast) -> ImpactReport:
    """A published report, with the rows that publishing asked for out of the way."""
    published = make_published_report(cast)
    Document.objects.all().delete()
    return published
