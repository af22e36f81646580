"""How a form's fields are drawn. Our own markup, so that label, hint and error are always tied to
the control, the error summary's links land on something, and a text keeps what was typed."""

import re
import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.forms import BaseForm, BoundField
from django.forms.utils import flatatt
from django.forms.widgets import Input
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.clash import clash_of
from core.components import ComponentError
from core.plain_words import draw_slot

CHOICES = (forms.RadioSelect, forms.CheckboxSelectMultiple)
# A device's own picker shows nothing for what it does not understand; then what was typed is shown
# as text, so that it can be mended.
PICKERS = frozenset({"date", "datetime-local", "time"})
LOST = gettext_lazy("Part of this form didn’t reach us. Reload the page, then send it again.")
AUTOCOMPLETE = {"email": "email"}


def draw_field(bound: BoundField, *, label: str, hint: str, rows: int) -> SafeString:
    """One question of a form, whole."""
    widget = bound.field.widget
    if isinstance(widget, forms.MultiWidget) and not isinstance(widget, forms.SelectDateWidget):
        raise ComponentError(f"field: {bound.name} has a widget of several parts")
    anchor = bound.id_for_label or bound.auto_id
    errors = [str(error) for error in bound.errors]
    words = hint or str(bound.help_text) or _example(widget)
    parts = {
        "hint": f"{bound.auto_id}-hint" if words else "",
        "error": f"{bound.auto_id}-error" if errors else "",
        "count": f"{bound.auto_id}-count" if _counted(bound) else "",
    }
    context: dict[str, Any] = {
        "bound": bound,
        "anchor": anchor,
        "label": label or bound.label,
        "optional": _optional(bound),
        "hint": words,
        "errors": errors,
        "parts": parts,
        "limit": _limit(_counted(bound), short=isinstance(widget, Input)),
        "slot": draw_slot(bound.auto_id) if _is_plain(bound) else "",
        "described": " ".join(part for part in parts.values() if part),
        "chosen": "",
    }
    if isinstance(widget, CHOICES):
        context["options"] = _options(bound)
        context["type"] = widget.input_type
        return render_to_string("forms/choices.html", context)
    context["control"] = _control(bound, context["described"], bool(errors), rows)
    if isinstance(widget, forms.FileInput):
        context["chosen"] = _chosen(bound.auto_id, widget)
    if isinstance(widget, forms.CheckboxInput):
        return render_to_string("forms/checkbox.html", context)
    return render_to_string("forms/field.html", context)


def _optional(bound: BoundField) -> str:
    """What stands behind a question that may be left empty. A form's own `needed` comes first: when
    an answer is wanted after all, or nothing where it always is and only another button is not."""
    if bound.field.required or isinstance(bound.field.widget, forms.CheckboxInput):
        return ""
    if always_chosen(bound):
        return ""
    needed = getattr(bound.form, "needed", {})
    return str(needed[bound.name]) if bound.name in needed else _("(optional)")


def always_chosen(bound: BoundField) -> bool:
    """Whether a choice of one has an answer already and offers no empty one: it cannot be left."""
    field, widget = bound.field, bound.field.widget
    one = (
        isinstance(widget, (forms.Select, forms.RadioSelect)) and not widget.allow_multiple_selected
    )
    if not one or not isinstance(field, (forms.ChoiceField, forms.ModelChoiceField)):
        return False
    choices: Any = field.choices
    offered = {str(value) for value, _words in choices}
    return "" not in offered and str(bound.value()) in offered


def _example(widget: forms.Widget) -> str:
    """How a day is written, for a device without a picker of its own."""
    return _("For example 31/05/2027.") if getattr(widget, "input_type", "") == "date" else ""


def _limit(most: int, *, short: bool) -> dict[str, str]:
    """How many characters a text may have, and how the rest is counted down; empty for no limit.
    A short one says so only near its end."""
    if not most:
        return {}
    count = ngettext("Up to %(n)s character.", "Up to %(n)s characters.", most)
    return {
        "words": "" if short else count % {"n": f"{most:,}"},
        "left": _("Characters left: {n}"),
        "over": _("Characters over the limit: {n}"),
    }


def _chosen(anchor: str, widget: forms.FileInput) -> SafeString:
    """Where the script lists the files that were chosen, and says which cannot be sent."""
    size = settings.UPLOAD_MAX_BYTES
    return format_html(
        '<ul class="files" id="{}-files" aria-live="polite" data-size="{}" data-most="{}" '
        'data-too-large="{}" data-too-many="{}"></ul>',
        anchor,
        size,
        widget.attrs.get("data-most", 1),
        _("Too large. The limit is %(size)s.") % {"size": filesizeformat(size)},
        _("Too many files. Choose again without this one."),
    )


def _counted(bound: BoundField) -> int:
    """How many characters a text may have; 0 for what is not counted."""
    limit = getattr(bound.field, "max_length", None)
    counts = isinstance(bound.field.widget, (forms.Textarea, forms.TextInput))
    secret = isinstance(bound.field.widget, forms.PasswordInput)
    return limit if limit and counts and not secret else 0


def _is_plain(bound: BoundField) -> bool:
    """Whether what is written here is looked at for plainer words (core.plain_words)."""
    return bound.name in getattr(bound.form, "plain", ())


