"""Pure checks."""

import datetime
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

LONGEST_WAIT = datetime.timedelta(days=366)


def day_problem(day: datetime.date) -> str:
    """Why a day until which something is asked does not do; empty when it does."""
    today = timezone.localdate()
    if day <= today:
        return _("Enter a date after today.")
    if day > today + LONGEST_WAIT:
        return _("Enter a date within the next year.")
    return ""


def check_whole(obj: models.Model, exclude: Iterable[str] = ()) -> None:
    """`full_clean`, and the length of long texts too: Django measures those in forms alone, and
    not everything comes from a form. Raises ValidationError with every problem beside its field."""
    problems: dict[str, list[str]] = {}
    try:
        obj.full_clean(exclude=set(exclude))
    except ValidationError as error:
        problems = error.message_dict
    for field in obj._meta.concrete_fields:
        if isinstance(field, models.TextField) and field.max_length:
            length = len(getattr(obj, field.name) or "")
            if length > field.max_length:
                problems.setdefault(field.name, []).append(
                    _("Use %(most)s characters or fewer. You’ve used %(used)s.")
                    % {"most": field.max_length, "used": length}
                )
    if problems:
        raise ValidationError(problems)
