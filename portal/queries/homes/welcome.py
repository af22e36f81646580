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
            "Your actions come here before they are due, and the questions %(consultants)s "
            "put to you. Most take two minutes."
        ),
        "outcomes:outcome-list",
        _("See what is planned"),
    )
    return {
        Role.CARE_CONSULTANT: (
            _("Welcome to %(place)s. You decide what matters"),
            _(
                "Only %(consultants)s set priorities, say whether something feels different, and "
                "sign reports. What needs you comes here, the most urgent first."
            ),
            "voice:ask-list",
            _("Read what young people said"),
        ),
        Role.ELECTED_MEMBER: (
            _("Welcome to %(place)s. You are a corporate parent"),
            _(
                "Before each meeting a five-minute brief comes here: what is late, what changed, "
                "what %(consultants)s will ask. You can leave a question, and its answer comes "
                "back here."
            ),
            "outcomes:expectation-list",
            _("Read what children can expect of us"),
        ),
        Role.OFFICER: worker,
        Role.PARTNER: worker,
        Role.EXECUTIVE: (
            _("Welcome to %(place)s"),
            _(
                "Once a year the report comes here for you to endorse, and in between every "
                "question %(consultants)s put to you. The year stands here in a few sentences."
            ),
            "impact:report-list",
            _("Read the last reports"),
        ),
        Role.COORDINATOR: (
            _("Welcome to %(place)s. You keep the loop going"),
            _(
                "Each quarter has the same steps: a day, papers, a meeting, a report, names, "
                "publishing. They come here one by one, with who takes each."
            ),
            "accounts:people",
            _("See who is here"),
        ),
        Role.SAFEGUARDING_LEAD: (
            _("Welcome to %(place)s"),
            _("You can read everything here. Nothing waits for you to release it yet."),
            "voice:ask-list",
            _("Read what we heard"),
        ),
    }
