"""The frame of a specimen in the gallery: its name, what it is for, its props, then its states."""

import inspect
from collections.abc import Callable
from importlib import import_module
from typing import Any, Union, get_args, get_origin, get_type_hints

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.components import ComponentError

register = template.Library()

# Where components live. tests/portal/test_gallery.py proves that the gallery shows all of these.
LIBRARIES = (
    "core.templatetags.components",
    "core.templatetags.charts",
    "core.templatetags.forms",
    "core.templatetags.lists",
    "core.templatetags.progress",
    "core.templatetags.words",
    "voice.templatetags.asks",
    "outcomes.templatetags.actions",
    "cooperative.templatetags.reading",
    "cooperative.templatetags.structure",
)


def components() -> dict[str, Callable[..., Any]]:
    """Every component there is: the tag's name and the function behind it."""
    found = {}
    for name in LIBRARIES:
        module = import_module(name)
        found.update({tag: getattr(module, tag) for tag in module.register.tags})
    return found


@register.simple_block_tag(end_name="endspecimen")
def specimen(content: str, *, name: str) -> SafeString:
    """One component in its states. What is said of it comes from its own signature and docstring,
    so that the gallery cannot tell of props that are not there."""
    component = components().get(name)
    if component is None:
        raise ComponentError(f"specimen: there is no component {name!r}")
    said = " ".join((inspect.getdoc(component) or "").replace("`", "").split())
    return format_html(
        '<section class="specimen stack" id="component-{0}"><h3><code>{0}</code></h3><p>{1}</p>'
        '{2}<div class="stack">{3}</div></section>',
        name,
        said,
        _props(component),
        content,
    )


def _props(component: Callable[..., Any]) -> SafeString:
    """Its props, as its signature has them: name, kind, and what it is when it is not given."""
    hints = get_type_hints(component)
    props = [
        (name, _kind(hints.get(name)), _default(one))
        for name, one in inspect.signature(component).parameters.items()
        if name not in ("context", "content")
    ]
    if not props:
        return SafeString("")
    return format_html(
        '<details><summary>Props<span class="visually-hidden"> of {}</span></summary><ul>{}</ul>'
        "</details>",
        component.__name__,
        format_html_join("", "<li><code>{}</code>: {}{}</li>", props),
    )


def _default(one: inspect.Parameter) -> str:
    return ", must be given" if one.default is one.empty else f", {one.default!r} if not given"


def _kind(hint: Any) -> str:
    """A type as one would say it."""
    if hint is None or hint is Any:
        return "anything"
    if hint is type(None):
        return "nothing"
    if get_origin(hint) is not None and get_args(hint):
        names = get_args(hint)
        if isinstance(names[0], str):
            return "one of " + ", ".join(map(str, names))
        if get_origin(hint) is Union or "|" in str(hint):
            return " or ".join(_kind(one) for one in names)
    return getattr(hint, "__name__", str(hint))
