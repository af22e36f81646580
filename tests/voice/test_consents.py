"""Who agreed that everyone may read a point, to what, when and until when (FT-049, FT-050)."""

import pytest
from django.core.exceptions import ValidationError

from core.decisions import Refused
from tests.factories import in_days
from tests.support.cast import Cast
from tests.support.places import AT_OURS
from tests.voice.points import public, released
from voice.models import Ask, Consent
from voice.operations.consents import confirm_consent, give_consent, withdraw_consent

VOICE = f"{AT_OURS}voice/"


def test_a_withdrawn_consent_stays_withdrawn(cast: Cast) -> None:
    ask = public(cast)
    withdraw_consent(actor=cast.consultant_2, ask=ask)
    assert not Ask.objects.public().exists()
    first = ask.consents.get()
    assert first.withdrawn_by == cast.consultant_2
    with pytest.raises(Refused):
        confirm_consent(actor=cast.safeguarding, consent=first)
    # A new one, by a care consultant, and a second person.
    new = give_consent(actor=cast.consultant_2, ask=ask, agreed_by="speaker", agreed_on=in_days(-1))
    assert not Ask.objects.public().exists()
    with pytest.raises(Refused):
        confirm_consent(actor=cast.consultant_2, consent=new)
    confirm_consent(actor=cast.coordinator, consent=new)
    assert Ask.objects.public().get() == ask
    assert [one.withdrawn_at is None for one in ask.consents.all()] == [True, False]


def test_who_recorded_it_cannot_confirm_it(cast: Cast) -> None:
    ask = released(cast)
    consent = give_consent(
        actor=cast.coordinator, ask=ask, agreed_by="speaker", agreed_on=in_days(-1)
    )
    with pytest.raises(Refused, match="someone else"):
        confirm_consent(actor=cast.coordinator, consent=consent)
    page = cast.client(cast.coordinator).get(f"{VOICE}waiting/").content.decode()
    assert "someone else has to confirm it" in page
    confirm_consent(actor=cast.safeguarding, consent=consent)
    assert Ask.objects.public().get() == ask


def test_the_record_says_who_to_what_when_and_until_when(cast: Cast) -> None:
    ask = released(cast)
    client, address = cast.client(cast.consultant), f"{VOICE}{ask.pk}/permission/"
    assert "Until when?" in client.get(address).content.decode()
    assert client.post(address, {"agreed_by": "", "agreed_on": ""}).status_code == 422
    said = {"agreed_by": "with-carer", "agreed_on": in_days(-2), "agreed_until": in_days(400)}
    assert client.post(address, said).status_code == 302
    consent = Consent.objects.get()
    assert consent.agreed_by == "with-carer"
    assert (consent.agreed_on, consent.until) == (in_days(-2), in_days(400))
    assert "Everyone can read these words" in consent.agreed_to
    page = client.get(f"{VOICE}{ask.pk}/").content.decode()
    assert "the adult who can agree for them agreed on" in page
    assert "Nobody else has confirmed it yet." in page
    with pytest.raises(ValidationError, match="already"):
        give_consent(actor=cast.consultant, ask=ask, agreed_by="speaker", agreed_on=in_days(-1))


@pytest.mark.parametrize(
    "wrong", [{"agreed_on": in_days(1)}, {"agreed_on": in_days(-3), "agreed_until": in_days(-1)}]
)
def test_days_that_make_no_sense_are_refused(cast: Cast, wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        give_consent(actor=cast.consultant, ask=released(cast), agreed_by="speaker", **wrong)  # type: ignore[arg-type]  # days


@pytest.mark.parametrize("who", ["officer", "member", "partner", "executive"])
def test_others_change_no_consent_but_to_what_they_wrote_down(cast: Cast, who: str) -> None:
    person = cast.people[who]
    with pytest.raises(Refused):
        withdraw_consent(actor=person, ask=public(cast))
    if who != "executive":
        own = released(cast, by=person, text="Another point.")
        give_consent(actor=person, ask=own, agreed_by="speaker", agreed_on=in_days(-1))
        withdraw_consent(actor=person, ask=own)
