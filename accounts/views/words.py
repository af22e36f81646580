"""Words: plainer ones, suggested to whoever writes, and what the words of the pages mean."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import permitted, public_of_authority
from accounts.forms import GlossaryTermForm, PlainWordForm
from accounts.models import Authority, GlossaryTerm, Membership, PlainWord
from accounts.operations.words import add_word, change_word, remove_word
from accounts.policies import can_set_up
from core.forms import ConfirmForm, post_data, submit_form, was_done
from core.http import read_only_database, render_page
from core.plain_words import MOST_CHARACTERS, draw_suggestions, look
from core.text import clean_text

PAGE = 50
# What an address calls each list -> its model and its form.
KINDS: dict[str, tuple[type[Any], type[Any]]] = {
    "plainer": (PlainWord, PlainWordForm),
    "meanings": (GlossaryTerm, GlossaryTermForm),
}


def _kind(name: str) -> tuple[type[Any], type[Any]]:
    if name not in KINDS:
        raise Http404
    return KINDS[name]


def _back(actor: Membership, kind: str) -> HttpResponse:
    return redirect(f"{reverse('accounts:words', args=[actor.authority.slug])}?show={kind}")


@permitted("manage_people", methods=("GET",))
def words(request: HttpRequest, actor: Membership) -> HttpResponse:
    """One of the two lists, with what can be done to each word."""
    kind = "meanings" if request.GET.get("show") == "meanings" else "plainer"
    found = _kind(kind)[0].objects.visible_to(actor)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    kinds = [("plainer", _("Plain-English list")), ("meanings", _("Glossary"))]
    return render(request, "accounts/word_list.html", {"kind": kind, "kinds": kinds, "page": page})


@permitted("manage_people")
def word_add(request: HttpRequest, actor: Membership, kind: str) -> HttpResponse:
    """One more word."""
    model, form_class = _kind(kind)
    form = form_class(post_data(request))
    decision = can_set_up(actor, actor.authority)
    if submit_form(request, form, decision, add_word, actor=actor, kind=model):
        messages.success(request, _("Word added."))
        return _back(actor, kind)
    context = {"form": form, "kind": kind, "word": None}
    return render_page(request, "accounts/word_form.html", context, form=form)


@permitted("manage_people")
def word_change(request: HttpRequest, actor: Membership, kind: str, word: int) -> HttpResponse:
    """Another spelling, another meaning."""
    model, form_class = _kind(kind)
    found = get_object_or_404(model.objects.visible_to(actor).select_related("authority"), pk=word)
    form = form_class(post_data(request), word=found)
    decision = can_set_up(actor, actor.authority)
    if submit_form(request, form, decision, change_word, actor=actor, word=found):
        messages.success(request, _("Word saved."))
        return _back(actor, kind)
    context = {"form": form, "kind": kind, "word": found}
    return render_page(request, "accounts/word_form.html", context, form=form)


@permitted("manage_people")
def word_remove(request: HttpRequest, actor: Membership, kind: str, word: int) -> HttpResponse:
    """Off the list, once it has been said that this is meant."""
    model = _kind(kind)[0]
    if was_done(request):
        return _back(actor, kind)
    found = get_object_or_404(model.objects.visible_to(actor).select_related("authority"), pk=word)
    form = ConfirmForm(post_data(request))
    decision = can_set_up(actor, actor.authority)
    if submit_form(request, form, decision, remove_word, actor=actor, word=found):
        messages.success(request, _("“%(word)s” has been removed from the list.") % {"word": found})
        return _back(actor, kind)
    context = {"form": form, "kind": kind, "word": found}
    return render_page(request, "accounts/word_remove.html", context, form=form)


@permitted("read_working", methods=("POST",))
def check_words(request: HttpRequest, actor: Membership) -> HttpResponse:
    """What could be plainer in a text that somebody is writing, as HTML for under its box; nothing
    when there is nothing to say. Of a very long text, its first part. Nothing is stored, and
    nothing of the text is written down."""
    text = request.POST.get("text", "")[:MOST_CHARACTERS]
    with read_only_database():
        reading = look(clean_text(text, lines=True), actor.authority.plainer())
    response = HttpResponse(draw_suggestions(reading))
    response["Cache-Control"] = "no-store"
    return response


@public_of_authority()
def words_we_use(request: HttpRequest, authority: Authority) -> HttpResponse:
    """What the words of the pages mean, for everybody."""
    page = Paginator(authority.glossary_terms.all(), PAGE * 2).get_page(request.GET.get("page"))
    return render(request, "public/words.html", {"authority": authority, "page": page})
