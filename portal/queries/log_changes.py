"""What the activity log keeps of a change, in words: "Status: On track → Done"."""

import re
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import ErasureChoice, Handed, Listing, Rhythm, Role, Topic
from accounts.models import Authority
from cooperative.enums import Presence
from core.dates import full_day
from core.languages import GENERIC
from portal.queries.log_deeds import DEEDS, deed_in_words, own_words

NAMES: dict[str, str | Promise] = {
    "about": gettext_lazy("About"),
    "added": gettext_lazy("Lines added"),
    "adopted_on": gettext_lazy("Adopted on"),
    "age_from": gettext_lazy("Youngest age"),
    "age_to": gettext_lazy("Oldest age"),
    "agreement": gettext_lazy("Agreement"),
    "agreement_ends_on": gettext_lazy("Agreement ends on"),
    "aliases": gettext_lazy("Other names"),
    "attempt": gettext_lazy("Attempt"),
    "attempts": gettext_lazy("Attempts"),
    "attribution": gettext_lazy("Whose words"),
    "audience": gettext_lazy("Asked of"),
    "because": gettext_lazy("Reason"),
    "body": gettext_lazy("Group"),
    "bytes": gettext_lazy("Bytes"),
    "cannot_be_met_because": gettext_lazy("Can’t be met because"),
    "choice": gettext_lazy("Decision"),
    "code": gettext_lazy("What"),
    "colour": gettext_lazy("Colour"),
    "commitment": gettext_lazy("Commitment"),
    "counts_people": gettext_lazy("Counts people"),
    "decides": gettext_lazy("Makes decisions"),
    "description": gettext_lazy("Description"),
    "details": gettext_lazy("Further settings"),
    "due_on": gettext_lazy("Due on"),
    "eligibility": gettext_lazy("Who can join"),
    "ends_on": gettext_lazy("Ends on"),
    "expectations": gettext_lazy("%(expectations)s"),
    "felt_by": gettext_lazy("Felt by"),
    "fields": gettext_lazy("What was corrected"),
    "foreword": gettext_lazy("Foreword"),
    "format": gettext_lazy("Format"),
    "gone": gettext_lazy("Lines removed"),
    "had_signed": gettext_lazy("Had signed"),
    "handed_over": gettext_lazy("Responsible"),
    "icon": gettext_lazy("Icon"),
    "instead_of": gettext_lazy("Instead of"),
    "introduction": gettext_lazy("Introduction"),
    "is_main": gettext_lazy("Main list"),
    "kind": gettext_lazy("Kind"),
    "language": gettext_lazy("Language of emails"),
    "led_by": gettext_lazy("Led by"),
    "legal_status": gettext_lazy("Legal status"),
    "lines": gettext_lazy("Lines"),
    "listing": gettext_lazy("Public name"),
    "logo": gettext_lazy("Logo"),
    "meaning": gettext_lazy("Meaning"),
    "meetings_a_year": gettext_lazy("Meetings a year"),
    "meets_in_public": gettext_lazy("Meets in public"),
    "membership": gettext_lazy("Person"),
    "minutes": gettext_lazy("Length in minutes"),
    "missing": gettext_lazy("Missing"),
    "name": gettext_lazy("Name"),
    "nation": gettext_lazy("Nation"),
    "needed": gettext_lazy("Signatures needed"),
    "note": gettext_lazy("Note"),
    "notes": gettext_lazy("Minutes of the item"),
    "number": gettext_lazy("Number"),
    "observers_allowed": gettext_lazy("Observers allowed"),
    "on_one_page": gettext_lazy("On the one page"),
    "organisation": gettext_lazy("Organisation"),
    "outcome": gettext_lazy("%(outcome)s"),
    "outcome_set": gettext_lazy("List of %(outcomes)s"),
    "owner": gettext_lazy("Owner"),
    "pages": gettext_lazy("Pages"),
    "participation": gettext_lazy("How young people take part"),
    "period": gettext_lazy("Period"),
    "person": gettext_lazy("Who"),
    "place": gettext_lazy("Place"),
    "position": gettext_lazy("Position"),
    "purpose": gettext_lazy("Purpose"),
    "quantity": gettext_lazy("Number"),
    "rank": gettext_lazy("Position"),
    "renewed": gettext_lazy("Lines brought up to date"),
    "reply": gettext_lazy("Reply"),
    "reply_by": gettext_lazy("Reply by"),
    "rhythm": gettext_lazy("How often"),
    "role": gettext_lazy("Role"),
    "say": gettext_lazy("Say"),
    "short_name": gettext_lazy("Short name"),
    "sign_offs_needed": gettext_lazy("Signatures needed"),
    "signed": gettext_lazy("Signatures"),
    "since": gettext_lazy("From"),
    "source": gettext_lazy("Source"),
    "source_name": gettext_lazy("Name"),
    "standing_items": gettext_lazy("On every agenda"),
    "starts_at": gettext_lazy("When"),
    "starts_on": gettext_lazy("Starts on"),
    "status": gettext_lazy("Status"),
    "stopped": gettext_lazy("No emails about"),
    "strategy_name": gettext_lazy("Strategy"),
    "success_measure": gettext_lazy("What success looks like"),
    "summary": gettext_lazy("Summary"),
    "target": gettext_lazy("Target"),
    "terminology": gettext_lazy("The council’s own words"),
    "test_question": gettext_lazy("Test question"),
    "text": gettext_lazy("Text"),
    "theme": gettext_lazy("Theme"),
    "themed": gettext_lazy("Has themes"),
    "title": gettext_lazy("Title"),
    "tone": gettext_lazy("Colour"),
    "unit": gettext_lazy("Unit"),
    "until": gettext_lazy("To"),
    "voice": gettext_lazy("Who speaks"),
    "why": gettext_lazy("Why"),
    "why_is_public": gettext_lazy("Public reason"),
    "word": gettext_lazy("Word"),
    "year_over": gettext_lazy("The year is over"),
}
# Kept by their value, not by a field's name.
KINDS: dict[str, str | Promise] = dict([*Handed.choices, *Presence.choices])
# Choices of what an event is not itself about, such as how somebody wants their e-mails.
CHOICES: dict[str, Any] = {
    "choice": ErasureChoice.choices,
    "language": settings.LANGUAGES,
    "listing": Listing.choices,
    "rhythm": Rhythm.choices,
    "role": Role.choices,
    "stopped": Topic.choices,
}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def changes_in_words(
    changes: dict[str, Any], object_type: str = "", authority: Authority | None = None
) -> str:
    """ "Status: On track → Done; Due on: 9 November 2026 → 30 January 2027"."""
    parts = []
    for name, value in changes.items():
        named = name_in_words(name, authority)
        if name == "had_signed":
            # Each with the hash of what they signed, which says nothing to anyone.
            shown = ", ".join(str(row[0]) for group in value for row in _rows(group))
        elif isinstance(value, list) and len(value) == 2 and name != "missing":
            was, now = (_value(object_type, name, one, authority) for one in value)
            shown = f"{was} → {now}"
        else:
            shown = _value(object_type, name, value, authority)
        parts.append(f"{named}: {shown}")
    return "; ".join(parts)


