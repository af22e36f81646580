from accounts.models.authority import RESERVED_SLUGS, Authority, Organisation
from accounts.models.erasure import ErasureRequest
from accounts.models.grants import AuthorityGroupGrant, AuthorityPersonGrant
from accounts.models.handed import HandedOver
from accounts.models.invitation import Invitation, token_hash
from accounts.models.look import Logo
from accounts.models.mail import OutgoingMail, UndeliveredMail
from accounts.models.membership import Membership, name_fields
from accounts.models.notice import NewsChoice, Notice
from accounts.models.person import Person
from accounts.models.sheet import InvitationSheet
from accounts.models.words import GlossaryTerm, PlainWord

__all__ = [
    "RESERVED_SLUGS",
    "Authority",
    "AuthorityGroupGrant",
    "AuthorityPersonGrant",
    "ErasureRequest",
    "GlossaryTerm",
    "HandedOver",
    "Invitation",
    "InvitationSheet",
    "Logo",
    "Membership",
    "NewsChoice",
    "Notice",
    "Organisation",
    "OutgoingMail",
    "Person",
    "PlainWord",
    "name_fields",
    "token_hash",
    "UndeliveredMail",
]
