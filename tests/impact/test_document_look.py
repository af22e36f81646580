"""Documents wear the authority's colour and logo, and the colours of the pages."""

import re
from pathlib import Path

from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.test import Client

from accounts.colours import brand_of
from accounts.models import Authority
from accounts.operations.look import add_logo, remove_logo, set_colour, use_logo
from documents.kinds import document_kind
from impact.enums import ReportDocument
from impact.models import ImpactReport
from tests.accounts.pictures import picture, upload_of
from tests.support.cast import Cast
from tests.support.reports import make_published_report

STYLES = Path(__file__).parents[2] / "static" / "css"


def _page(report: ImpactReport) -> tuple[str, str]:
    """The page that becomes a PDF, and the hash that tells it from others."""
    found = document_kind(ReportDocument.ONE_PAGE).content(ImpactReport.objects.get(pk=report.pk))
    context = {**found.context, "title": found.title, "tightness": ""}
    return render_to_string(found.template, context), found.content_hash


def test_a_document_has_the_colour_and_the_logo_of_its_authority(cast: Cast) -> None:
    report = make_published_report(cast)
    plain, first = _page(report)
    assert "<img" not in plain
    set_colour(actor=cast.coordinator, colour="#0b5d3b")
    logo = add_logo(actor=cast.coordinator, file=upload_of(picture()), words="A teal sign")
    use_logo(actor=cast.coordinator, logo=logo)
    dressed, second = _page(report)
    assert f".band{{background:{brand_of('#0b5d3b').band}}}" in dressed
    assert '<img class="sign" src="data:image/png;base64,' in dressed
    assert 'alt="A teal sign"' in dressed
    assert second != first
    remove_logo(actor=cast.coordinator)
    assert "<img" not in _page(report)[0]


def test_a_logo_whose_file_is_gone_costs_no_document(cast: Cast) -> None:
    report = make_published_report(cast)
    logo = add_logo(actor=cast.coordinator, file=upload_of(picture()), words="A teal sign")
    use_logo(actor=cast.coordinator, logo=logo)
    default_storage.delete(logo.file.name)
    assert "<img" not in _page(report)[0]
    assert Authority.objects.get(pk=cast.manchester.pk).logo == logo


def _colours(sheet: str, selector: str, setting: str) -> str:
    """The colour that a rule of a style sheet sets."""
    rules = re.findall(re.escape(selector) + r" \{([^}]*)\}", (STYLES / sheet).read_text())
    found = [re.search(rf"(?<![a-z-]){setting}: ([^;]+);", rule) for rule in rules]
    return next(one[1] for one in found if one)


def test_the_two_voices_have_one_pair_of_colours() -> None:
    tokens = _colours("tokens.css", ":root", "--ours"), _colours("tokens.css", ":root", "--card")
    paper = (
        _colours("pdf.css", ".voice.ours", "background"),
        _colours("pdf.css", ".voice", "background"),
    )
    assert paper == tokens
    assert _colours("page.css", ".voice.is-ours", "background") == "var(--ours)"


def test_only_promises_are_bold_in_a_full_report() -> None:
    sheet = (STYLES / "pdf.css").read_text()
    (plain,) = re.findall(r"^\.sentence \{([^}]*)\}", sheet, re.MULTILINE)
    assert "font-weight" not in plain
    assert _colours("pdf.css", ".promise .sentence", "font-weight") == "600"


def test_what_was_not_done_has_its_dot_and_what_goes_on_is_folded(cast: Cast) -> None:
    report = make_published_report(cast)
    page = Client().get(f"/manchester/reports/{report.slug}/").content.decode()
    assert '<li class="thread-step is-now"><h2>What we didn’t do, and why</h2>' in page
    fold = page.partition("<summary>2 promises we’re carrying on with</summary>")[2]
    assert fold.partition("</details>")[0].count("We’ll start") == 2
