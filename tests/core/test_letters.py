"""A document prints the letters that were typed, in every script the machine has a font for."""

import io
import re
import shutil
import subprocess
import unicodedata
from collections import Counter
from html import escape
from pathlib import Path

import pikepdf
import pytest
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from fontTools.ttLib import TTFont
from PIL import Image
from pypdf import PdfReader

from core.documents import letters
from core.documents.letters import letters_without_font
from tests.core.papers import page, pdf_of

LATIN = {
    "Welsh": "Tŷ Gŵyr, Siân Ŵyn-Jones, ẁ ẃ ẅ ỳ ý ÿ Ŷ",
    "Polish": "Łukasz Żak, Ąę Śćź Ń",
    "Croatian": "Đurđa Žižić, Šš Čč",
    "Hungarian": "Győző Erdős, Ő ű Ű",
    "Turkish": "İlknur Işık, ğ Ş ç",
    "Romanian": "Ștefan Țepeș, ă â î",
    "Latvian": "Jānis Bērziņš, Ķ ļ ģ",
    "signs": "“It’s £5 – or €6 …” ½ © ™ •",
}
OTHER = {
    "Vietnamese": "Nguyễn Thị Phương, Đặng Văn Lâm",
    "Greek": "Ελένη Παπαδοπούλου",
    "Cyrillic": "Олена Шевченко",
    "Arabic": "فاطمة الزهراء",
    "Hebrew": "שרה כהן",
    "Hindi": "प्रिया शर्मा",
    "Chinese": "王小明",
    "emoji": "🧵🎉",
}
SHEETS = "".join(
    f"<link rel=stylesheet href='{static(f'css/{one}.css')}'>" for one in ("tokens", "pdf")
)
WEIGHTS = ("<p>{0}</p>", "<h2>{0}</h2>", "<p><b>{0}</b></p>")


def printed(text: str) -> bytes:
    """A document that says the text in each of the weights that ours are drawn in."""
    body = "".join(one.format(escape(text)) for one in WEIGHTS)
    return pdf_of(page(body, head=SHEETS))


def read(pdf: bytes) -> str:
    return "".join(one.extract_text() for one in PdfReader(io.BytesIO(pdf)).pages)


def fonts_of(pdf: bytes) -> set[str]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return {
            str(thing["/BaseFont"])
            for thing in opened.objects
            if isinstance(thing, pikepdf.Dictionary) and "/BaseFont" in thing
        }


@pytest.mark.parametrize("language", LATIN)
def test_latin_letters_are_printed_letter_for_letter(language: str) -> None:
    text = LATIN[language]
    pdf = printed(text)
    squeezed = "".join(read(pdf).split())
    assert squeezed.count("".join(text.split())) == len(WEIGHTS)
    assert all("Atkinson" in one for one in fonts_of(pdf)), "another font was taken"
    assert letters_without_font(text) == []


@pytest.mark.parametrize("script", OTHER)
def test_other_scripts_are_printed_or_told_before(script: str) -> None:
    text = "".join(OTHER[script].split())
    lost = letters_without_font(text)
    if lost:
        assert set(lost) <= set(text)
        return
    found = Counter(unicodedata.normalize("NFKC", read(printed(text))))
    # What is written from right to left is taken out in another order, and joined in other forms.
    for letter, times in Counter(unicodedata.normalize("NFKC", text)).items():
        if unicodedata.category(letter) not in ("Cf", "Mn", "Mc"):
            assert found[letter] >= times, letter


def picture_of(pdf: bytes, folder: Path) -> Image.Image:
    (folder / "a.pdf").write_bytes(pdf)
    subprocess.run(
        ["pdftoppm", "-r", "60", "-gray", "-png", "-singlefile", "a.pdf", "a"],
        cwd=folder, check=True, timeout=60,
    )  # fmt: skip
    with Image.open(folder / "a.png") as picture:
        return picture.convert("L").copy()


@pytest.mark.skipif(not shutil.which("pdftoppm"), reason="poppler-utils draws the pages")
@pytest.mark.parametrize("script", [*LATIN, *OTHER])
def test_no_script_is_drawn_as_empty_boxes(script: str, tmp_path: Path) -> None:
    """Beside a picture of the same number of letters that no font has."""
    text = (LATIN | OTHER)[script]
    if letters_without_font(text):
        return  # the page says so: the test above
    boxes = "".join("\U000f0000" if one.strip() else one for one in text)
    drawn, empty = picture_of(printed(text), tmp_path), picture_of(printed(boxes), tmp_path)
    assert drawn.tobytes() != empty.tobytes()
    with pikepdf.open(io.BytesIO(printed(text))) as opened:
        for thing in opened.objects:
            if isinstance(thing, pikepdf.Stream) and b"beginbfchar" in thing.read_bytes():
                assert b"<0000> <" not in thing.read_bytes().replace(b"<0000> <ffff>", b"")


def test_our_letters_are_those_of_our_files() -> None:
    found: set[int] = set()
    for name in ("latin", "latin-ext"):
        path = finders.find(f"vendor/fonts/atkinson-hyperlegible-next-{name}-wght-normal.woff2")
        with TTFont(path) as font:
            found |= set(font.getBestCmap())
    assert letters._our_letters() == found


def test_a_letter_that_no_font_has_is_named_once_wherever_it_stands() -> None:
    strange = "\U000f0000"
    assert letters_without_font(strange) == [strange]
    assert letters_without_font("a", ["b", {"c": strange}], (f"{strange}d",)) == [strange]
    assert letters_without_font("plain", "é\u200d \n\ufe0f") == []


def test_a_machine_that_cannot_be_asked_warns(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Without `fc-list` nobody knows, so who reads is told, and the log says what is missing."""
    letters._machine_has.cache_clear()
    letters._say_that_it_is_missing.cache_clear()
    monkeypatch.setenv("PATH", "/nowhere-at-all")
    with caplog.at_level("WARNING"):
        assert letters_without_font("Siân, Ελένη") == list("Ελένη")
    assert [one.getMessage() for one in caplog.records] == [letters.NO_FC_LIST]
    letters._machine_has.cache_clear()


def test_the_readme_names_the_fonts_of_the_image() -> None:
    root = Path(__file__).resolve().parent.parent.parent
    image = set(re.findall(r"\bfonts-[a-z-]+", (root / "Dockerfile").read_text()))
    assert image
    assert image == set(re.findall(r"`(fonts-[a-z-]+)`", (root / "README.md").read_text()))


def test_every_sheet_that_names_our_typeface_names_both_its_files() -> None:
    for sheet in Path(str(finders.find("css/pdf.css"))).parent.glob("*.css"):
        for line in sheet.read_text().splitlines():
            if '"Atkinson Hyperlegible Next"' in line and "font-family: " not in line:
                assert '"Atkinson Hyperlegible Next Ext"' in line, (sheet.name, line)
