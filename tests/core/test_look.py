"""The look: contrast of every colour in both schemes, few styles, one gold, cheap badges."""

import re
import time
from typing import Any

import pytest
from django.template import engines

from core.components import TONES
from tests.core.drawing import CSS, contrast, palettes


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
def test_every_tone_reads_on_its_ground(mode: int) -> None:
    palette = palettes()[mode]
    root = palette[":root"]
    assert len([name for name in TONES if f".tone-{name}" in palette]) == len(TONES) >= 12
    for name in TONES:
        tone = palette[f".tone-{name}"]
        assert contrast(tone["deep"], tone["pale"]) >= 4.5, name
        assert contrast(tone["deep"], root["card"]) >= 4.5, name
    for mood in ("done", "good", "warn", "late", "calm", "still", "new", "voice"):
        tone = palette[f".is-{mood}"]
        assert contrast(tone["deep"], tone["pale"]) >= 4.5, mood
        assert contrast(tone["fill"], root["card"]) >= 3, mood


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
def test_the_ink_reads_on_every_paper(mode: int) -> None:
    root = palettes()[mode][":root"]
    for ground in ("paper", "card", "soft", "ours", "bad-pale"):
        assert contrast(root["ink"], root[ground]) >= 7
        assert contrast(root["muted"], root[ground]) >= 4.5
    for ink, ground in [
        ("link", "paper"),
        ("link", "card"),
        ("on-strong", "strong"),
        ("on-danger", "danger"),
        ("danger", "paper"),
        ("danger", "card"),
        ("bad", "bad-pale"),
        ("bad", "paper"),
        ("on-band", "band"),
        ("on-band", "night"),
        ("band-gold", "band"),
    ]:
        value = root.get(ink) or palettes()[0][":root"][ink]
        assert contrast(value, root.get(ground) or palettes()[0][":root"][ground]) >= 4.5, ink
    assert contrast(root["focus"], root["paper"]) >= 3
    assert contrast(root["edge"], root["card"]) >= 3


def test_the_styles_are_few_and_light() -> None:
    base = (CSS.parents[1] / "templates" / "base.html").read_text()
    linked = re.findall(r"css/([a-z]+\.css)", base)
    assert linked == ["tokens.css", "page.css"]
    assert sum((CSS / name).stat().st_size for name in linked) < 40_000


def test_only_the_thread_is_golden() -> None:
    """Gold is drawn by the header's line, the thread, the timeline, a quote's edge, where you are,
    and the card that needs you now."""
    allowed = re.compile(r"site-header|wordmark|aria-current|thread|timeline|quote|is-now|site-nav")
    for name in ("page.css",):
        text = re.sub(r"/\*.*?\*/", "", (CSS / name).read_text(), flags=re.DOTALL)
        for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", text):
            if "--gold" in body or "--band-gold" in body:
                assert allowed.search(selector), selector


def test_fifty_rows_of_two_badges_cost_little() -> None:
    template = engines["django"].from_string(
        "{% for r in rows %}{% status_badge status=r.0 days_late=r.1 %}"
        "{% feels_badge feels=r.2 %}{% endfor %}"
    )
    rows = [("on-track", n % 7, "a-bit") for n in range(50)]
    template.render({"rows": rows})
    best = min(_seconds(lambda: template.render({"rows": rows})) for _ in range(20))
    assert best < 0.010


def _seconds(deed: Any) -> float:
    start = time.process_time()
    deed()
    return time.process_time() - start
