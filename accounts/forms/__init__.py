"""What people fill in about themselves and others. A form cleans; operations decide and save."""

from accounts.forms.pages import (
    ColourForm,
    ColourInput,
    GlossaryTermForm,
    LogoForm,
    NewsChoiceForm,
    PlainWordForm,
)
from accounts.forms.people import (
    AcceptForm,
    AgreementForm,
    ChangeMembershipForm,
    EndForm,
    InviteForm,
    ListingForm,
    OrganisationForm,
    SheetForm,
)
from accounts.forms.signing import (
    AddAppForm,
    AddPasskeyForm,
    AddressForm,
    CodeForm,
    CredentialField,
    NewPasswordForm,
    PasskeyForm,
    SecondStepForgetForm,
    SecondStepForm,
    SignInForm,
)

__all__ = [
    "AcceptForm",
    "AddAppForm",
    "AddPasskeyForm",
    "AddressForm",
    "AgreementForm",
    "ChangeMembershipForm",
    "CodeForm",
    "ColourForm",
    "ColourInput",
    "CredentialField",
    "EndForm",
    "GlossaryTermForm",
    "InviteForm",
    "ListingForm",
    "LogoForm",
    "NewPasswordForm",
    "NewsChoiceForm",
    "OrganisationForm",
    "PasskeyForm",
    "PlainWordForm",
    "SecondStepForgetForm",
    "SecondStepForm",
    "SheetForm",
    "SignInForm",
]
