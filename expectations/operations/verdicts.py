"""Verdicts on expectations. Only ever added to."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.operations.notices import notify, settle_notices
from core import audit
from core.concurrency import is_repeated
from core.decisions import require
from core.languages import in_default_language
from expectations.models import Expectation, ExpectationVerdict
from expectations.policies import can_judge_expectation


@transaction.atomic
def judge_expectation(
    *, actor: Membership, expectation: Expectation, feels: str, words: str = ""
) -> ExpectationVerdict:
    """Say whether an expectation feels kept (product.md: care consultants alone). A later verdict
    stands and the earlier ones are kept, those of the same day too. Records
    `expectations.verdict.given`, and tells whoever plans the work. Raises Refused for anybody else
    and for words that nobody works to now; ValidationError for the same again on the same day."""
    require(can_judge_expectation(actor, expectation))
    verdict = ExpectationVerdict(expectation=expectation, by=actor, feels=feels, words=words)
    verdict.full_clean()
    last = ExpectationVerdict.objects.filter(expectation=expectation).order_by("-pk").first()
    if last and is_repeated(verdict, last, "feels", "words"):
        raise ValidationError(
            _("You’ve already given this verdict today. Change it if you see it differently.")
        )
    verdict.save()
    with in_default_language():
        summary = f"{expectation}: {verdict.get_feels_display()}"
    audit.record("expectations.verdict.given", actor=actor, about=expectation, summary=summary)
    settle_notices("expectation-judged", expectation)
    notify(
        "expectation-judged",
        about=expectation,
        page=reverse("outcomes:expectation-detail", args=[actor.authority.slug, expectation.pk]),
        actor=actor,
        to_holders_of="plan_actions",
        name=expectation.text,
        detail=feels,
        mark=verdict.pk,
    )
    return verdict
