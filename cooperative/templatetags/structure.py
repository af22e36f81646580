"""The picture of how groups fit together."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cooperative.diagram import Box, Diagram
from core.components import ComponentError, typed

register = template.Library()


@register.simple_tag
@typed
def structure_diagram(*, diagram: object, relations: list | tuple) -> SafeString:
    """Groups as boxes, what each is to another as arrows. `relations` is each arrow in a sentence,
    for who does not see them; the page lists them too. Nothing while there is no arrow."""
    if not isinstance(diagram, Diagram):
        raise ComponentError(f"structure_diagram: {diagram!r} is not a cooperative Diagram")
    if not diagram.lines:
        return SafeString("")
    return format_html(
        '<div class="scroll card" tabindex="0" role="group" aria-label="{}">'
        '<svg class="structure" width="{w}" height="{h}" viewBox="0 0 {w} {h}" role="img" '
        'aria-labelledby="structure-title structure-text"><title id="structure-title">{}</title>'
        '<desc id="structure-text">{}</desc><defs><marker id="structure-tip" viewBox="0 0 10 10" '
        'refX="4" refY="5" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0,0 L10,5 L0,10 z" fill="currentColor"/></marker></defs>'
        '<g fill="none" stroke="currentColor" stroke-opacity="0.55" stroke-width="2">{}</g>'
        '<g font-size="15" font-weight="600" text-anchor="middle" fill="currentColor">{}</g>'
        "</svg></div>",
        _("The same information as a diagram. Scroll sideways to see all of it."),
        _("How our groups fit together"),
        " ".join(str(one) for one in relations),
        format_html_join(
            "",
            '<path d="{}" marker-end="url(#structure-tip)"/>',
            ((line.path,) for line in diagram.lines),
        ),
        format_html_join("", "{}", ((_box(box),) for box in diagram.boxes)),
        w=diagram.width,
        h=diagram.height,
    )


def _box(box: Box) -> SafeString:
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" rx="12" fill="var(--card)" '
        'stroke="currentColor" stroke-width="2"/>{}',
        box.x,
        box.y,
        box.width,
        box.height,
        format_html_join(
            "",
            '<text x="{}" y="{}">{}</text>',
            ((box.middle, y, words) for words, y in box.lines),
        ),
    )
