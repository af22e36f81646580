"""What people fill in about words, the look of the pages, and what they are told."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.colours import HEX, check_colour
from accounts.enums import Rhythm, Topic
from accounts.models import (
    Authority,
    GlossaryTerm,
    NewsChoice,
    PlainWord,
)
from accounts.notice_kinds import topic_name
from core.forms import Form


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
        label=_("When somebody writes"),
        max_length=60,
        help_text=_("A word or a few, such as “placement”."),
    )
    say = forms.CharField(
        label=_("Suggest this instead"), max_length=80, help_text=_("Such as “home”.")
    )


class GlossaryTermForm(_WordForm):
    """A word, and what it means."""

    word = forms.CharField(label=_("The word"), max_length=60)
    meaning = forms.CharField(
        label=_("What it means"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In a sentence or two that a nine-year-old could read."),
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
        help_text=_("White words stand on it, so it has to be dark enough to read them."),
    )

    def clean_colour(self) -> str:
        """In small letters, as a colour, and one that white words can be read on."""
        colour = str(self.cleaned_data["colour"]).lower()
        if not HEX.fullmatch(colour):
            raise ValidationError(_("Write a colour like #1d4ed8."))
        check_colour(colour)
        return colour


class LogoForm(Form):
    """A picture, and what it shows in words."""

    file = forms.FileField(
        label=_("Our logo"),
        max_length=255,
        help_text=_("PNG, JPEG or WebP, up to 2 MB. We keep it at the size that a page needs."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    words = forms.CharField(
        label=_("What does it show?"),
        max_length=120,
        help_text=_("For people who cannot see it. For example “Manchester City Council”."),
    )


class NewsChoiceForm(Form):
    """How somebody wants to be told by e-mail."""

    rhythm = forms.ChoiceField(
        label=_("How often do you want an e-mail?"),
        choices=Rhythm.choices,
        widget=forms.RadioSelect,
        help_text=_("It only comes when there is something new that you have not read here."),
    )
    topics = forms.MultipleChoiceField(
        label=_("What about?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("What you do not tick comes in no e-mail. You still find it on these pages."),
    )
    language = forms.ChoiceField(
        label=_("In which language?"), choices=settings.LANGUAGES, widget=forms.RadioSelect
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
