"""Forms: one cleaning for all input, one way to draw a field, and the key of a single deed."""

import uuid
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from core import audit
from core.clash import kept_by, last_change
from core.concurrency import Conflict
from core.decisions import Decision, require
from core.files import NotStored, all_files_or_none, too_many_files
from core.form_keys import AlreadyProcessed, claim_key, is_done
from core.plain_fields import make_ready


class Renderer(TemplatesSetting):
    """Draws widgets from the project's own templates."""


class _Behaviour:
    """What every form here does beyond Django's own."""

    # A form that changes an existing thing carries the version its writer was looking at, which the
    # thing keeps as `version_of`.
    keeps_version = False
    version_of = "version"
    # What is sent is added beside what somebody else sent meanwhile, and replaces nothing.
    both_stay = False
    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]
    add_error: Callable[[str | None, Any], None]
    initial: Any
    data: Any

    sent_to = ""
    result: Any = None
    already_done = False
    conflict: Any = None
    conflict_own = False

    def _prepare(self) -> None:
        self.fields["once"] = forms.UUIDField(
            widget=forms.HiddenInput, required=False, initial=uuid.uuid4
        )
        if self.keeps_version:
            self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
        self._prepared: set[int] = set()
        self._make_ready()

    def _make_ready(self) -> None:
        """Each field, once: a form may add some of its own after the others."""
        for field in self.fields.values():
            if id(field) in self._prepared:
                continue
            self._prepared.add(id(field))
            make_ready(field)

    def read_files(self) -> None:
        """Put what is in the files that were sent in their place in `cleaned_data`. Called before a
        transaction begins: on SQLite one keeps everyone else from writing, for as long as a file
        takes to read. Raises ValidationError, which is put beside the field that takes files."""

    def could_read_files(self) -> bool:
        """Read the files; False when one could not be read, with the reason beside its field."""
        try:
            self.read_files()
        except ValidationError as error:
            self.add_error(self._file_field(), error.messages)
            return False
        return True

    def values(self) -> dict[str, Any]:
        """What was filled in, without the form's own bookkeeping."""
        return {k: v for k, v in self.cleaned_data.items() if k not in ("once", "version")}

    @property
    def version(self) -> int | None:
        """The version the writer was looking at."""
        return self.cleaned_data.get("version")

    def carry_out(self, operation: Callable[..., Any], **arguments: Any) -> bool:
        """Run an operation with the form's key. True when it is done, now or by an earlier press of
        the same button; False when it refused, with its reasons put beside the fields."""
        key = _deed(self.cleaned_data.get("once") or uuid.uuid4(), self.sent_to)
        try:
            with all_files_or_none(), claim_key(key):
                self.result = operation(**arguments)
        except AlreadyProcessed:
            self.already_done = True
        except Conflict as conflict:
            self._tell_of(conflict, arguments.get("actor"))
            return False
        except ValidationError as error:
            self._take_over(error)
            return False
        except NotStored as error:
            self.add_error(self._file_field(), str(error))
            return False
        return True

    def _file_field(self) -> str | None:
        """The field that takes files; None when the operation itself makes the file."""
        files = (name for name, field in self.fields.items() if isinstance(field, forms.FileField))
        return next(files, None)

    def saved_values(self, current: Any) -> dict[str, Any]:
        """What is saved of a thing, by the names of this form's questions; what it keeps elsewhere
        a form looks up itself. For the page that shows both versions."""
        return kept_by(current, self.fields)

    def take_newest(self, current: Any) -> None:
        """Show the form again with the version that now stands, so that to send it again, having
        seen both, is a choice and not a circle."""
        self.data["version"] = str(getattr(current, self.version_of))

    def _tell_of(self, conflict: Conflict, actor: Any) -> None:
        """Say that somebody saved first, and who: it may have been the writer in another tab."""
        self.conflict = conflict.current
        last = last_change(conflict.current)
        self.conflict_own = bool(last and actor and last.actor_id == actor.person_id)
        self.data = self.data.copy()
        self.take_newest(conflict.current)
        words = str(conflict)
        if self.conflict_own:
            words = _("You saved this while this page was open, perhaps in another tab.")
        elif last and last.actor_id and last.actor_label != audit.MARK:
            told = _("%(name)s changed this while you were editing it.")
            words = told % {"name": last.actor_label}
        self.add_error(None, words)

    def _take_over(self, error: ValidationError) -> None:
        """Put an operation's errors beside the fields they name; the rest at the top."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, problems in error.error_dict.items():
            known = name in self.fields and name != NON_FIELD_ERRORS
            self.add_error(name if known else None, ValidationError(problems))


class Form(_Behaviour, forms.Form):
    """The base of every form that is not tied to a model."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._prepare()

    def full_clean(self) -> None:
        """Read what was sent, with every field ready for it."""
        self._make_ready()
        super().full_clean()


