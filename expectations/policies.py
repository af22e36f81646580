"""May this person say this of an expectation, now?"""

from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.policies import ELSEWHERE
from core.decisions import ALLOW, Decision, deny
from expectations.models import Expectation


def can_judge_expectation(actor: Membership, expectation: Expectation) -> Decision:
    """Only care consultants say whether an expectation feels kept, and only of the main set's words
    now: what was said of an earlier version stays with it."""
    if expectation.authority_id != actor.authority_id:
        return ELSEWHERE
    if not actor.holds("give_verdicts"):
        return deny(_("Only care consultants can say whether it feels kept."))
    if not expectation.expectation_set.is_worked_to:
        return deny(_("You can only give a verdict on the main set. This one is just to read."))
    return ALLOW
