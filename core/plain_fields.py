"""What the fields of every form say in plain words, and how they clean what they are given."""

from collections.abc import Callable
from copy import copy
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import (
    EmailValidator,
    MaxLengthValidator,
    MaxValueValidator,
    MinValueValidator,
)
from django.db import models
from django.utils.translation import gettext as _

from core.text import clean_text

# Of a key; the engines keep up to nineteen, and not all of those.
MOST_DIGITS = 18


def make_ready(field: forms.Field) -> None:
    """Make a form's own copy of a field speak plainly and clean what it is given; to be done once.
    Done to each field as it is, not by fields of our own: those that a form takes from a model are
    cleaned too, and no form can forget."""
    _say_plainly(field)
    if isinstance(field, forms.DateTimeField):
        _name_the_hour(field)
    if isinstance(field, forms.DateField):
        # Django would take a language's own ways alone, and not "31 May 2027".
        field.input_formats = settings.DATE_INPUT_FORMATS
    if isinstance(field, forms.CharField) and not isinstance(
        field, (forms.EmailField, forms.UUIDField, forms.URLField)
    ):
        _clean_first(field)
    if isinstance(field, forms.ModelMultipleChoiceField):
        _fit_first(field)


def _say_plainly(field: forms.Field) -> None:
    """Put Django's own error words into ones everybody understands; a form's own words stand."""
    choice = isinstance(field, (forms.ChoiceField, forms.ModelChoiceField))
    plain = {
        "required": _("Choose an option.") if choice else _("Fill this in."),
        "invalid_choice": _("Choose one from the list."),
        "invalid_pk_value": _("Choose from the list."),
    }
    if isinstance(field, (forms.DateField, forms.DateTimeField)):
        plain["invalid"] = _("Enter a date, such as 31/05/2027.")
    elif isinstance(field, forms.IntegerField):
        plain["invalid"] = _("Enter a whole number, such as 12.")
    elif isinstance(field, forms.FileField):
        plain["required"] = _("Choose a file.")
    standard: dict[str, Any] = {}
    for one in reversed(type(field).__mro__):
        standard.update(getattr(one, "default_error_messages", {}))
    for code, words in plain.items():
        if code in standard and field.error_messages.get(code) == standard[code]:
            field.error_messages[code] = words
    _say_limits(field)


def _say_limits(field: forms.Field) -> None:
    """Say how long a text and how large a number may be. The checks are this field's own copies:
    a model's are shared by every form that is made from it."""
    limits = {
        type(check): check.limit_value
        for check in field.validators
        if isinstance(check, (MinValueValidator, MaxValueValidator))
    }
    low, high = limits.get(MinValueValidator), limits.get(MaxValueValidator)
    if low is not None and high is not None:
        between = _("Enter a number from %(low)s to %(high)s.") % {"low": low, "high": high}
    elif low is not None:
        between = _("Enter %(low)s or more.") % {"low": low}
    else:
        between = _("Enter %(high)s or less.") % {"high": high}
    field.validators = [copy(check) for check in field.validators]
    for check in field.validators:
        if isinstance(check, MaxLengthValidator):
            check.message = _(
                "This is too long. Use %(limit_value)d characters or fewer. You’ve used "
                "%(show_value)d."
            )
        elif isinstance(check, (MinValueValidator, MaxValueValidator)):
            check.message = between
        elif isinstance(check, EmailValidator):
            check.message = _("Enter an email address, such as name@example.org.")


def _name_the_hour(field: forms.DateTimeField) -> None:
    """Say plainly that an hour is not there, or twice, in the night when the clocks change."""
    original = field.to_python

    def to_python(value: Any) -> Any:
        try:
            return original(value)
        except ValidationError as error:
            if error.code != "ambiguous_timezone":
                raise
            words = _("The clocks change at that time. Choose a time before 1am, or 2am or later.")
            raise ValidationError(words, error.code) from None

    _replace(field, "to_python", to_python)


def _clean_first(field: forms.CharField) -> None:
    """Make a text field clean its input before it measures it."""
    original = field.to_python
    lines = isinstance(field.widget, forms.Textarea)

    def to_python(value: Any) -> Any:
        return original(clean_text(value, lines=lines) if isinstance(value, str) else value)

    _replace(field, "to_python", to_python)


def _fit_first(field: forms.ModelMultipleChoiceField) -> None:
    """Turn away keys with more digits than any database keeps, before one is asked for them: all
    of them fail on such a number, each in its own way."""
    rows = field.queryset
    if rows is None or not isinstance(rows.model._meta.pk, models.IntegerField):
        return
    original = field.clean

    def clean(value: Any) -> Any:
        if any(len(str(key)) > MOST_DIGITS for key in value or ()):
            raise ValidationError(field.error_messages["invalid_pk_value"], "invalid_pk_value")
        return original(value)

    _replace(field, "clean", clean)


def _replace(field: forms.Field, name: str, method: Callable[[Any], Any]) -> None:
    """Put a method of our own on one field. A form's fields are copies of its own, so this changes
    no other form's; a subclass of each of Django's fields would be a second set of them to keep."""
    setattr(field, name, method)
