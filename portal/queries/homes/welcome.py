"""The first days: what somebody's home is for, and what will come to it."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Membership
from portal.queries.homes.cards import Quiet, consultants, link

# For so long somebody is new.
FIRST_DAYS = datetime.timedelta(days=14)


def welcome(actor: Membership) -> Quiet | None:
    """What to say to somebody who has just joined; nothing after their first days."""
    if timezone.localdate() - actor.starts_on > FIRST_DAYS:
        return None
    title, text, name, label = _words()[Role(actor.role)]
    return Quiet(
        title % {"place": actor.authority.short_name},
        text % {"consultants": consultants(actor)},
        url=link(actor, name),
        label=label,
    )


def _words() -> dict[Role, tuple[str, str, str, str]]:
    """For each role: a greeting, what comes here, and a good first thing to look at."""
    worker = (
        _("Welcome to %(place)s"),
        _(
            "You’ll see your actions here before they’re due, and any questions %(consultants)s "
            "ask you. Most take two minutes."
        ),
        "outcomes:outcome-list",
        _("See what is planned"),
    )
    return {
        Role.CARE_CONSULTANT: (
            _("Welcome to %(place)s. You decide what matters"),
            _(
                "Only %(consultants)s can set priorities, say whether something feels different "
                "and sign reports. Anything that needs you appears here, most urgent first."
            ),
            "voice:ask-list",
            _("Read what young people said"),
        ),
        Role.ELECTED_MEMBER: (
            _("Welcome to %(place)s. You are a corporate parent"),
            _(
                "Before each meeting you’ll find a five-minute brief here: what’s late, what’s "
                "changed and what %(consultants)s will ask. If you ask a question, you’ll see "
                "the answer here too."
            ),
            "outcomes:expectation-list",
            _("Read what children can expect of us"),
        ),
        Role.OFFICER: worker,
        Role.PARTNER: worker,
        Role.EXECUTIVE: (
            _("Welcome to %(place)s"),
            _(
                "You’ll see the annual report here when it’s ready for you to endorse. During "
                "the year, you’ll see any question %(consultants)s ask you, and a short summary "
                "of progress."
            ),
            "impact:report-list",
            _("Read the latest reports"),
        ),
        Role.COORDINATOR: (
            _("Welcome to %(place)s. You keep things moving"),
            _(
                "Each meeting has the same steps: set a date, publish the papers, hold the "
                "meeting, draft the report, get it signed and publish it. You’ll see each step "
                "here, and who does it."
            ),
            "accounts:people",
            _("See who is here"),
        ),
        Role.SAFEGUARDING_LEAD: (
            _("Welcome to %(place)s"),
            _("You can read everything here. You have nothing to check and release yet."),
            "voice:ask-list",
            _("Read what we heard"),
        ),
    }
