"""Erase who somebody is, from what every app holds. Here, above them all, since it reaches into
all; the only place that writes what another app keeps."""

from functools import partial

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import ErasureChoice, ErasureStatus, Listing, Role
from accounts.models import (
    Authority,
    ErasureRequest,
    Invitation,
    Membership,
    NewsChoice,
    Notice,
    OutgoingMail,
    Person,
    UndeliveredMail,
)
from accounts.operations.erasure import tell_decided
from accounts.operations.rights import project_membership
from accounts.operations.sessions import end_sessions
from accounts.policies import can_decide_erasure
from core import audit
from core.decisions import require
from core.languages import in_default_language
from portal.operations.erased_documents import replace_documents
from portal.queries.name_mentions import (
    Known,
    Left,
    each_string,
    known_as,
    left_names,
    rewritten,
    taken_sentences,
    what_is_left,
)
from portal.queries.named import TEXTS, rows_naming, standing_texts


@transaction.atomic
def grant_erasure(*, actor: Membership, request: ErasureRequest) -> ErasureRequest:
    """Erase who somebody is from everything that one authority holds, and say so.

    Their memberships end today and go by "A former care consultant" (their role); what they
    called themselves and were told of goes. Invitations lose name and address. Where a text that
    is not signed or published has their name or address, that is replaced. About a word of the
    name, a name that somebody else has too, and files a person has decided before
    (`decide_left`): those sentences lose it too, and those files go. PDFs that say something else
    than their report says now are removed, and those that were public are made anew. The trail
    loses their name and the words about them (`core.audit.forget`). What they did stays, as the
    record of a public body (UK GDPR article 17(3)(b) and (d)). With the last authority that holds
    them the account goes: name, address, ways to sign in, sessions, mail. Signed and published
    texts stay, and are listed in `kept_in`.

    Records `accounts.erasure.granted`, with no name. Tells them by a last e-mail. Refused to
    whoever is no coordinator, about oneself, and once it is decided. Raises ValidationError while a
    sentence or a file waits for somebody to decide about it."""
    current = _locked(request)
    require(can_decide_erasure(actor, current))
    person, authority = current.membership.person, current.membership.authority
    address = person.email
    stand_in = former(current.membership.role)
    known = known_as(person, authority, stand_in)
    left = left_names(current, known)
    if left.undecided:
        raise ValidationError({"decision": what_is_left(left)})
    kept = standing_texts(authority, known.names)
    last = not _held_elsewhere(person, authority)
    _replace_in_texts(authority, known, current.choices)
    _remove_files(actor, left)
    invited = _forget_invitations(person, authority, stand_in)
    ids = _forget_memberships(person, authority)
    _forget_in_trail(
        actor, person, authority, [*known.names, *taken_sentences(left)], [*ids, *invited], last
    )
    if last:
        _forget_account(person, stand_in)
    replace_documents(actor, authority)
    current.status, current.choices = ErasureStatus.GRANTED, {}
    current.decided_by, current.decided_at, current.kept_in = actor, timezone.now(), kept
    current.save()
    audit.record("accounts.erasure.granted", actor=actor, about=current)
    tell_decided(address)
    return current


@transaction.atomic
def decide_left(
    *, actor: Membership, request: ErasureRequest, key: str, choice: str
) -> ErasureRequest:
    """Decide about one sentence or file that may be about whoever asked: it stays, or what may be
    them is taken out when the request is granted. May be decided anew until then. Records
    `accounts.erasure.choice_made`, without a word of it. Refused to whoever may not decide the
    request. Raises ValidationError for one that is not there any more, as it was."""
    current = _locked(request)
    require(can_decide_erasure(actor, current))
    left = left_of(current)
    if key not in {one.key for one in left.everything}:
        raise ValidationError(
            _("This has changed since you opened the page. Reload the page and look again.")
        )
    current.choices = {**current.choices, key: ErasureChoice(choice).value}
    current.save()
    audit.record(
        "accounts.erasure.choice_made", actor=actor, about=current, changes={"choice": ["", choice]}
    )
    return current


def left_of(request: ErasureRequest) -> Left:
    """What a person has to decide before a request is granted."""
    membership = request.membership
    stand_in = former(membership.role)
    return left_names(request, known_as(membership.person, membership.authority, stand_in))


def _locked(request: ErasureRequest) -> ErasureRequest:
    """The request as it stands, held until the end of the transaction."""
    return (
        ErasureRequest.objects.select_for_update(of=("self",))
        .select_related("membership__person", "membership__authority")
        .get(pk=request.pk)
    )