def _control(bound: BoundField, described: str, wrong: bool, rows: int) -> SafeString:
    """The control alone."""
    widget = bound.field.widget
    attrs: dict[str, Any] = {"id": bound.auto_id}
    if _is_plain(bound):
        attrs["data-plain"] = True
    if described:
        attrs["aria-describedby"] = described
    if wrong:
        attrs["aria-invalid"] = "true"
    drawn = widget.get_context(bound.html_name, bound.value(), attrs)["widget"]
    attrs = drawn["attrs"]
    # A browser would cut what is pasted, without a word; the check says what is too long.
    attrs.pop("maxlength", None)
    if limit := _counted(bound):
        attrs["data-limit"] = limit
    if isinstance(widget, forms.Textarea):
        attrs.pop("cols", None)
        attrs["rows"] = rows or attrs.get("rows", 5)
        return format_html(
            '<textarea name="{}"{}>\n{}</textarea>',
            drawn["name"],
            flatatt(attrs),
            drawn["value"] or "",
        )
    if isinstance(widget, forms.Select):
        return _select(drawn)
    if not isinstance(widget, Input):
        raise ComponentError(f"field: no way to draw a {type(widget).__name__}")
    return _input(widget, drawn)


def _input(widget: Input, drawn: dict[str, Any]) -> SafeString:
    kind, attrs = drawn["type"], drawn["attrs"]
    if kind == "number":  # a box with a keypad: a spinner changes under a scrolling thumb
        attrs = {key: attrs[key] for key in attrs if key not in ("min", "max", "step")}
        attrs |= {"inputmode": "numeric", "autocomplete": "off"}
        kind = "text"
    if kind in PICKERS and drawn["value"] and not re.match(r"\d{4}-\d\d|\d\d:\d\d", drawn["value"]):
        kind = "text"
    if kind in AUTOCOMPLETE:
        attrs.setdefault("autocomplete", AUTOCOMPLETE[kind])
    if isinstance(widget, forms.CheckboxInput) or kind == "file" or drawn["value"] is None:
        return format_html('<input type="{}" name="{}"{}>', kind, drawn["name"], flatatt(attrs))
    return format_html(
        '<input type="{}" name="{}" value="{}"{}>',
        kind,
        drawn["name"],
        drawn["value"],
        flatatt(attrs),
    )


def _select(drawn: dict[str, Any]) -> SafeString:
    groups = []
    for name, options, _index in drawn["optgroups"]:
        inside = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (
                    "" if o["value"] is None else o["value"],
                    flatatt({"selected": o["selected"]}),
                    o["label"],
                )
                for o in options
            ),
        )
        groups.append(
            (format_html('<optgroup label="{}">{}</optgroup>', name, inside) if name else inside,)
        )
    attrs = dict(drawn["attrs"])
    if drawn.get("is_multiple") or attrs.get("multiple"):
        attrs["multiple"] = True
    return format_html(
        '<select name="{}"{}>{}</select>',
        drawn["name"],
        flatatt(attrs),
        format_html_join("", "{}", groups),
    )


def _options(bound: BoundField) -> list[dict[str, Any]]:
    """The answers one may choose from, without the empty one."""
    drawn = bound.field.widget.get_context(bound.html_name, bound.value(), {"id": bound.auto_id})
    return [
        {
            "id": option["attrs"].get("id", ""),
            "name": option["name"],
            "value": option["value"],
            "label": option["label"],
            "group": group or "",
            "checked": option["selected"],
        }
        for group, options, _index in drawn["widget"]["optgroups"]
        for option in options
        if option["value"] not in ("", None) or not bound.field.required
    ]


def has_words(form: BaseForm) -> bool:
    """Whether a form has a box that sentences may be typed into."""
    return any(
        isinstance(bound.field, forms.CharField)
        and not isinstance(bound.field, forms.EmailField | forms.URLField | forms.UUIDField)
        and isinstance(bound.field.widget, forms.Textarea | forms.TextInput)
        and not isinstance(bound.field.widget, forms.PasswordInput)
        for bound in form.visible_fields()
    )


def draw_hidden(form: BaseForm) -> SafeString:
    """The hidden fields. After a conflict the version becomes the one now saved, so that sending
    again, having seen both, is a choice and not a circle."""
    rows = []
    current = getattr(form, "conflict", None)
    for bound in form.hidden_fields():
        value = bound.field.widget.format_value(bound.value())
        if bound.name == "version" and current is not None:
            value = getattr(current, getattr(form, "version_of", "version"))
        if bound.name == "once" and not value:
            value = uuid.uuid4()
        rows.append((bound.html_name, "" if value is None else value, bound.auto_id))
    return format_html_join("", '<input type="hidden" name="{}" value="{}" id="{}">', rows)


def error_links(form: BaseForm) -> dict[str, Any]:
    """The errors for the summary: each with the id of the control it is about."""
    links = []
    for bound in form.visible_fields():
        anchor = bound.auto_id
        if isinstance(bound.field.widget, CHOICES):
            anchor = f"{bound.auto_id}_0"
        links += [(anchor, _before(bound.label), str(error)) for error in bound.errors if error]
    general = [str(error) for error in form.non_field_errors() if str(error).strip()]
    if any(bound.errors for bound in form.hidden_fields()):
        general.append(str(LOST))
    return {
        "general": general,
        "links": links,
        "clash": clash_of(form),
    }


def _before(label: Any) -> str:
    """A question, ready to have its error said after it."""
    words = str(label or "")
    if not words.strip():
        return ""
    return words if words.endswith(("?", ".", "!", ":")) else f"{words}:"
