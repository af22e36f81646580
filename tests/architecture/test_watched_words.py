"""Every box for free text warns of personal details before it is saved (SG-003): all forms are
walked, and one that is not watched says here why."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest
from django import forms

from core.forms import Form, ModelForm
from core.personal_data import WarnsOfPersonalData
from tests.architecture.packages import APPS

# Not words that anyone writes freely.
NOT_WORDS = (
    forms.EmailField, forms.URLField, forms.UUIDField, forms.SlugField, forms.RegexField,
)  # fmt: skip
_NAME = "Asks for a name."
_POST = "Asks for a post or an agreement."
_OWN = "A council's own word or picture, set up by its coordinator."
EXCUSED = {
    "PlainWordForm.instead_of": _OWN,
    "PlainWordForm.say": _OWN,
    "GlossaryTermForm.word": _OWN,
    "LogoForm.words": _OWN,
    "ColourForm.colour": "A colour.",
    "CodeForm.code": "A code.",
    "SecondStepForm.code": "A code.",
    "AddAppForm.code": "A code.",
    "AddPasskeyForm.name": "A name for one's own device.",
    "AcceptForm.name": _NAME,
    "InviteForm.name": _NAME,
    "ListingForm.name": _NAME,
    "OrganisationForm.name": _NAME,
    "AgendaItemForm.led_by": _NAME,
    "ChangeItemForm.led_by": _NAME,
    "_StandingForm.title": _POST,
    "_StandingForm.agreement": _POST,
    "InviteForm.title": _POST,
    "InviteForm.agreement": _POST,
    "ChangeMembershipForm.title": _POST,
    "ChangeMembershipForm.agreement": _POST,
    "AgreementForm.agreement": _POST,
    "ListingForm.title": _POST,
    "SeatForm.title": _POST,
    "ChangeSeatForm.title": _POST,
    "GalleryForm.title": "The gallery of components, which saves nothing.",
    "GalleryForm.why": "The gallery of components, which saves nothing.",
}


def all_forms() -> list[type[forms.BaseForm]]:
    """Every form of the program."""
    for app in APPS:
        package = importlib.import_module(app)
        for module in pkgutil.walk_packages(package.__path__, f"{app}."):
            if ".forms" in module.name or ".views" in module.name:
                importlib.import_module(module.name)
    found = {*_below(Form), *_below(ModelForm)}
    ours = (one for one in found if one.__module__.partition(".")[0] in APPS)
    return sorted(ours, key=lambda one: (one.__module__, one.__name__))


def _below(parent: type[Any]) -> Iterator[type[Any]]:
    for child in parent.__subclasses__():
        yield child
        yield from _below(child)


def free_text(form: type[Any]) -> list[str]:
    return [
        name
        for name, field in form.base_fields.items()
        if isinstance(field, forms.CharField)
        and not isinstance(field, NOT_WORDS)
        and not isinstance(field.widget, (forms.HiddenInput, forms.PasswordInput))
    ]


def test_every_box_is_watched_or_says_why_not() -> None:
    found = all_forms()
    assert len(found) > 40
    unwatched = {
        f"{form.__name__}.{name}"
        for form in found
        for name in free_text(form)
        if name not in getattr(form, "watched", ())
    }
    assert unwatched == set(EXCUSED)


@pytest.mark.parametrize("form", [one for one in all_forms() if hasattr(one, "watched")])
def test_what_is_watched_is_there(form: type[Any]) -> None:
    assert issubclass(form, WarnsOfPersonalData)
    assert form.watched
    # Named by the form itself, or by one of its own kind: a field may be left out below it.
    declared = {name for parent in form.__mro__ for name in getattr(parent, "base_fields", {})}
    assert set(form.watched) <= declared
    assert set(form.places) <= set(form.watched)
