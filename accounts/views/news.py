"""What is new for somebody, how they want to be told, and how an e-mail is stopped."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from accounts.access import BOTH, permitted, public
from accounts.enums import Topic
from accounts.forms import NewsChoiceForm
from accounts.models import Membership, Notice
from accounts.models.notice import choice_of, topic_name
from accounts.operations.news_choices import choose_news, stop_news, stop_of
from accounts.operations.notices import read_all, read_notice
from accounts.queries import MOST_UNREAD
from accounts.queries import news as news_of
from accounts.requests import ours
from core.decisions import ALLOW
from core.forms import post_data, submit_form
from core.http import render_page


@permitted("read_working", methods=("GET",))
def news(request: HttpRequest, actor: Membership) -> HttpResponse:
    """What is unread, by topic, and below it what was read."""
    asked = request.GET.get("topic", "")
    topic = asked if asked in Topic.values else ""
    found = news_of(actor, topic=topic, page=request.GET.get("page"))
    # What they may see no more is not here, so the head of this page does not count it.
    if found.unread < MOST_UNREAD:
        actor.__dict__["unread_news"] = found.unread
    topics = []
    for one in Topic:
        many = found.counts.get(one.value, 0)
        label = topic_name(one, actor.authority)
        topics.append((one.value, f"{label} ({many})" if many else label))
    context = {"news": found, "topic": topic, "topics": topics, "most": MOST_UNREAD}
    return render(request, "accounts/news_list.html", context)


@permitted("read_working", methods=("POST",))
def news_read(request: HttpRequest, actor: Membership, notice: int) -> HttpResponse:
    """Read one: it counts as seen, and the page it is about opens."""
    found = get_object_or_404(Notice.objects.visible_to(actor), pk=notice)
    read_notice(actor=actor, notice=found)
    return redirect(found.page)


@permitted("read_working", methods=("POST",))
def news_read_all(request: HttpRequest, actor: Membership) -> HttpResponse:
    """All of it counts as seen, or all of one topic."""
    topic = request.POST.get("topic", "")
    read_all(actor=actor, topic=topic if topic in Topic.values else "")
    messages.success(request, _("Marked as read. You can still find it below."))
    return redirect("accounts:news", actor.authority.slug)


@permitted("read_working")
def news_choices(request: HttpRequest, actor: Membership) -> HttpResponse:
    """How often, about what and in which language somebody wants e-mails."""
    form = NewsChoiceForm(
        post_data(request),
        choice=choice_of(actor),
        authority=actor.authority,
        language=get_language() or "",
    )
    if submit_form(request, form, ALLOW, choose_news, actor=actor):
        messages.success(request, _("Your notification settings have been saved."))
        return redirect("accounts:news", actor.authority.slug)
    context = {"form": form, "email": actor.person.email}
    return render_page(request, "accounts/news_choices.html", context, form=form)


@csrf_exempt
@public(methods=BOTH)
def news_stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop e-mails from a link in one, without signing in. The page only asks; its button stops.
    A mail program presses it by itself when told to (RFC 8058), and has no cookie to prove it: what
    proves it is the link, which is signed and stops nothing else."""
    stop = stop_of(token)
    if stop is None:
        raise Http404
    if request.method == "POST":
        try:
            stop_news(token=token)
        except ValidationError:
            raise Http404 from None
        stop = stop_of(token)
        assert stop is not None
    ours(request).authority = stop.membership.authority
    context = {
        "authority": stop.membership.authority,
        "topic": topic_name(stop.topic, stop.membership.authority) if stop.topic else "",
        "is_stopped": stop.is_stopped,
        "choices": reverse("accounts:news-choices", args=[stop.membership.authority.slug]),
    }
    return render(request, "accounts/news_stop.html", context)
