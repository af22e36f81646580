"""Many people invited at once: a spreadsheet is kept, looked at, and sent as a whole or not."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.invitation_import import SheetRow, columns_of, read_people
from accounts.models import Invitation, InvitationSheet, Membership
from accounts.operations.agreements import check_agreement
from accounts.operations.invitations import invite
from accounts.operations.memberships import check_organisation
from accounts.policies import can_invite
from core import audit
from core.decisions import require

KEPT_FOR = datetime.timedelta(days=1)


@transaction.atomic
def keep_sheet(*, actor: Membership, rows: list[list[str]]) -> InvitationSheet:
    """Keep a list of people for a last look; nobody is invited yet. Whatever was kept before and
    not sent goes. `rows` is what `read_list` read from its file, before any transaction. Raises
    ValidationError for rows without the headings, or with more than 200 people."""
    require(can_invite(actor))
    columns_of(rows)
    unsent = InvitationSheet.objects.filter(authority=actor.authority_id, sent_at__isnull=True)
    unsent.filter(uploaded_by=actor).delete()
    sheet = InvitationSheet(authority=actor.authority, uploaded_by=actor, rows=rows)
    sheet.full_clean()
    sheet.save()
    return sheet


def look_at(sheet: InvitationSheet) -> list[SheetRow]:
    """The people of a list with everything that would stop an invitation. Changes nothing."""
    people = read_people(sheet)
    for row in people:
        values = row.values
        try:
            check_organisation(sheet.authority, values["role"], values["organisation"])
        except ValidationError as error:
            _add(row, error)
        try:
            check_agreement(values["role"], values["agreement"], values["agreement_ends_on"])
        except ValidationError as error:
            _add(row, error)
    return people


def _add(row: SheetRow, error: ValidationError) -> None:
    for key, problems in error.message_dict.items():
        row.problems.setdefault(key, problems)


@transaction.atomic
def send_sheet(*, actor: Membership, sheet: InvitationSheet) -> list[Invitation]:
    """Invite everybody of a list, each as `invite` does, or nobody. The list's cells are then
    emptied. Records `accounts.invitation.sent` for each and `accounts.invitation_sheet.sent` for
    the whole. Raises ValidationError when a row needs mending, or it was sent already."""
    require(can_invite(actor))
    sheet = InvitationSheet.objects.visible_to(actor).select_for_update().get(pk=sheet.pk)
    if sheet.sent_at:
        raise ValidationError(_("These invitations have already been sent."))
    people = look_at(sheet)
    if not people or any(row.problems for row in people):
        raise ValidationError(
            _("Some rows have mistakes. Correct them and try again. Nobody has been invited yet.")
        )
    sent = [invite(actor=actor, **row.values)[0] for row in people]
    sheet.rows, sheet.sent_at = [], timezone.now()
    sheet.save()
    audit.record("accounts.invitation_sheet.sent", actor=actor, about=sheet, summary=str(len(sent)))
    return sent


def delete_unsent_sheets() -> int:
    """Delete the lists of people that nobody sent within a day. Returns how many."""
    unsent = InvitationSheet.objects.filter(sent_at__isnull=True)
    return unsent.filter(uploaded_at__lt=timezone.now() - KEPT_FOR).delete()[0]