def _rows(group: Any) -> list[Any]:
    """The (name, hash) pairs of a reopened report, nested or not."""
    return group if group and isinstance(group[0], list) else [group]


def name_in_words(name: str, authority: Authority | None = None) -> str:
    """A field as people say it; one of an earlier version in ordinary words."""
    known = NAMES.get(name) or KINDS.get(name)
    if known is None:
        return capfirst(name.replace("_", " "))
    return capfirst(str(known) % own_words(authority))


def _value(object_type: str, name: str, value: Any, authority: Authority | None) -> str:
    """One value: a choice by its label, a day as people write it, a list with commas."""
    if value in (None, "", [], {}, "None"):
        return _("nothing")
    if isinstance(value, bool) or value in ("True", "False"):
        return _("yes") if value in (True, "True") else _("no")
    if isinstance(value, list):
        return ", ".join(_value(object_type, name, one, authority) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_value('', key, one, authority)}" for key, one in value.items())
    return _text(object_type, name, str(value), authority)


def _text(object_type: str, name: str, value: str, authority: Authority | None) -> str:
    if name == "fields":
        return ", ".join(name_in_words(one, authority) for one in value.split(", "))
    if name == "code":
        found = value.rstrip(".")
        return deed_in_words(value, authority) if found in DEEDS else found
    if name == "about":
        return thing_in_words(value, authority)
    labels = _labels(object_type, name)
    if value in labels:
        return str(labels[value])
    if _DAY.match(value):
        return _moment(value)
    return value


def _labels(object_type: str, name: str) -> dict[Any, Any]:
    """The labels of a model's field of choices; of another field none."""
    try:
        field = apps.get_model(object_type)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return dict(CHOICES.get(name, ()))
    return dict(getattr(field, "flatchoices", None) or CHOICES.get(name, ()))


def _moment(value: str) -> str:
    """A day, or a moment with its time here; the text as it is when it only begins like one."""
    try:
        day, moment = parse_date(value), parse_datetime(value)
    except ValueError:
        return value
    if day is not None:
        return full_day(day)
    if moment is None:
        return value
    local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    return f"{full_day(local.date())}, {date_format(local, 'g:iA').lower()}"


def thing_in_words(about: str, authority: Authority | None = None) -> str:
    """ "outcomes.action-12" as "Action 12", in the authority's own word where it has one."""
    kind, _dash, number = about.rpartition("-")
    try:
        name = str(apps.get_model(kind)._meta.verbose_name)
    except (LookupError, ValueError):
        return about
    if name in GENERIC and authority is not None:
        name = authority.word(name)
    return f"{capfirst(name)} {number}"