class ModelForm(_Behaviour, forms.ModelForm):
    """The base of forms that take their fields from a model. They never save: operations do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._prepare()
        if self.keeps_version and self.instance.pk:
            self.fields["version"].initial = self.instance.version

    def full_clean(self) -> None:
        """Read what was sent, with every field ready for it."""
        self._make_ready()
        super().full_clean()

    def _post_clean(self) -> None:
        """Leave the instance alone: the operation applies and checks the values."""

    def save(self, commit: bool = True) -> Any:
        raise NotImplementedError("A form never saves; call an operation.")


class ConfirmForm(Form):
    """Only a button, with the key that makes two presses one deed."""


def post_data(request: HttpRequest) -> QueryDict | None:
    """What was sent; None when the page is only opened. An empty form that was sent is a form."""
    return request.POST if request.method == "POST" else None


def submit_form(
    request: HttpRequest,
    form: Form | ModelForm,
    decision: Decision,
    operation: Callable[..., Any],
    **arguments: Any,
) -> bool:
    """Run `operation` with what was filled in; True when it is done.

    A good form goes straight to the operation, which asks the policy itself, after the form's key:
    so the second press of a button is told that it is done, not that it is too late. In every other
    case `decision` is asked here, and its refusal becomes a 403.
    """
    if request.method == "POST" and form.is_valid():
        if form.keeps_version:
            arguments["version"] = form.version
        form.sent_to = request.path
        # No file is read of somebody who may not send it: the operation refuses them.
        if decision and not form.could_read_files():
            return False
        return form.carry_out(operation, **arguments, **form.values())
    if request.method == "POST" and was_done(request):
        # What was a good answer to the first press may be none any more, just because of it.
        form.already_done = True
        return True
    require(decision)
    return False


def was_done(request: HttpRequest) -> bool:
    """Whether what is sent has been carried out by an earlier press of the same button: for a deed
    that takes away the very thing its page would look for."""
    try:
        return is_done(_deed(uuid.UUID(request.POST.get("once", "")), request.path))
    except ValueError:
        return False


def _deed(key: uuid.UUID, sent_to: str) -> uuid.UUID:
    """The key of one deed. The small forms of a page share a key: what tells them apart is the
    address each is sent to."""
    return uuid.uuid5(key, sent_to)


def say_problems(request: HttpRequest, form: Form) -> None:
    """Tell, at the top of the next page, why a single button could not do it."""
    for problems in form.errors.values():
        for problem in problems:
            messages.warning(request, str(problem))


def set_queryset(form: forms.BaseForm, name: str, rows: models.QuerySet[Any]) -> None:
    """Set the rows that a question may be answered with."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


def offer_words(form: forms.BaseForm, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Set what a question's list shows: each value with its words."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)


class DateInput(forms.DateInput):
    """The device's own date picker; shows and takes ISO dates."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class DateTimeInput(forms.DateTimeInput):
    """The device's own date and time picker."""

    input_type = "datetime-local"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", **kwargs)


class FilesInput(forms.ClearableFileInput):
    """A file control that takes several."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, `most` at a time, of `kinds` (extensions). What is in them, and their size, is
    for the operation to check, by content."""

    widget = FilesInput

    def __init__(self, *, kinds: tuple[str, ...], most: int, **kwargs: Any) -> None:
        self.kinds, self.most = kinds, most
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """What the device offers to choose from, and how many the script lists as too many."""
        return {"accept": ",".join(f".{kind}" for kind in self.kinds), "data-most": self.most}

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """The files. Raises ValidationError for too many, and for a name that nothing can keep."""
        given = data if isinstance(data, (list, tuple)) else [data] if data else []
        if len(given) > self.most:
            raise ValidationError(too_many_files(self.most))
        # An empty file is the operation's to refuse, with its name.
        if any(one.name and len(one.name) > 255 for one in given):
            raise ValidationError(
                _("A file’s name is too long. Shorten the name and upload the file again.")
            )
        return list(given)
