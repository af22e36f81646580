"""What allauth does differently here: its mail is queued, its pages are ours, nobody signs up."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.stages import AuthenticateStage
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.encoding import force_bytes
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.models import Person
from accounts.operations.codes import post_code
from accounts.reauthentication import vouched_by


class AccountAdapter(DefaultAccountAdapter):
    """allauth's way into this program."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: an invitation is the only way in."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing in allauth's words; our pages say what happened."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the one e-mail that allauth sends here: a code."""
        if template_prefix != "account/email/login_code":
            raise ValueError(f"allauth wants to send {template_prefix!r}, which has no words here")
        post_code(to=email, code=context["code"])

    def is_safe_url(self, url: str | None) -> bool:
        """Only ever a page of this program, also where every host is allowed."""
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts=None, require_https=self.request.is_secure()
        )

    def get_login_stages(self) -> list[str]:
        """What stands between the first proof and being in."""
        return ["allauth.account.stages.LoginByCodeStage", "accounts.adapters.SecondStepStage"]

    def respond_user_inactive(self, request: HttpRequest, user: Person) -> HttpResponse:
        """Somebody who was let go while they were signing in starts again, like a stranger."""
        return redirect("accounts:sign-in")


class SecondStepStage(AuthenticateStage):
    """Between the first proof and being in, for whoever has set up a second step."""

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """Lead to our own page; a passkey alone was both steps in one."""
        if not vouched_by(self.request) and self._should_handle(self.request):
            return redirect("accounts:second-step"), True
        return None, True


class SecondStepAdapter(DefaultMFAAdapter):
    """Second steps: secrets are locked up, and words are ours."""

    def encrypt(self, text: str) -> str:
        """Lock a secret up, so that a copy of the database alone is no second step."""
        return _lock().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again; empty, which fits no code, when its key is known no more."""
        try:
            return _lock().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return ""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """What a passkey is for: this program, at the name people type."""
        return {**super().get_public_key_credential_rp_entity(), "name": settings.MFA_TOTP_ISSUER}


def _lock() -> MultiFernet:
    """The newest key locks; older ones still open."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        Fernet(
            base64.urlsafe_b64encode(hashlib.sha256(b"second step " + force_bytes(key)).digest())
        )
        for key in keys
    )