def former(role: str) -> str:
    """Who somebody was, without who they are: "A former care consultant"."""
    with in_default_language():
        return {
            Role.CARE_CONSULTANT: _("A former care consultant"),
            Role.ELECTED_MEMBER: _("A former elected member"),
            Role.OFFICER: _("A former officer"),
            Role.PARTNER: _("A former partner"),
            Role.EXECUTIVE: _("A former executive"),
            Role.COORDINATOR: _("A former coordinator"),
            Role.SAFEGUARDING_LEAD: _("A former safeguarding lead"),
        }[Role(role)]


def _held_elsewhere(person: Person, authority: Authority) -> bool:
    """Whether another authority still knows them by name."""
    erased = ErasureRequest.objects.filter(
        membership__person=person, status=ErasureStatus.GRANTED
    ).values("membership__authority")
    return (
        Membership.objects.filter(person=person)
        .exclude(authority=authority)
        .exclude(authority__in=erased)
        .exists()
    )


def _replace_in_texts(authority: Authority, known: Known, choices: dict[str, str]) -> None:
    """Put who they were for who they are: where it surely is them, and where that was decided."""
    for texts in TEXTS:
        model = apps.get_model(texts.model)
        for pk, fields in list(rows_naming(texts, authority, known.searched, standing=False)):
            new = {}
            for name, value in fields.items():
                most = getattr(model._meta.get_field(name), "max_length", None)
                text = each_string(value, lambda one: rewritten(one, known, choices))
                new[name] = text[:most] if isinstance(text, str) and most else text
            model._base_manager.filter(pk=pk).update(**new)


def _remove_files(actor: Membership, left: Left) -> None:
    """Remove the files of which that was decided: the rows now, what is in them once it is sure."""
    for one in left.files:
        if one.choice == ErasureChoice.TAKE_OUT:
            file = one.file
            audit.record("outcomes.evidence.removed", actor=actor, about=file.update.action)
            file.delete()
            transaction.on_commit(partial(file.file.storage.delete, file.file.name))


def _forget_invitations(
    person: Person, authority: Authority, stand_in: str
) -> list[tuple[str, str]]:
    """Take name and address out of every invitation to them. Returns which, as the trail says."""
    found = Invitation.objects.filter(authority=authority, email=person.email) | (
        Invitation.objects.filter(authority=authority, membership__person=person)
    )
    ids = list(found.values_list("pk", flat=True))
    for pk in ids:
        Invitation.objects.filter(pk=pk).update(
            name=stand_in, email=f"erased-invitation-{pk}@erased.invalid", title=""
        )
    Invitation.objects.filter(pk__in=ids).waiting().update(withdrawn_at=timezone.now())
    return [("accounts.invitation", str(pk)) for pk in ids]


def _forget_memberships(person: Person, authority: Authority) -> list[tuple[str, str]]:
    """End what holds, take out what they called themselves, and forget what they were told of."""
    found = list(Membership.objects.filter(person=person, authority=authority))
    Notice.objects.filter(membership__in=found).delete()
    NewsChoice.objects.filter(membership__in=found).delete()
    for membership in found:
        if membership.ends_on is None or membership.ends_on > timezone.localdate():
            membership.ends_on = max(timezone.localdate(), membership.starts_on)
        membership.title, membership.listing = "", Listing.CHOSEN
        membership.listed_as = former(membership.role)
        membership.save()
    if found:
        project_membership(found[0])
    return [("accounts.membership", str(one.pk)) for one in found]


def _forget_in_trail(
    actor: Membership,
    person: Person,
    authority: Authority,
    names: list[str],
    objects: list[tuple[str, str]],
    last: bool,
) -> None:
    for authority_id in (authority.pk, None) if last else (authority.pk,):
        audit.forget(
            person_id=person.pk,
            authority_id=authority_id,
            decided_by=actor,
            objects={*objects, ("accounts.person", str(person.pk))},
            names=names,
        )


def _forget_account(person: Person, stand_in: str) -> None:
    """Take out of the account who they are, every way in, and mail that waits for them."""
    end_sessions(person=person)
    EmailAddress.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()
    SocialAccount.objects.filter(user=person).delete()
    OutgoingMail.objects.filter(to=person.email).delete()
    UndeliveredMail.objects.filter(to=person.email.lower()).delete()
    person.name, person.email = stand_in, f"erased-{person.pk}@erased.invalid"
    person.is_active, person.last_login = False, None
    person.set_unusable_password()
    person.save()
