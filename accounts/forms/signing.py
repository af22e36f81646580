"""What people fill in to come in, and to say how they do."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import (
    Person,
)
from core.forms import Form


def _password(label: Any, autocomplete: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
        strip=False,
    )


def _email() -> forms.EmailField:
    return forms.EmailField(
        label=_("Email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )


def code_field(label: Any, *, numeric: bool = False) -> forms.CharField:
    """A code to copy: phones offer it by themselves, and put up the right keys."""
    return forms.CharField(
        label=label,
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric" if numeric else "text",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )


class AddressForm(Form):
    """Where to send a code."""

    email = _email()
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class CodeForm(Form):
    """The code that was sent."""

    code = code_field(_("Code"))
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class SignInForm(Form):
    """Address and password. Says nothing about which of them was wrong."""

    email = _email()
    password = _password(_("Password"), "current-password")
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class CredentialField(forms.JSONField):
    """What a passkey answered, put there by the page's script."""

    widget = forms.HiddenInput
    MOST = 20_000

    def to_python(self, value: Any) -> Any:
        """Its JSON; too much of it, or too deep, is none."""
        if isinstance(value, str) and len(value) > self.MOST:
            raise ValidationError(gettext("That didn’t work. Try again."))
        try:
            return super().to_python(value)
        except RecursionError:
            raise ValidationError(gettext("That didn’t work. Try again.")) from None

    def bound_data(self, data: Any, initial: Any) -> None:
        """Nothing goes back into the form: an answer fits one challenge; the page has another."""

    def prepare_value(self, value: Any) -> str:
        return ""


class SecondStepForm(Form):
    """A code, or a passkey's answer."""

    code = code_field(_("Code"), numeric=True)
    credential = CredentialField(required=False)
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """One of the two is enough."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("credential"):
            self.errors.pop("code", None)
        return cleaned


class PasskeyForm(Form):
    """A passkey's answer."""

    credential = CredentialField(
        error_messages={"required": _("Press the button and use your passkey.")}
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class AddPasskeyForm(Form):
    """A new passkey, and what to call it."""

    name = forms.CharField(
        label=_("Name for this passkey"), max_length=60, help_text=_("For example “my phone”.")
    )
    credential = CredentialField(
        error_messages={"required": _("Press the button and use your passkey.")}
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class AddAppForm(Form):
    """The first code of a new authenticator app."""

    code = code_field(_("Code from your authenticator app"), numeric=True)
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class NewPasswordForm(Form):
    """A password, twice, that Django's validators take. `whose` it is, so that it is not their
    own address again."""

    password = _password(_("Choose a password"), "new-password")
    password_again = _password(_("Confirm your password"), "new-password")

    def __init__(self, *args: Any, whose: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.whose = whose
        self.fields["password"].help_text = " ".join(password_validators_help_texts()[:1])

    def clean(self) -> dict[str, Any]:
        """Both the same, and a good one."""
        cleaned = super().clean() or self.cleaned_data
        password, again = cleaned.get("password"), cleaned.get("password_again")
        if password and not again and "password_again" not in self.errors:
            self.add_error("password_again", gettext("Fill this in."))
        elif again and again != password and "password" not in self.errors:
            self.add_error(
                "password_again", gettext("The passwords don’t match. Enter the same one twice.")
            )
        if not password:
            return cleaned
        try:
            validate_password(password, self.whose)
        except ValidationError as error:
            self.add_error("password", error)
        return cleaned


class SecondStepForgetForm(Form):
    """Take away somebody's second step, having made sure that it is they who ask."""

    sure = forms.BooleanField(
        label=_("I’ve spoken to them and I’m sure the request is theirs"),
        error_messages={"required": _("Speak to them first, then tick this box.")},
    )
