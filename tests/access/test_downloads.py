"""What a download link says is what it gives."""

import re
from html import unescape

import pytest

from tests.factories import make_action
from tests.support.cast import Cast
from tests.support.places import AT_OURS

KINDS = {
    "Download for Excel": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "Download CSV": "text/csv",
}


@pytest.mark.parametrize("page", ["actions/?status=all&whose=", "expectations/", "trail/"])
def test_each_link_gives_the_kind_of_file_it_names(cast: Cast, page: str) -> None:
    make_action(cast)
    client = cast.client(cast.coordinator)
    shown = client.get(f"{AT_OURS}{page}").content.decode()
    for words, kind in KINDS.items():
        link = re.search(rf'<a href="([^"]+)">{words}</a>', shown)
        assert link, words
        answer = client.get(unescape(link[1]))
        assert answer["Content-Type"].partition(";")[0] == kind
    assert "as a spreadsheet" not in shown
