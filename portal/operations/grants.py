"""Make every right what memberships, leads and owners say. Here, above the apps that own those."""

from django.db import transaction

from accounts.operations.due_changes import settle_memberships
from accounts.operations.rights import drift, rebuild_rights
from outcomes.operations.grants import personal_drift, rebuild_personal


def grant_problems() -> list[str]:
    """Where the rights that are kept differ from what they should be, in words for whoever runs the
    program. Empty when sound."""
    return drift() + personal_drift()


@transaction.atomic
def put_grants_right() -> list[str]:
    """Give every role the rights that this version's table says, and every lead and owner theirs;
    what has no reason goes. Memberships whose day came are settled first, so that their end is
    recorded and told as always. Records `accounts.rights.rebuilt` for each authority and
    `outcomes.grants.rebuilt` for each object, and nothing where all is well. Safe to run at any
    time. Answers what it put right."""
    problems = grant_problems()
    if problems:
        settle_memberships()
        rebuild_rights()
        rebuild_personal()
    return problems
