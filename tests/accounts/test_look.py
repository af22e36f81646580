"""How an authority looks: who may change it, what is taken in, what everybody then sees."""

import io
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from PIL import Image, ImageFile
from PIL.PngImagePlugin import PngInfo

from accounts.colours import VERSION
from accounts.logos import MOST_BYTES, check_logo
from accounts.models import Authority, Logo
from accounts.operations.look import (
    MOST,
    add_logo,
    remove_logo,
    set_colour,
    throw_logo_away,
    use_logo,
)
from core.decisions import Refused
from core.models import AuditEvent
from tests.accounts.pictures import picture, upload_of
from tests.support.cast import Cast
from tests.support.closing import close
from tests.support.places import AT_OURS, AT_THEIRS

PAGE = f"{AT_OURS}look/"


def _logo(cast: Cast, colour: str = "teal", words: str = "Our sign") -> Logo:
    return add_logo(actor=cast.coordinator, file=upload_of(picture(colour=colour)), words=words)


def _codes() -> list[str]:
    return list(
        AuditEvent.objects.filter(code__regex=r"\.(colour|logo)\.")
        .order_by("pk")
        .values_list("code", flat=True)
    )


# --- What is taken in ----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_drawn_anew_at_the_size_of_a_page(kind: str) -> None:
    found = check_logo(upload_of(picture((2400, 800), kind=kind)))
    assert (found.width, found.height) == (360, 120)
    assert Image.open(io.BytesIO(found.content)).format == "PNG"


def test_what_else_is_in_the_file_is_left_behind() -> None:
    told = PngInfo()
    told.add_text("Comment", "taken at 12 Acacia Avenue")
    exif = Image.Exif()
    exif[0x010F] = "A camera of mine"
    sent = picture(pnginfo=told, exif=exif) + b"<script>alert(1)</script>"
    kept = check_logo(upload_of(sent)).content
    for words in (b"Acacia", b"camera", b"script", b"eXIf", b"tEXt"):
        assert words in sent or words in (b"tEXt", b"eXIf")
        assert words not in kept
    assert Image.open(io.BytesIO(kept)).info == {}


def test_an_empty_edge_is_cut_off() -> None:
    whole = Image.new("RGBA", (400, 400))
    whole.paste((0, 90, 90, 255), (100, 150, 300, 250))
    out = io.BytesIO()
    whole.save(out, "PNG")
    found = check_logo(upload_of(out.getvalue()))
    assert (found.width, found.height) == (200, 100)


def test_a_busy_picture_stays_light() -> None:
    busy = Image.effect_noise((480, 120), 90).convert("RGB")
    out = io.BytesIO()
    busy.save(out, "PNG")
    assert len(check_logo(upload_of(out.getvalue())).content) < 60_000


