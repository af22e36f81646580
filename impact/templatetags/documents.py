"""What the templates of documents need besides the components."""

import datetime
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.contrib.staticfiles import finders
from django.template import Context, NodeList
from django.template.base import Parser, Token
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe

from accounts.colours import brand_of
from core.text import and_list

register = template.Library()

_RULE = re.compile(r"^([^{}\n]+)\{([^}]*)\}", re.MULTILINE)
_CLASS = re.compile(r"\.([a-z]+-[a-z]+)")
_SETTING = re.compile(r"--(deep|fill|on):\s*(#[0-9a-f]{6})")
_MARKED_ICON = re.compile(r'((?:is|tone)-[a-z]+)("><svg )')
_SHAPE = re.compile(r'<(?:rect|line|circle|text|polyline) class="([^"]+)"')
_DRAWING = '<svg class="chart-drawing'
INK, MUTED, PAPER, EDGE, CALM = "#211a3d", "#5b5470", "#ffffff", "#7b7490", "#8b86a0"
# What each class of a chart's shapes is painted with (static/css/page.css says it to a page);
# {fill} is the colour of its mood, {on} that of words on it.
_PAINT = {
    "chart-line": 'stroke="{fill}"',
    "chart-ring": f'fill="{PAPER}" stroke="{{fill}}"',
    "chart-dot": f'fill="{{fill}}" stroke="{PAPER}"',
    "chart-edge": f'stroke="{PAPER}"',
    "chart-grid": f'stroke="{EDGE}"',
    "chart-aim": f'stroke="{EDGE}"',
    "chart-text": f'fill="{INK}"',
    "chart-label": f'fill="{INK}" font-weight="600"',
    "chart-soft": f'fill="{MUTED}"',
    "chart-on": 'fill="{on}" font-weight="600"',
}


@lru_cache(maxsize=1)
def palette() -> dict[str, str]:
    """The colours of tokens.css for light pages: class -> the colour of its words or its bar, and
    "on <class>" -> that of words on the bar where it is not white."""
    found = finders.find("css/tokens.css")
    colours: dict[str, str] = {}
    for selectors, settings in _RULE.findall(Path(str(found)).read_text() if found else ""):
        values = dict(_SETTING.findall(settings))
        for name in _CLASS.findall(selectors):
            colour = values.get("fill" if name.startswith("fill-") else "deep")
            if colour:
                colours.setdefault(name, colour)
            if name.startswith("fill-") and "on" in values:
                colours.setdefault(f"on {name}", values["on"])
    return colours


def _painted(match: re.Match[str]) -> str:
    """A shape of a chart with its colours written on it."""
    ink = palette()
    classes = match[1].split()
    mood = next((name for name in classes if name.startswith("fill-")), "")
    paint = _PAINT.get(classes[0], 'fill="{fill}"' if mood else "")
    colours = {"fill": ink.get(mood, CALM), "on": ink.get(f"on {mood}", PAPER)}
    return f"{match[0]} {paint.format(**colours)}"


class Inked(template.Node):
    def __init__(self, nodes: NodeList) -> None:
        self.nodes = nodes

    def render(self, context: Context) -> SafeString:
        html: str = self.nodes.render(context)
        ink = palette()
        html = _MARKED_ICON.sub(lambda m: f'{m[1]}{m[2]}color="{ink.get(m[1], INK)}" ', html)
        html = _SHAPE.sub(_painted, html)
        html = html.replace(
            _DRAWING,
            f'<svg font-family="Atkinson Hyperlegible Next" font-size="9pt"{_DRAWING[4:]}',
        )
        return mark_safe(html)  # noqa: S308  what the nodes made, with colours of our own added


@register.filter
def band(colour: str) -> str:
    """The colour of the band at the head of a document of an authority: dark enough for white."""
    return brand_of(colour).band


@register.tag
def inked(parser: Parser, token: Token) -> Inked:
    """`{% inked %}…{% endinked %}`: style sheets do not reach into a drawing on its way to a PDF,
    so icons in badges and the shapes of charts get their colours written on them."""
    nodes = parser.parse(("endinked",))
    parser.delete_first_token()
    return Inked(nodes)


@register.filter
def in_words(value: Any) -> str:
    """A kept day ("2026-06-20") or a date, as "20 June 2026"; nothing for nothing."""
    if isinstance(value, str) and value:
        try:
            value = datetime.date.fromisoformat(value[:10])
        except ValueError:
            return value
    return date_format(value, "j F Y") if isinstance(value, datetime.date) else ""


@register.filter
def in_a_row(names: list[str]) -> str:
    """ "Jay M, Sam R and 2 other care consultants"."""
    return and_list(names)
