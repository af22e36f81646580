"""Each field is classified: does it hold something personal, and of what kind? (SG-001, SG-010.)"""

import re

import yaml
from django.apps import apps
from django.conf import settings

from tests.architecture.packages import APPS

REGISTER = settings.ROOT / "docs" / "personal-data.yaml"
KINDS = {
    "no",  # nothing about a person
    "identity",  # who somebody is: a name, how they are listed
    "contact",  # how to reach them
    "secret",  # proves who they are
    "trace",  # that a person did something, and when
    "words",  # free text that people write; never about one child's life
}
# What this product must never hold.
FORBIDDEN = re.compile(
    r"birth|dob|nhs|upn|pupil_n|placement|legal_status_of|diagnos|ethnic|religio|postcode|address"
)
# What somebody else's package keeps about people, in our database.
OF_OTHERS = {"account", "mfa", "usersessions", "socialaccount"}


def fields() -> dict[str, set[str]]:
    return {
        model._meta.label: {field.name for field in model._meta.local_fields}
        for model in apps.get_models()
        if model._meta.app_label in {*APPS, *OF_OTHERS}
    }


def test_the_register_names_every_field_once_and_no_other() -> None:
    register = yaml.safe_load(REGISTER.read_text())
    assert {model: set(entries) for model, entries in register.items()} == fields()
    assert {kind for entries in register.values() for kind in entries.values()} == KINDS


def test_no_field_may_hold_a_childs_case() -> None:
    found = [
        f"{model}.{name}"
        for model, names in fields().items()
        for name in names
        if model.split(".")[0] not in OF_OTHERS and FORBIDDEN.search(name)
    ]
    assert found == []
