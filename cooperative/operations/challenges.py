"""Challenges: raised by care consultants, answered by the one asked, closed by the challenger."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership
from cooperative.enums import ChallengeStatus
from cooperative.models import Challenge, ChallengeAnswer, Meeting
from cooperative.operations.telling import tell_of_challenge, who_decides
from cooperative.policies import can_answer_challenge, can_decide_answer, can_raise_challenge
from cooperative.queries.people import duty_holders
from cooperative.validators import check_whole, day_problem
from core import audit
from core.concurrency import check_version
from core.decisions import require
from outcomes.models import Action, Priority


@transaction.atomic
def raise_challenge(
    *,
    actor: Membership,
    question: str,
    asked_of: Membership,
    reply_by: datetime.date,
    why: str = "",
    meeting: Meeting | None = None,
    priority: Priority | None = None,
    action: Action | None = None,
) -> Challenge:
    """Put a plain question to a named duty-holder, with a day to reply by, and tell them. Records
    `cooperative.challenge.raised`. Refuses somebody who is not one of this authority's
    duty-holders, a day that is not to come, the same open question to the same person, and things
    of another authority."""
    require(can_raise_challenge(actor))
    challenge = Challenge(
        authority_id=actor.authority_id,
        question=question,
        why=why,
        raised_by=actor,
        raised_at=timezone.now(),
        asked_of=asked_of,
        reply_by=reply_by,
        meeting=meeting,
        priority=priority,
        action=action,
    )
    _check(challenge)
    challenge.save()
    audit.record(
        "cooperative.challenge.raised",
        actor=actor,
        about=challenge,
        summary=f"To {asked_of.label}: {question}",
    )
    tell_of_challenge("challenge-raised", actor, challenge, [asked_of])
    return challenge


@transaction.atomic
def answer_challenge(
    *, actor: Membership, challenge: Challenge, text: str, version: int | None = None
) -> ChallengeAnswer:
    """Answer a challenge put to the actor; it then waits for the challenger, who is told. Records
    `cooperative.challenge.answered`. Refuses anyone else, and a second answer before the first is
    decided on."""
    challenge = check_version(challenge, version)
    require(can_answer_challenge(actor, challenge))
    answer = ChallengeAnswer(challenge=challenge, by=actor, at=timezone.now(), text=text)
    check_whole(answer, exclude=["accepted"])  # nobody has decided yet
    answer.save()
    challenge.status = ChallengeStatus.ANSWERED
    challenge.save()
    audit.record(
        "cooperative.challenge.answered",
        actor=actor,
        about=challenge,
        summary=challenge.question,
    )
    to, right = who_decides(challenge)
    tell_of_challenge(
        "challenge-answered", actor, challenge, to, mark=answer.pk, to_holders_of=right
    )
    return answer


@transaction.atomic
def accept_answer(
    *, actor: Membership, challenge: Challenge, version: int | None = None
) -> Challenge:
    """Accept the answer; that closes the challenge, for good. Only the challenger. Records
    `cooperative.challenge.accepted`, and tells whoever answered."""
    challenge = check_version(challenge, version)
    require(can_decide_answer(actor, challenge))
    now = timezone.now()
    answer = _undecided(challenge)
    answer.accepted, answer.decided_at = True, now
    check_whole(answer)
    answer.save()
    challenge.status, challenge.closed_at = ChallengeStatus.ACCEPTED, now
    check_whole(challenge)
    challenge.save()
    audit.record(
        "cooperative.challenge.accepted",
        actor=actor,
        about=challenge,
        summary=challenge.question,
    )
    tell_of_challenge("challenge-accepted", actor, challenge, [challenge.asked_of_id])
    return challenge


@transaction.atomic
def refuse_answer(
    *,
    actor: Membership,
    challenge: Challenge,
    because: str,
    reply_by: datetime.date | None = None,
    version: int | None = None,
) -> Challenge:
    """Refuse the answer, and say why if they like; the challenge is open again, until a new day if
    one is given. Tells the person who answered. Only the challenger. Records
    `cooperative.challenge.refused`. Refuses a day that is not to come, and no new day where the one
    it had has passed."""
    challenge = check_version(challenge, version)
    require(can_decide_answer(actor, challenge))
    problems = {}
    if reply_by is None and day_problem(challenge.reply_by):
        problems["reply_by"] = _("The date it had has passed. Enter a new date.")
    elif reply_by is not None and (problem := day_problem(reply_by)):
        problems["reply_by"] = problem
    if problems:
        raise ValidationError(problems)
    answer = _undecided(challenge)
    answer.accepted, answer.decided_at, answer.refused_because = False, timezone.now(), because
    check_whole(answer)
    answer.save()
    challenge.status = ChallengeStatus.OPEN
    challenge.reply_by = reply_by or challenge.reply_by
    check_whole(challenge)
    challenge.save()
    audit.record(
        "cooperative.challenge.refused",
        actor=actor,
        about=challenge,
        summary=challenge.question,
        changes={"because": because, "reply_by": challenge.reply_by.isoformat()},
    )
    tell_of_challenge(
        "challenge-refused", actor, challenge, [challenge.asked_of_id], mark=answer.pk
    )
    return challenge


def _undecided(challenge: Challenge) -> ChallengeAnswer:
    return challenge.answers.filter(accepted__isnull=True).latest("at", "pk")


def _check(challenge: Challenge) -> None:
    """Raise ValidationError, beside the fields, for whatever does not fit."""
    problems: dict[str, str] = {}
    own = challenge.authority_id
    if not duty_holders(own).filter(pk=challenge.asked_of_id).exists():
        problems["asked_of"] = _("Choose someone here who’s responsible for this work.")
    if problem := day_problem(challenge.reply_by):
        problems["reply_by"] = problem
    for name in ("meeting", "priority", "action"):
        thing = getattr(challenge, name)
        if thing is not None and thing.authority_id != own:
            problems[name] = _("Choose one from the list.")
    same = Challenge.objects.unsettled().filter(
        authority_id=own, asked_of=challenge.asked_of, question__same_text=challenge.question
    )
    if same.exists():
        problems["question"] = _("They’ve already been asked this. See the list of challenges.")
    if problems:
        raise ValidationError(problems)
    check_whole(challenge)
