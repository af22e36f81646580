from accounts.models.authority import RESERVED_SLUGS, Authority, Organisation
from accounts.models.grants import AuthorityGroupGrant, AuthorityPersonGrant
from accounts.models.invitation import Invitation, token_hash
from accounts.models.membership import Membership
from accounts.models.person import Person

__all__ = [
    "RESERVED_SLUGS",
    "Authority",
    "AuthorityGroupGrant",
    "AuthorityPersonGrant",
    "Invitation",
    "Membership",
    "Organisation",
    "Person",
    "token_hash",
]
