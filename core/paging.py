"""Pages of a long list. Ids first, rows after: an OFFSET over whole rows doubles the time of the
last page on PostgreSQL."""

from collections.abc import Sized
from typing import Any

from django.core import paginator
from django.db.models import QuerySet
from django.http import QueryDict

PAGE_SIZE = 50


class Page(paginator.Page):
    """One page, with Django's own face. `object_list` holds ids; `first` counts from 1."""

    @property
    def ids(self) -> list[int]:
        return list(self.object_list)

    @property
    def total(self) -> int:
        return int(self.paginator.count)

    @property
    def first(self) -> int:
        """The place in the whole list of the first row shown; 0 for an empty list."""
        return self.start_index()

    @property
    def last(self) -> int:
        return self.end_index()


class _IdPaginator(paginator.Paginator):
    def _get_page(self, *args: Any, **kwargs: Any) -> Page:
        return Page(*args, **kwargs)


def page_of(queryset: QuerySet[Any], asked: QueryDict, *, size: int = PAGE_SIZE) -> Page:
    """The ids of one page of an ordered queryset. Two queries. A page number that is not one, or
    lies beyond the list, shows the nearest there is."""
    ids = queryset.values_list("pk", flat=True)
    page = _IdPaginator(ids, size).get_page(asked.get("page", "1"))
    assert isinstance(page, Page)
    # Fetched here, once; a lazy slice would be fetched at every look.
    page.object_list = list(page.object_list)
    return page


def none_yet(shown: Sized, every: QuerySet[Any]) -> bool:
    """Whether a list is empty even without filters, and so shows none. `shown` are the rows
    of its page, `every` what the reader may see. A query only where nothing is shown."""
    return not shown and not every.exists()
