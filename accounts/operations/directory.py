"""A council's own directory, by OpenID Connect. It says who somebody is; only a link made by the
person themselves, while they were signed in, says who that is here. Never their e-mail address."""

import secrets
from dataclasses import dataclass
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from requests import RequestException

from accounts.models import Membership, Person
from accounts.operations.second_step import note_change
from core.languages import in_default_language

DIRECTORY = "directory"


@dataclass(frozen=True)
class DirectoryClaims:
    """What the directory said: who it is, and whether it asked for two steps; and what it was asked
    for: to sign in, or to be linked. `target` is where to go after."""

    uid: str
    two_steps: bool
    is_link: bool
    target: str


class Directory(OpenIDConnectOAuth2Adapter):
    """allauth's side of the talk with the directory, at our address, every token's signature
    checked."""

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        """Where the directory sends people back to."""
        return request.build_absolute_uri(reverse("accounts:directory-back"))

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        issuer = self.openid_config["issuer"]
        # OpenID Connect Discovery 4.3: what a directory calls itself is where it was asked.
        if issuer.rstrip("/") != settings.OIDC_ISSUER:
            raise OAuth2Error("issuer")
        claims: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=issuer,
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        return claims


def has_directory() -> bool:
    """Whether this program knows one."""
    return bool(settings.OIDC_ISSUER)


def ask_directory(*, request: HttpRequest, link: bool, target: str) -> HttpResponse:
    """Send somebody to the directory, to sign in or to be linked. What it says has to name the word
    that is kept in this browser's session (`nonce`, OpenID Connect Core 3.1.2.1). Raises
    ValidationError when it cannot be reached."""
    provider = get_adapter().get_provider(request, DIRECTORY)
    provider.oauth2_adapter_class = Directory
    process = AuthProcess.CONNECT if link else AuthProcess.LOGIN
    nonce = secrets.token_urlsafe()
    asked = {**provider.get_auth_params(), "nonce": nonce}
    try:
        answer: HttpResponse = provider.redirect(
            request, process=process, next_url=target, auth_params=asked, nonce=nonce
        )
    except (RequestException, OAuth2Error, ImmediateHttpResponse, KeyError, ValueError) as error:
        raise ValidationError(_unreached()) from error
    return answer


def hear_directory(*, request: HttpRequest) -> DirectoryClaims:
    """What the directory says about whoever it sends back. Raises ValidationError when they were
    not sent there from this browser, when it was broken off, or when what it says cannot be
    believed."""
    talk = Directory(request, DIRECTORY)
    provider = talk.get_provider()
    app = provider.app
    try:
        state = provider.unstash_redirect_state(request, request.GET.get("state", ""))
    except PermissionDenied:
        state = None
    if state is None or "code" not in request.GET:
        raise ValidationError(_("That didn’t work. Try again, or sign in another way."))
    try:
        client = talk.get_client(request, app)
        answer = talk.get_access_token_data(
            request, app, client, pkce_code_verifier=state.get("pkce_code_verifier")
        )
        claims = talk._decode_id_token(app, answer["id_token"])
        if not secrets.compare_digest(str(claims["nonce"]), str(state["nonce"])):
            raise OAuth2Error("nonce")
        uid = str(claims["sub"])
    except (RequestException, OAuth2Error, KeyError, ValueError, TypeError) as error:
        raise ValidationError(_unreached()) from error
    return DirectoryClaims(
        uid=uid,
        two_steps=_two_steps(claims),
        is_link=state.get("process") == AuthProcess.CONNECT,
        target=str(state.get("next") or ""),
    )


def is_linked(person: Person) -> bool:
    """Whether an account of the directory signs this person in."""
    return bool(SocialAccount.objects.filter(provider=DIRECTORY, user=person).exists())


def may_use_directory(person: Person) -> bool:
    """Whether the directory may sign somebody in. Where it is one authority's (`OIDC_AUTHORITY`),
    only whoever belongs to that one and to no other now: nobody who keeps the accounts of one
    council can come into another in somebody's name."""
    if not settings.OIDC_AUTHORITY:
        return True
    places = Membership.objects.current().filter(person=person)
    return set(places.values_list("authority__slug", flat=True)) == {settings.OIDC_AUTHORITY}


def person_of(said: DirectoryClaims) -> Person | None:
    """Who linked this account of the directory; None when nobody did, they are not active, or it
    may not sign them in."""
    link = (
        SocialAccount.objects.select_related("user")
        .filter(provider=DIRECTORY, uid=said.uid, user__is_active=True)
        .first()
    )
    person: Person | None = link.user if link else None
    return person if person and may_use_directory(person) else None


@transaction.atomic
def link_directory(*, person: Person, said: DirectoryClaims) -> None:
    """Let an account of the directory sign a person in; it replaces an earlier one. Records
    `accounts.directory.linked`. Raises ValidationError when it signs somebody else in, or may not
    sign this person in."""
    if not may_use_directory(person):
        raise ValidationError(
            _(
                "That account only works for one council’s pages, and you belong to another "
                "council. Sign in with a code instead."
            )
        )
    other = SocialAccount.objects.filter(provider=DIRECTORY, uid=said.uid).exclude(user=person)
    if other.exists():
        raise ValidationError(_("Someone else here already uses that account."))
    SocialAccount.objects.filter(provider=DIRECTORY, user=person).delete()
    SocialAccount.objects.create(provider=DIRECTORY, uid=said.uid, user=person)
    with in_default_language():
        told = _("Your council account was linked to Golden Thread.")
    note_change("accounts.directory.linked", person, told)


@transaction.atomic
def unlink_directory(*, person: Person) -> None:
    """The directory signs this person in no more. Records `accounts.directory.unlinked`."""
    SocialAccount.objects.filter(provider=DIRECTORY, user=person).delete()
    with in_default_language():
        told = _("Your council account is no longer linked to Golden Thread.")
    note_change("accounts.directory.unlinked", person, told)


def _two_steps(claims: dict[str, Any]) -> bool:
    """Whether its word counts as the second step, too (RFC 8176: "mfa" among the methods)."""
    if settings.OIDC_SECOND_STEP == "amr":
        methods = claims.get("amr")
        return isinstance(methods, list) and "mfa" in methods
    return bool(settings.OIDC_SECOND_STEP == "always")


def _unreached() -> str:
    return _(
        "Something went wrong with your council’s sign-in. Sign in another way, or try again later."
    )
