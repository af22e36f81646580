"""Pages leave compressed, files as they are."""

import gzip
from pathlib import Path

import pytest
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase

from core.http import CompressPages
from tests.support.cast import Cast
from tests.support.closing import close
from tests.support.places import AT_OURS


def test_a_page_is_sent_compressed_to_whoever_can_read_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Django pads each page by up to 100 random bytes, which would make the size a matter of luck.
    monkeypatch.setattr(CompressPages, "max_random_bytes", 0)
    client = cast.client(cast.consultant)
    plain = client.get(AT_OURS)
    small = client.get(AT_OURS, headers={"Accept-Encoding": "br, gzip"})
    assert "Content-Encoding" not in plain
    assert small["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in small["Vary"]
    assert len(small.content) < len(plain.content) / 3
    assert b"</html>" in gzip.decompress(small.content)


def test_a_file_keeps_its_length(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(b"%PDF-1.7" + b" " * 4000)

    def answer(request: HttpRequest) -> HttpResponseBase:
        return FileResponse(path.open("rb"), content_type="application/pdf")

    request = HttpRequest()
    request.META["HTTP_ACCEPT_ENCODING"] = "gzip"
    response = CompressPages(answer)(request)
    assert isinstance(response, FileResponse)
    assert "Content-Encoding" not in response
    assert response["Content-Length"] == "4008"
    close(response)