@pytest.mark.parametrize(
    "content,words",
    [
        (b"", "empty"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "SVG"),
        (b"%PDF-1.7", "can’t use this type of file"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 50, "can’t open this as an image"),
        (picture()[:80], "can’t open this as an image"),
        (picture(kind="GIF"), "can’t use this type of file"),
        (picture((40, 20)), "too small"),
        (picture((900, 100)), "too wide or too tall"),
        (picture((100, 900)), "too wide or too tall"),
        (picture(colour="#00000000"), "This image is blank."),
        (b"\x89PNG\r\n\x1a\n" + b"x" * MOST_BYTES, "too big"),
    ],
    ids=[
        "no bytes",
        "svg",
        "pdf",
        "noise",
        "cut off",
        "gif",
        "small",
        "long",
        "tall",
        "clear",
        "big",
    ],
)
def test_what_is_no_logo_is_refused_in_plain_words(
    content: bytes, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As in a process that has made a PDF.
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    with pytest.raises(ValidationError) as error:
        check_logo(upload_of(content))
    assert words in error.value.messages[0]


def test_a_picture_made_to_fill_the_memory_is_refused_before_it_is_opened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    small = picture((4100, 4100), kind="PNG")
    assert len(small) < MOST_BYTES

    def never(self: Any, *args: Any) -> None:
        raise AssertionError("it was decoded")

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", never)
    with pytest.raises(ValidationError, match="too large"):
        check_logo(upload_of(small))


# --- Who, and what is written down ---------------------------------------------------------------


def test_only_the_coordinator_changes_how_we_look(cast: Cast) -> None:
    logo = _logo(cast)
    for actor in (cast.consultant, cast.member, cast.officer, cast.executive):
        with pytest.raises(Refused):
            set_colour(actor=actor, colour="#1d4ed8")
        with pytest.raises(Refused):
            add_logo(actor=actor, file=upload_of(picture()), words="Mine")
        with pytest.raises(Refused):
            use_logo(actor=actor, logo=logo)
        with pytest.raises(Refused):
            remove_logo(actor=actor)
    with pytest.raises(Refused):
        use_logo(actor=cast.bury_people["coordinator"], logo=logo)


def test_each_step_is_written_down(cast: Cast) -> None:
    set_colour(actor=cast.coordinator, colour="#1d4ed8")
    set_colour(actor=cast.coordinator, colour="#1d4ed8")
    first, second = _logo(cast), _logo(cast, "purple", "Our other sign")
    use_logo(actor=cast.coordinator, logo=first)
    use_logo(actor=cast.coordinator, logo=second)
    remove_logo(actor=cast.coordinator)
    remove_logo(actor=cast.coordinator)
    throw_logo_away(actor=cast.coordinator, logo=first)
    assert _codes() == [
        "accounts.colour.set",
        "accounts.logo.added",
        "accounts.logo.added",
        "accounts.logo.used",
        "accounts.logo.used",
        "accounts.logo.removed",
        "accounts.logo.thrown-away",
    ]
    used = AuditEvent.objects.filter(code="accounts.logo.used").order_by("-pk")[0]
    assert used.changes == {"logo": ["Our sign", "Our other sign"]}
    assert AuditEvent.objects.get(code="accounts.colour.set").changes["colour"][1] == "#1d4ed8"


def test_the_one_that_is_shown_cannot_be_thrown_away(cast: Cast) -> None:
    logo = _logo(cast)
    use_logo(actor=cast.coordinator, logo=logo)
    cast.coordinator.authority.refresh_from_db()
    with pytest.raises(Refused, match="This logo is in use."):
        throw_logo_away(actor=cast.coordinator, logo=logo)


def test_a_logo_thrown_away_leaves_no_file(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    logo = _logo(cast)
    name = logo.file.name
    assert default_storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        throw_logo_away(actor=cast.coordinator, logo=logo)
    assert not default_storage.exists(name)


def test_the_same_picture_again_is_the_same_logo(cast: Cast) -> None:
    assert _logo(cast) == _logo(cast, words="Better words")
    assert Logo.objects.get().words == "Better words"


def test_there_is_an_end_to_logos(cast: Cast) -> None:
    for shade in range(MOST):
        _logo(cast, f"#0000{shade:02x}")
    with pytest.raises(ValidationError, match="Delete one first"):
        _logo(cast, "#ff0000")


# --- The page ------------------------------------------------------------------------------------


def test_a_colour_is_seen_first_and_kept_after(cast: Cast) -> None:
    client = cast.client(cast.coordinator)
    before = Authority.objects.get(pk=cast.manchester.pk).colour
    page = client.get(PAGE, {"colour": "#0b5d3b"}).content.decode()
    assert f"/look/{VERSION}-0b5d3b.css" in page
    assert "This is a preview" in page
    assert Authority.objects.get(pk=cast.manchester.pk).colour == before
    assert f"/look/{VERSION}-0b5d3b.css" not in client.get(PAGE).content.decode()
    answer = client.post(f"{PAGE}colour/", {"colour": "#0B5D3B"})
    assert answer["Location"] == f"{PAGE}?was={before[1:]}"
    page = client.get(answer["Location"]).content.decode()
    assert "Your pages now use this colour." in page
    assert "Use the old colour" in page
    for url in ("/manchester/", AT_OURS):
        page = client.get(url).content.decode()
        assert f'<link rel="stylesheet" href="/look/{VERSION}-0b5d3b.css">' in page
        assert '<meta name="theme-color" content="#0b5d3b">' in page
    assert f"/look/{VERSION}-0b5d3b.css" not in client.get("/bury/").content.decode()


def test_a_light_colour_comes_back_with_a_darker_one(cast: Cast) -> None:
    client = cast.client(cast.coordinator)
    answer = client.get(PAGE, {"colour": "#ffd400"})
    assert answer.status_code == 422
    assert "Try a darker colour, such as #" in answer.content.decode()
    assert client.post(f"{PAGE}colour/", {"colour": "#ffd400"}).status_code == 422
    assert client.post(f"{PAGE}colour/", {"colour": "javascript"}).status_code == 422


def test_a_logo_is_seen_first_then_used_and_everybody_sees_it(cast: Cast) -> None:
    client = cast.client(cast.coordinator)
    sent = {"file": upload_of(picture()), "words": "A teal sign"}
    answer = client.post(f"{PAGE}logo/", sent)
    logo = Logo.objects.get()
    assert answer["Location"] == f"{PAGE}?logo={logo.pk}"
    page = client.get(answer["Location"]).content.decode()
    assert f'<img class="site-logo" src="{PAGE}logo/{logo.pk}/" alt="A teal sign"' in page
    public = f"/manchester/logo/{logo.digest}.png"
    anybody = cast.client(None)
    assert anybody.get(public).status_code == 404
    assert "site-logo" not in anybody.get("/manchester/").content.decode()
    client.post(f"{PAGE}logo/{logo.pk}/use/")
    page = anybody.get("/manchester/").content.decode()
    assert f'src="{public}" alt="A teal sign" width="300" height="100"' in page
    picture_answer = anybody.get(public)
    assert picture_answer.headers["Content-Type"] == "image/png"
    assert picture_answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert picture_answer.headers["X-Content-Type-Options"] == "nosniff"
    close(picture_answer)
    assert public in client.get(AT_OURS).content.decode()
    assert anybody.get(f"/bury/logo/{logo.digest}.png").status_code == 404
    client.post(f"{PAGE}logo/remove/")
    assert anybody.get(public).status_code == 404
    assert "site-logo" not in anybody.get("/manchester/").content.decode()


def test_what_is_no_picture_comes_back_beside_its_question(cast: Cast) -> None:
    client = cast.client(cast.coordinator)
    sent = {"file": upload_of(b"<svg/>", "logo.svg", "image/svg+xml"), "words": "A sign"}
    answer = client.post(f"{PAGE}logo/", sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "not an SVG." in page
    assert 'value="A sign"' in page
    answer = client.post(f"{PAGE}logo/", {"file": upload_of(picture()), "words": ""})
    assert answer.status_code == 422


def test_nobody_else_sees_what_is_being_tried(cast: Cast) -> None:
    logo = _logo(cast)
    assert cast.client(cast.consultant).get(f"{PAGE}logo/{logo.pk}/").status_code == 403
    assert cast.client(cast.consultant).get(PAGE).status_code == 403
    other = cast.client(cast.bury_people["coordinator"])
    assert other.get(f"{AT_THEIRS}look/logo/{logo.pk}/").status_code == 404
    assert other.post(f"{AT_THEIRS}look/logo/{logo.pk}/use/").status_code == 404
