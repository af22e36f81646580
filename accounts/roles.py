"""Who may do what: the table of `product.md`, as data, in one place.

Each right is a codename on the authority, granted to one group per authority and role. A right that
comes from a relation (leading an outcome, owning an action, holding a seat) is not here: it is a
personal grant on that object, and the policy of the deed asks for it.
"""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role

# codename -> what it lets a person do, in words for the page "Who can do what".
RIGHTS = {
    "read_working": _("Read the working pages"),
    "read_everything": _("Read every organisation’s actions"),
    "set_priorities": _("Set, rank and close priorities"),
    "record_priorities": _("Record priorities on behalf of care consultants, clearly marked"),
    "record_asks": _("Record what young people said (it waits until someone releases it)"),
    "change_consents": _("Record or withdraw permission for everyone to read a point"),
    "release_asks": _("Release or withdraw what someone else recorded"),
    "decide_concerns": _("Read and decide on points handed to the safeguarding lead"),
    "propose_actions": _("Propose an action in a workplan"),
    "plan_actions": _("Draft and change actions in any workplan"),
    "update_own_actions": _("Update the actions they own"),
    "update_organisation_actions": _("Update their organisation's actions"),
    "give_verdicts": _("Give verdicts on priorities, actions and expectations"),
    "review_workplans": _("Review a workplan before a meeting and ask questions about it"),
    "answer_questions": _("Answer a member's question about a workplan"),
    "plan_meetings": _("Plan a meeting's theme and agenda"),
    "propose_agenda_items": _("Propose an agenda item"),
    "raise_challenges": _("Raise a challenge, and accept or refuse the answer"),
    "answer_challenges": _("Answer a challenge addressed to them"),
    "escalate_obstacles": _("Report a problem that’s blocking an action they own"),
    "resolve_escalations": _(
        "Decide on a reported problem, if they sit on the group dealing with it"
    ),
    "record_meetings": _("Record attendance, decisions and minutes"),
    "draft_reports": _("Draft an impact report"),
    "sign_off_reports": _("Sign off an impact report"),
    "publish_reports": _("Publish an impact report after sign-off"),
    "compose_annual_reports": _("Draft the annual report"),
    "sign_forewords": _("Sign the annual report's foreword"),
    "endorse_annual_reports": _("Endorse the annual report"),
    "download_annual_reports": _("Download the annual report before it is endorsed"),
    "manage_people": _(
        "Manage people, groups and boards, the framework and the council’s own words"
    ),
    "make_scrutiny_comments": _(
        "Make formal scrutiny comments, if they sit on a scrutiny committee"
    ),
    "answer_scrutiny": _("Answer a scrutiny recommendation that no outcome lead has to answer"),
    "read_small_numbers": _("Read small numbers of people exactly"),
    "read_trail": _("Read the activity log"),
    "read_trail_with_seat": _("Read the activity log, if they sit on a scrutiny committee"),
    "read_trail_of_concerns": _("Read what the activity log says about safeguarding concerns"),
}

_EVERYONE = {"read_working"}
_INSIDE = _EVERYONE | {"read_everything"}
_ANSWERS = {"answer_challenges", "propose_agenda_items", "resolve_escalations"}

ROLE_RIGHTS: dict[Role, frozenset[str]] = {
    Role.CARE_CONSULTANT: frozenset(
        _INSIDE
        | {
            "set_priorities",
            "record_asks",
            "change_consents",
            "propose_actions",
            "give_verdicts",
            "plan_meetings",
            "propose_agenda_items",
            "raise_challenges",
            "record_meetings",
            "draft_reports",
            "sign_off_reports",
            "sign_forewords",
            "download_annual_reports",
        }
    ),
    Role.ELECTED_MEMBER: frozenset(
        _INSIDE
        | _ANSWERS
        | {"record_asks", "review_workplans", "make_scrutiny_comments", "read_trail_with_seat"}
    ),
    Role.OFFICER: frozenset(
        _INSIDE
        | _ANSWERS
        | {
            "record_asks",
            "propose_actions",
            "update_own_actions",
            "answer_questions",
            "escalate_obstacles",
        }
    ),
    Role.PARTNER: frozenset(
        _EVERYONE
        | _ANSWERS
        | {
            "record_asks",
            "propose_actions",
            "update_own_actions",
            "update_organisation_actions",
            "escalate_obstacles",
        }
    ),
    Role.EXECUTIVE: frozenset(
        _INSIDE | _ANSWERS | {"endorse_annual_reports", "download_annual_reports"}
    ),
    Role.COORDINATOR: frozenset(
        _INSIDE
        | {
            "record_priorities",
            "record_asks",
            "change_consents",
            "release_asks",
            "plan_actions",
            "answer_questions",
            "plan_meetings",
            "propose_agenda_items",
            "record_meetings",
            "draft_reports",
            "publish_reports",
            "compose_annual_reports",
            "download_annual_reports",
            "answer_scrutiny",
            "manage_people",
            "read_small_numbers",
            "read_trail",
        }
    ),
    Role.SAFEGUARDING_LEAD: frozenset(
        _INSIDE
        | {
            "record_asks",
            "change_consents",
            "release_asks",
            "decide_concerns",
            "read_small_numbers",
            "read_trail_of_concerns",
            "propose_agenda_items",
            "escalate_obstacles",
        }
    ),
}

# Agreed in the product's table, and not in the program: consultations come with a duty rota and a
# triage of their own (SG-121, SG-122), and nobody is granted anything of them before. The page "Who
# can do what" says so.
NOT_YET = (
    (_("Open a consultation"), frozenset({Role.CARE_CONSULTANT, Role.COORDINATOR})),
    (
        _("Check the answers to a consultation before anyone else reads them"),
        frozenset({Role.SAFEGUARDING_LEAD}),
    ),
    (
        _("Sort checked answers into themes"),
        frozenset({Role.CARE_CONSULTANT, Role.COORDINATOR}),
    ),
)

# Who may be an outcome's lead: those who answer for work (`product.md`, "outcome lead"). Care
# consultants and members hold them to it; the coordinator and the safeguarding lead serve them all.
LEADING_ROLES = frozenset({Role.OFFICER, Role.PARTNER, Role.EXECUTIVE})

# Who may answer for an action: those who may then tell how it goes.
OWNING_ROLES = frozenset(
    role for role, rights in ROLE_RIGHTS.items() if "update_own_actions" in rights
)

# Who proves who they are in two steps: those who see and change most, and who sign for the council.
# Young people, councillors and partners may, and nobody makes them: a lost phone must not shut a
# young person out.
SECOND_STEP_ROLES = frozenset(
    {Role.OFFICER, Role.COORDINATOR, Role.EXECUTIVE, Role.SAFEGUARDING_LEAD}
)
