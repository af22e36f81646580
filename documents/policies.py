"""Who may have a document: members of its authority whom its kind allows (`documents.kinds`)."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.policies import ELSEWHERE
from core.decisions import Decision, deny
from documents.enums import JobStatus
from documents.kinds import document_kind
from documents.models import Document
from documents.queries import says_now


def can_ask_for_document(actor: Membership, kind: str, subject: Any) -> Decision:
    """Have something made into a document of a kind it has."""
    if subject.authority_id != actor.authority_id:
        return ELSEWHERE
    found = document_kind(kind)
    if not isinstance(subject, found.model):
        return deny(_("There’s no document of this kind here."))
    return found.can_ask(actor, subject)


def can_read_document(actor: Membership, document: Document) -> Decision:
    """Watch it being made, and download it: the same people who could have asked for it."""
    if document.authority_id != actor.authority_id:
        return ELSEWHERE
    return can_ask_for_document(actor, document.kind, document.subject)


def can_try_document_again(actor: Membership, document: Document) -> Decision:
    """Only one that could not be made, or that says what its subject said once, by anyone who may
    read it."""
    made = document.status == JobStatus.DONE
    if document.status != JobStatus.FAILED and not (made and not says_now(document)):
        return deny(_("This document is ready or on its way, so you don’t need to try again."))
    return can_read_document(actor, document)
