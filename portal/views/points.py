"""What is done about one point that young people raised: each a page that asks, and then does it.

Here and not in `voice`, because the documents that quote a point follow (portal.operations)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts.access import permitted
from accounts.models import Membership
from core.decisions import Decision
from core.forms import ConfirmForm, Form, post_data, submit_form, was_done
from core.http import render_page
from portal.forms.points import AskForm, ConsentForm, CorrectForm, ReleaseForm, WithdrawForm
from portal.operations.points import (
    correct_point,
    hand_on_point,
    make_point_private,
    withdraw_point,
)
from voice.models import Ask, Consent
from voice.operations.asks import record_ask
from voice.operations.concerns import return_ask
from voice.operations.consents import confirm_consent, give_consent
from voice.operations.releasing import release_ask
from voice.policies import (
    can_change_consent,
    can_confirm_consent,
    can_correct_ask,
    can_hand_on_ask,
    can_record_ask,
    can_release_ask,
    can_return_ask,
    can_withdraw_ask,
)
from voice.queries import consents_of


@dataclass(frozen=True)
class Deed:
    """What the page says: its title, what will happen, the button, and what is said afterwards."""

    title: str
    lede: str
    button: str
    done: str


@permitted("record_asks")
def point_create(request: HttpRequest, actor: Membership) -> HttpResponse:
    """Write down one point. What looks like personal data comes back once, to be thought about."""
    form = AskForm(post_data(request))
    if submit_form(request, form, can_record_ask(actor), record_ask, actor=actor):
        if form.is_valid() and form.cleaned_data["concern"]:
            messages.warning(
                request,
                _(
                    "Sent to the safeguarding lead. If someone is in danger now, call 999. Don’t "
                    "wait for an answer here."
                ),
            )
        else:
            messages.success(request, _("Saved. It’s waiting for someone else to release it."))
        return redirect("voice:ask-mine", actor.authority.slug)
    return render_page(request, "voice/ask_form.html", {"form": form}, form=form)


def _point(actor: Membership, ask: int) -> Ask:
    """One whose words the actor may read; otherwise it is not there."""
    rows = Ask.everything.readable_by(actor).select_related("recorded_by__person")
    return get_object_or_404(rows, pk=ask)


def _page(
    request: HttpRequest,
    actor: Membership,
    found: Ask,
    form: Form,
    decision: Decision,
    operation: Callable[..., Any],
    deed: Deed,
    **arguments: Any,
) -> HttpResponse:
    arguments = arguments or {"ask": found}
    if submit_form(request, form, decision, operation, actor=actor, **arguments):
        messages.success(request, deed.done)
        if Ask.everything.readable_by(actor).filter(pk=found.pk).exists():
            return redirect("voice:ask-review", actor.authority.slug, found.pk)
        return redirect("voice:ask-mine", actor.authority.slug)
    context = {"form": form, "ask": found, "deed": deed, "consents": consents_of(found)}
    return render_page(request, "portal/point_form.html", context, form=form)


@permitted("release_asks")
def point_release(request: HttpRequest, actor: Membership, ask: int) -> HttpResponse:
    """Read it as the second person, and let others read it."""
    found = _point(actor, ask)
    has_consent = found.consents.open().exists()
    form = ReleaseForm(post_data(request), ask=found, has_consent=has_consent)
    deed = Deed(
        _("Release this point?"),
        _("You’re the second person to check these words. Read them as if they were about you."),
        _("Release point"),
        _("Released."),
    )
    return _page(request, actor, found, form, can_release_ask(actor, found), release_ask, deed)


@permitted("record_asks")
def point_hand_on(request: HttpRequest, actor: Membership, ask: int) -> HttpResponse:
    """Give it to the safeguarding lead, who alone reads it from then on."""
    if was_done(request):
        return redirect("voice:ask-mine", actor.authority.slug)
    found = _point(actor, ask)
    deed = Deed(
        _("Hand this to the safeguarding lead?"),
        _(
            "Do this if you think someone may not be safe. The point disappears from every page, "
            "report and file straight away. Only the safeguarding lead can read it and decide "
            "what happens next."
        ),
        _("Hand it on"),
        _("Handed to the safeguarding lead. If someone is in danger now, call 999."),
    )
    form = ConfirmForm(post_data(request))
    return _page(request, actor, found, form, can_hand_on_ask(actor, found), hand_on_point, deed)


@permitted("release_asks")
def point_return(request: HttpRequest, actor: Membership, ask: int) -> HttpResponse:
    """It has been dealt with: it waits again, for whoever releases it."""
    found = _point(actor, ask)
    deed = Deed(
        _("Send this back to be released?"),
        _(
            "Do this once you’ve dealt with it outside Golden Thread. A coordinator can read it "
            "again and release it. It isn’t public yet."
        ),
        _("Send it back"),
        _("Sent back. It’s waiting to be released."),
    )
    form = ConfirmForm(post_data(request))
    return _page(request, actor, found, form, can_return_ask(actor, found), return_ask, deed)


@permitted("record_asks")
def point_correct(request: HttpRequest, actor: Membership, ask: int) -> HttpResponse:
    """Put the words right. The old ones are kept nowhere."""
    found = _point(actor, ask)
    deed = Deed(
        _("Correct this point"),
        _(
            "The old words aren’t kept anywhere, and PDFs that quoted them are replaced. If "
            "everyone could read it, someone else has to check it again first."
        ),
        _("Save correction"),
        _("Corrected."),
    )
    form = CorrectForm(post_data(request), ask=found)
    return _page(request, actor, found, form, can_correct_ask(actor, found), correct_point, deed)


@permitted("record_asks")
def point_withdraw(request: HttpRequest, actor: Membership, ask: int) -> HttpResponse:
    """Take it off every page for good."""
    if was_done(request):
        return redirect("voice:ask-mine", actor.authority.slug)
    found = _point(actor, ask)
    deed = Deed(
        _("Withdraw this point?"),
        _(
            "The words are deleted. They disappear from every page, from open data and from PDFs "
            "straight away. You can’t undo this."
        ),
        _("Withdraw point"),
        _("Withdrawn. The words have been deleted."),
    )
    form = WithdrawForm(post_data(request))
    return _page(request, actor, found, form, can_withdraw_ask(actor, found), withdraw_point, deed)


@permitted("record_asks")
def point_consent(request: HttpRequest, actor: Membership, ask: int) -> HttpResponse:
    """Record that whoever spoke agreed that everyone may read it."""
    found = _point(actor, ask)
    deed = Deed(
        _("Record permission"),
        _(
            "Record this only if they’ve agreed that everyone can read these words: on public "
            "pages, in reports and in open data. Someone else has to confirm it before anyone "
            "else sees more."
        ),
        _("Save permission"),
        _("Saved. Someone else has to confirm it first."),
    )
    form = ConsentForm(post_data(request))
    return _page(request, actor, found, form, can_change_consent(actor, found), give_consent, deed)


@permitted("record_asks")
def point_private(request: HttpRequest, actor: Membership, ask: int) -> HttpResponse:
    """They do not agree any more."""
    found = _point(actor, ask)
    deed = Deed(
        _("Withdraw permission?"),
        _(
            "From now on only people who sign in here can read these words. They disappear from "
            "public pages, open data and PDFs straight away. To make them public again, someone "
            "has to record a new permission, and someone else has to confirm it."
        ),
        _("Withdraw permission"),
        _("Permission withdrawn."),
    )
    form, decision = ConfirmForm(post_data(request)), can_change_consent(actor, found)
    return _page(request, actor, found, form, decision, make_point_private, deed)


@permitted("release_asks")
def point_confirm(request: HttpRequest, actor: Membership, consent: int) -> HttpResponse:
    """The second person, of a consent to a released point."""
    found = get_object_or_404(
        Consent.objects.filter(ask__in=Ask.everything.readable_by(actor)).select_related(
            "ask__recorded_by__person", "recorded_by__person"
        ),
        pk=consent,
    )
    deed = Deed(
        _("Confirm permission?"),
        _(
            "You’re the second person to check. From now on everyone can read these words: on "
            "public pages, in reports and in open data."
        ),
        _("Let everyone read it"),
        _("Confirmed. Everyone can read these words now."),
    )
    form, decision = ConfirmForm(post_data(request)), can_confirm_consent(actor, found)
    return _page(request, actor, found.ask, form, decision, confirm_consent, deed, consent=found)
