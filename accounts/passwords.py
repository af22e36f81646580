"""Passwords that somebody would try first."""

import re
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Authority
from core.folding import fold

# Fewer different characters than this are quickly tried.
FEWEST = 6
OURS = ("goldenthread", "careconsultant", "corporateparent", "corporateparenting", "password")


class NotEasilyGuessed:
    """Refuses digits alone, a few characters again and again, and a common word or the name of a
    council or of this program with digits and signs around it."""

    def __init__(self) -> None:
        self.common = CommonPasswordValidator().passwords

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError, in plain words, for such a password."""
        if password.isdigit():
            raise ValidationError(_("Use letters or words as well as numbers."))
        if len(set(password.lower())) < FEWEST:
            raise ValidationError(_("Use more different letters. Three words work well."))
        core = re.sub(r"[^a-z]+", "", fold(password))
        if core in self.common or core in self._names():
            raise ValidationError(_("This password is easy to guess. Try three random words."))

    def get_help_text(self) -> str:
        """What stands beside the box."""
        return _("Three random words work well.")

    def _names(self) -> set[str]:
        """What stands for the council or for this program, as people would type it."""
        names = set(OURS)
        for words in Authority.objects.values_list("name", "short_name", "slug"):
            names |= {re.sub(r"[^a-z]+", "", fold(word)) for word in words}
        return names
