"""Where an authority's texts may have somebody's name, and which of those texts stand for good."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Authority, Invitation, Membership, Person
from core.audit import naming
from impact.enums import AnnualStatus, ReportStatus
from impact.models import AnnualReport, ImpactReport
from voice.enums import AskState


@dataclass(frozen=True)
class Texts:
    """The texts of one model: how a query asks for their authority, and which rows stand as they
    are, since care consultants signed them or they are public record."""

    model: str
    authority: str
    fields: tuple[str, ...]
    stand: Q | None = None
    # Rows that nobody else may read or change, even for this.
    leaves: Q | None = None


_SIGNED = (ReportStatus.SIGNED_OFF, ReportStatus.PUBLISHED)
# Every field that the register of personal data calls words or identity, the facts a report was
# made of, and what a list of people to invite had in it. A test holds the two together.
TEXTS: tuple[Texts, ...] = (
    Texts("accounts.Invitation", "authority", ("name", "title")),
    Texts("accounts.InvitationSheet", "authority", ("rows",)),
    Texts("accounts.Membership", "authority", ("title", "listed_as")),
    Texts("accounts.HandedOver", "authority", ("called",)),
    Texts("accounts.Notice", "membership__authority", ("name",)),
    Texts("accounts.ErasureRequest", "membership__authority", ("reason",)),
    Texts("expectations.Evidence", "authority", ("felt_by",)),
    Texts("expectations.ExpectationVerdict", "by__authority", ("words",)),
    # What was handed to the safeguarding lead stays as it was said (SG-128).
    Texts("voice.Ask", "authority", ("text", "source_name"), leaves=Q(state=AskState.HELD)),
    Texts("outcomes.Action", "authority", ("title", "description", "success_measure")),
    Texts("outcomes.DateMove", "action__authority", ("because",)),
    Texts("outcomes.EvidenceFile", "update__action__authority", ("name",)),
    Texts("outcomes.Priority", "authority", ("title", "why", "closing_words")),
    Texts("outcomes.ProgressUpdate", "action__authority", ("done", "difference")),
    Texts("outcomes.Verdict", "by__authority", ("words",)),
    Texts("outcomes.Workplan", "authority", ("title",)),
    Texts(
        "cooperative.AgendaItem",
        "meeting__authority",
        ("title", "led_by", "purpose", "notes", "declined_because"),
    ),
    Texts("cooperative.Challenge", "authority", ("question", "why")),
    Texts("cooperative.ChallengeAnswer", "challenge__authority", ("text", "refused_because")),
    Texts("cooperative.Escalation", "authority", ("obstacle", "needed")),
    Texts("cooperative.EscalationStep", "escalation__authority", ("words",)),
    Texts("cooperative.Meeting", "authority", ("title", "place")),
    Texts("cooperative.MeetingChange", "meeting__authority", ("reason",)),
    Texts(
        "cooperative.MeetingDecision",
        "meeting__authority",
        ("text", "reason", "alternatives", "if_not_decided"),
    ),
    Texts("cooperative.MemberQuestion", "meeting__authority", ("text", "answer")),
    Texts("cooperative.Seat", "body__authority", ("title",)),
    Texts(
        "impact.AnnualReport",
        "authority",
        ("title", "foreword", "facts", "reopened_because"),
        Q(status=AnnualStatus.ENDORSED),
    ),
    Texts("impact.ImpactReport", "authority", ("title", "introduction"), Q(status__in=_SIGNED)),
    Texts(
        "impact.ReportLine",
        "report__authority",
        ("text", "composed_text", "facts"),
        Q(report__status__in=_SIGNED),
    ),
    Texts("impact.ScrutinyAnswer", "comment__authority", ("why", "action")),
    Texts("impact.ScrutinyComment", "authority", ("text", "withdrawn_because")),
)


def names_of(person: Person, authority: Authority) -> list[str]:
    """What a person goes by in one authority: their name and address, how they are listed, and what
    invitations called them."""
    memberships = Membership.objects.filter(person=person, authority=authority)
    invited = Invitation.objects.filter(
        Q(membership__in=memberships) | Q(email=person.email), authority=authority
    )
    found = {person.name, person.email, *memberships.values_list("listed_as", flat=True)}
    for name, email in invited.values_list("name", "email"):
        found |= {name, email}
    return sorted(found - {""})


def shares_a_name(person: Person, names: list[str]) -> bool:
    """Whether somebody else goes by one of these names, so that a text may mean either."""
    others = Membership.objects.exclude(person=person)
    return any(
        others.filter(Q(person__name__same_text=name) | Q(listed_as__same_text=name)).exists()
        for name in names
    )


def rows_naming(
    texts: Texts, authority: Authority, names: list[str], *, standing: bool
) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of these texts that have one of the names, with their fields; those that stand for
    good, or the others."""
    # Of points those that wait as well: a name may be in words that nobody has released.
    rows = apps.get_model(texts.model)._base_manager.filter(**{texts.authority: authority})
    if texts.leaves is not None:
        rows = rows.exclude(texts.leaves)
    if texts.stand is not None:
        rows = rows.filter(texts.stand) if standing else rows.exclude(texts.stand)
    elif standing:
        return
    named = naming(names)
    for pk, *values in rows.order_by("pk").values_list("pk", *texts.fields).iterator():
        if any(has_name(value, named) for value in values):
            yield pk, dict(zip(texts.fields, values, strict=True))


def has_name(value: Any, named: Any) -> bool:
    """Whether a text, or any text in what a report was made of, has a name."""
    if isinstance(value, str):
        return bool(named.search(value))
    if isinstance(value, dict):
        return any(has_name(one, named) for one in value.values())
    return isinstance(value, list) and any(has_name(one, named) for one in value)


def standing_texts(authority: Authority, names: list[str]) -> list[str]:
    """The signed and published texts that have one of the names, by what they are called."""
    found: dict[str, None] = {}
    for texts in TEXTS:
        for pk, _fields in rows_naming(texts, authority, names, standing=True):
            found[_called(texts.model, pk)] = None
    return list(found)


def _called(model: str, pk: int) -> str:
    if model == "impact.AnnualReport":
        words, title = _("Annual report: %(title)s"), AnnualReport.objects.get(pk=pk).title
    else:
        report = ImpactReport.objects.get(**{"pk" if model.endswith("Report") else "lines": pk})
        words, title = _("Impact report: %(title)s"), report.title
    return words % {"title": title}
