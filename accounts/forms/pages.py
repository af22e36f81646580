"""What people fill in about words, the look of the pages, and what they are told."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.colours import HEX, check_colour
from accounts.enums import Rhythm, Topic
from accounts.logos import check_logo
from accounts.models import (
    Authority,
    GlossaryTerm,
    NewsChoice,
    PlainWord,
)
from accounts.models.notice import topic_name
from core.forms import Form
from core.personal_data import WarnsOfPersonalData


class _WordForm(Form):
    """A word and what stands beside it. Of one that stands it carries the version."""

    def __init__(
        self, *args: Any, word: PlainWord | GlossaryTerm | None = None, **kwargs: Any
    ) -> None:
        self.keeps_version = word is not None
        if word is not None:
            names = [*self.base_fields, "version"]
            kwargs["initial"] = {name: getattr(word, name) for name in names}
        super().__init__(*args, **kwargs)


class PlainWordForm(_WordForm):
    """Say this, instead of that."""

    instead_of = forms.CharField(
        label=_("Word or phrase to avoid"),
        max_length=60,
        help_text=_("One word or a short phrase, such as “placement”."),
    )
    say = forms.CharField(
        label=_("Suggest this instead"), max_length=80, help_text=_("For example “home”.")
    )


class GlossaryTermForm(WarnsOfPersonalData, _WordForm):
    """A word, and what it means."""

    watched = ("meaning",)

    word = forms.CharField(label=_("Word"), max_length=60)
    meaning = forms.CharField(
        label=_("What it means"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One or two sentences that a nine-year-old could read."),
    )


class ColourInput(forms.TextInput):
    """The device's own picker of colours."""

    input_type = "color"


class ColourForm(Form):
    """An authority's colour."""

    colour = forms.CharField(
        label=_("Our colour"),
        max_length=7,
        widget=ColourInput,
        help_text=_("White text appears on top of it, so choose a dark colour."),
    )

    def clean_colour(self) -> str:
        """In small letters, as a colour, and one that white words can be read on."""
        colour = str(self.cleaned_data["colour"]).lower()
        if not HEX.fullmatch(colour):
            raise ValidationError(_("Enter a colour code, such as #1d4ed8."))
        check_colour(colour)
        return colour


class LogoForm(Form):
    """A picture, and what it shows in words."""

    file = forms.FileField(
        label=_("Our logo"),
        max_length=255,
        help_text=_("PNG, JPEG or WebP, up to 2 MB. We’ll resize it to fit the page."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    words = forms.CharField(
        label=_("What does the logo show?"),
        max_length=120,
        help_text=_("For people who cannot see it. For example “Manchester City Council”."),
    )

    def read_files(self) -> None:
        """Replace the uploaded file with the logo as it is redrawn."""
        self.cleaned_data["file"] = check_logo(self.cleaned_data["file"])


class NewsChoiceForm(Form):
    """How somebody wants to be told by e-mail."""

    rhythm = forms.ChoiceField(
        label=_("How often should we email you?"),
        choices=Rhythm.choices,
        widget=forms.RadioSelect,
        help_text=_("We only email you when there’s something new you haven’t read here."),
    )
    topics = forms.MultipleChoiceField(
        label=_("What should we email you about?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_(
            "We won’t email you about anything you leave unticked. You’ll still see it in your "
            "notifications."
        ),
    )
    language = forms.ChoiceField(
        label=_("Email language"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )

    def __init__(
        self, *args: Any, choice: NewsChoice, authority: Authority, language: str, **kwargs: Any
    ) -> None:
        wanted = [topic for topic in Topic.values if topic not in choice.stopped]
        kwargs["initial"] = {
            "rhythm": choice.rhythm,
            "topics": wanted,
            "language": choice.language if choice.pk else language,
        }
        super().__init__(*args, **kwargs)
        topics: Any = self.fields["topics"]
        topics.choices = [(one.value, topic_name(one, authority)) for one in Topic]
