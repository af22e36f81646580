"""Open data: a page that says what there is and what it means, and the files."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import translation

from accounts.access import public_of_authority
from accounts.models import Authority
from core.http import render_page
from core.spreadsheets import csv_response
from impact.queries.open_data import DATA_SETS, DataSet, data_set

KINDS = ("json", "csv")


@public_of_authority()
def open_data(request: HttpRequest, authority: Authority) -> HttpResponse:
    """What may be taken and used, with the meaning of every column."""
    return render_page(request, "public/open_data.html", {"sets": DATA_SETS})


@public_of_authority()
def open_data_file(
    request: HttpRequest, authority: Authority, name: str, kind: str
) -> HttpResponse:
    """One set as JSON or CSV. No cell of a CSV can act as a formula. Programs read it, so it is the
    same in whatever language its pages are read."""
    found = data_set(name)
    if found is None or kind not in KINDS:
        raise Http404("There is no such file.")
    with translation.override(settings.LANGUAGE_CODE):
        response = _file(found, authority, kind)
    response["Content-Language"] = settings.LANGUAGE_CODE
    return response


def _file(found: DataSet, authority: Authority, kind: str) -> HttpResponse:
    if kind == "json":
        return JsonResponse(
            {
                "authority": authority.name,
                "name": found.name,
                "about": found.about,
                "columns": [vars(column) for column in found.columns],
                "rows": list(found.rows(authority)),
            },
            json_dumps_params={"ensure_ascii": False},
        )
    names = [column.name for column in found.columns]
    rows = ([row[name] for name in names] for row in found.rows(authority))
    return csv_response(f"{authority.slug}-{found.name}.csv", names, rows)
