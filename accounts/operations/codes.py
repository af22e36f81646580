"""Codes by e-mail: one to come in with, in the browser that asked for it, once."""

import datetime

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.internal.stagekit import get_pending_stage
from allauth.account.stages import LoginByCodeStage
from allauth.core.internal.cryptokit import compare_user_code
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.operations.mail import post, post_nothing
from core.languages import in_default_language

VALID_FOR = datetime.timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)


def send_code(*, request: HttpRequest, email: str) -> None:
    """Send a code to an address, if somebody here has it, and keep what is needed to check it in
    this browser's session. For an unknown address all the same is done, but nobody gets mail."""
    address = email.strip().lower()
    person = Person.objects.filter(email=address, is_active=True).first()
    LoginCodeVerificationProcess.initiate(request=request, user=person, email=address)
    if person is None:
        post_nothing()


def post_code(*, to: str, code: str) -> None:
    """Queue the e-mail with a code, in the program's own language. It names nobody."""
    with in_default_language():
        subject = _("Your Golden Thread sign-in code")
        lines = [
            _("Your code is %(code)s") % {"code": code},
            _(
                "Enter it in the browser where you asked for it. It works once and runs out "
                "after %(minutes)d minutes."
            )
            % {"minutes": VALID_FOR.total_seconds() // 60},
            _(
                "If you didn’t ask for a code, you don’t need to do anything. Nobody can sign in "
                "without it. Nobody from the council will ever ask you for it."
            ),
        ]
    post(to=to, subject=subject, text="\n\n".join(lines) + "\n", within=VALID_FOR)


def code_asked_for(*, request: HttpRequest) -> LoginCodeVerificationProcess | None:
    """The code this browser waits for; None when it asked for none or the code has run out."""
    stage = get_pending_stage(request)
    if stage is not None and stage.login.user is None:
        # An unknown address: as many questions to the database as for a known one.
        Person.objects.filter(pk=0).first()
    if not isinstance(stage, LoginByCodeStage) or not stage.state:
        return None
    process: LoginCodeVerificationProcess | None = LoginCodeVerificationProcess.resume(stage)
    return process


def code_fits(*, process: LoginCodeVerificationProcess, typed: str) -> bool:
    """Whether a typed code is the right one; capitals, spaces and dashes do not matter. A wrong one
    is counted, and after the last the code no longer works."""
    if compare_user_code(actual=typed, expected=process.code):
        return True
    process.record_invalid_attempt()
    return False
