"""The one-minute tour: what a care consultant can do here that nobody else can."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import permitted
from accounts.models import Authority, Membership
from accounts.operations.words import see_tour


@dataclass(frozen=True)
class Step:
    """One card of the tour. `url` is the page it is about."""

    title: str
    lines: tuple[str, ...]
    icon: str
    url: str
    label: str


def _steps(authority: Authority) -> list[Step]:
    """Six cards, in the authority's own words; ten seconds each."""
    own = {
        "priority": authority.word("priority"),
        "care_consultant": authority.word("care consultant", many=True),
        "challenge": authority.word("challenge"),
        "meeting": authority.word("meeting"),
        "impact_report": authority.word("impact report"),
    }

    def at(name: str) -> str:
        return reverse(name, args=[authority.slug])

    return [
        Step(
            _("You say what needs to change"),
            (
                _("Only %(care_consultant)s can set a %(priority)s. Nobody can do it for you.")
                % own,
                _("Write it in your own words, and say why it matters."),
            ),
            "megaphone",
            at("outcomes:outcome-list"),
            _("See what is planned"),
        ),
        Step(
            _("You say if it feels different"),
            (
                _("The owner says how it’s going. You say if it feels different."),
                _(
                    "Your view sits next to theirs, at the same size. Nobody mixes the two "
                    "together."
                ),
            ),
            "scale",
            at("outcomes:outcome-list"),
            _("See both voices"),
        ),
        Step(
            _("You can ask, and they must answer"),
            (
                _(
                    "Nothing happening? Ask one person a clear question. They get a date to "
                    "answer by."
                ),
                _("Only you can say that the answer is good enough. If it isn’t, ask again."),
            ),
            "message-circle-question-mark",
            at("cooperative:challenge-list"),
            _("See the questions"),
        ),
        Step(
            _("You plan the meeting"),
            (
                _("You choose what it is about, what comes first, and who leads it."),
                _("Everyone else gets the papers beforehand, and has to read them."),
            ),
            "calendar",
            at("cooperative:meeting-list"),
            _("See the meetings"),
        ),
        Step(
            _("You sign the reports"),
            (
                _("A report says what was promised, what was done and what wasn’t."),
                _(
                    "It can’t be published until you sign it. If it isn’t right, change the "
                    "words or don’t sign."
                ),
            ),
            "badge-check",
            at("impact:report-list"),
            _("See the reports"),
        ),
        Step(
            _("Look after yourself"),
            (
                _(
                    "Press “Leave this site” at the top to get away fast. Or press the Escape "
                    "key three times quickly."
                ),
                _("See a word with dots under it? Press it to find out what it means."),
                _("Never write names or private things about a child here."),
            ),
            "shield",
            reverse("portal:staying-safe"),
            _("Staying safe online"),
        ),
    ]


@permitted("read_working", methods=("GET",))
def tour(request: HttpRequest, actor: Membership) -> HttpResponse:
    """One card at a time: `?step=2`. Anything else begins at the beginning."""
    steps = _steps(actor.authority)
    asked = request.GET.get("step", "")
    number = int(asked) if asked.isdecimal() and len(asked) < 3 else 1
    number = min(max(number, 1), len(steps))
    context = {
        "step": steps[number - 1],
        "number": number,
        "of": len(steps),
        "before": number - 1,
        "after": number + 1 if number < len(steps) else 0,
        "is_new": actor.is_care_consultant and actor.tour_seen_at is None,
        "shown_to": ""
        if actor.is_care_consultant
        else actor.authority.word("care consultant", many=True),
    }
    return render(request, "portal/tour.html", context)


@permitted("read_working", methods=("POST",))
def tour_seen(request: HttpRequest, actor: Membership) -> HttpResponse:
    """Taken or skipped: it is offered no more. Saying so twice changes nothing."""
    see_tour(actor=actor)
    messages.success(
        request, _("You can take the tour any time. The link is at the bottom of every page.")
    )
    return redirect("portal:home", actor.authority.slug)
