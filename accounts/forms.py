"""What people fill in to come in, and to bring others in."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.core.exceptions import ValidationError

from accounts.enums import Role
from accounts.models import Authority, Invitation, Organisation, Person
from core.forms import Form


def _password(label: str, autocomplete: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
        strip=False,
    )


class SignInForm(Form):
    """Address and password. Says nothing about which of them was wrong."""

    email = forms.EmailField(
        label="E-mail address", widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = _password("Password", "current-password")
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class InviteForm(Form):
    """One person, one role, and the organisation they act for."""

    name = forms.CharField(label="Name", max_length=120)
    email = forms.EmailField(label="E-mail address", max_length=254)
    role = forms.ChoiceField(label="Role", choices=[("", "Choose a role"), *Role.choices])
    organisation = forms.ModelChoiceField(
        label="Organisation",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="None",
        help_text="A partner acts for an organisation. Others may have one too.",
    )
    title = forms.CharField(
        label="What they do",
        max_length=120,
        required=False,
        help_text="For example “Head of leisure”. It is shown beside their name.",
    )

    def __init__(self, *args: Any, authority: Authority, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = self.fields["organisation"]
        assert isinstance(choices, forms.ModelChoiceField)
        choices.queryset = Organisation.objects.filter(authority=authority)


class AcceptForm(Form):
    """What a new person says of themselves: their name and a password, twice."""

    name = forms.CharField(
        label="Your name", max_length=120, help_text="As you want others here to see it."
    )
    password = _password("Choose a password", "new-password")
    password_again = _password("The same password again", "new-password")

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        self.fields["password"].help_text = " ".join(password_validators_help_texts()[:1])

    def clean(self) -> dict[str, Any]:
        """Both passwords the same, and one that Django's validators take."""
        cleaned = super().clean() or self.cleaned_data
        password = cleaned.get("password")
        if not password:
            return cleaned
        again = cleaned.get("password_again")
        if again and again != password:
            self.add_error("password_again", "The two passwords are not the same.")
        person = Person(email=self.invitation.email, name=cleaned.get("name", ""))
        try:
            validate_password(password, person)
        except ValidationError as error:
            self.add_error("password", error)
        return cleaned


class ConfirmForm(Form):
    """Only the button, with the key that makes it count once."""
