"""A published report, and a process that has drawn a page."""

import pytest

from core.documents import making
from impact.models import Document, ImpactReport
from tests.support.cast import Cast
from tests.support.reports import make_published_report


@pytest.fixture(scope="session")
def warm() -> None:
    """What is warmed up once in a process is warm before a test puts something in its place."""
    making.warm_up()


@pytest.fixture
def report(cast: Cast) -> ImpactReport:
    """A published report, with the rows that publishing asked for out of the way."""
    published = make_published_report(cast)
    Document.objects.all().delete()
    return published
