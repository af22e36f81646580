"""Being erased: asked, taken back, refused, done; and then nowhere to be found."""

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection

from accounts.models import (
    ErasureRequest,
    Invitation,
    InvitationSheet,
    Membership,
    Notice,
    OutgoingMail,
    Person,
)
from accounts.operations.erasure import ask_for_erasure, refuse_erasure, take_back_erasure
from accounts.operations.invitations import invite
from accounts.operations.mail import post, send_waiting_mail
from accounts.operations.memberships import end_membership, start_membership
from cooperative.models import AgendaItem, Challenge, Seat
from core import audit
from core.decisions import Refused
from core.models import AuditEvent, Erasure
from impact.models import ImpactReport, ReportLine
from portal.operations.erasure import decide_left, grant_erasure, left_of
from tests.cooperative.things import make_challenge, make_meeting
from tests.factories import make_action, make_priority
from tests.support.cast import Cast
from tests.support.places import AT_OURS

ASK = "/about-me/of/manchester/erase/"
LIST = f"{AT_OURS}erasures/"
FORMER = "A former care consultant"


def everything() -> dict[str, str]:
    """Every table of the database as text, as a dump would show it."""
    dump = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            dump[table] = "\n".join(str(row) for row in cursor.fetchall())
    return dump


def where(*words: str) -> list[str]:
    return [
        table
        for table, text in everything().items()
        if any(word.lower() in text.lower() for word in words)
    ]


def erase(cast: Cast, who: Membership) -> ErasureRequest:
    return grant_erasure(actor=cast.coordinator, request=ask_for_erasure(actor=who))


def live_a_little(cast: Cast) -> None:
    """Jay does things, is named by others, has an address with allauth, and mail on its way."""
    jay = cast.consultant
    Membership.objects.filter(pk=jay.pk).update(title="Poet", listed_as="Jay of Moss Side")
    priority = make_priority(cast, title="Clubs for everyone")
    make_action(cast, priority=priority, title="Ask Jay Moss which clubs")
    make_challenge(cast, question="Why does jay moss wait?")
    meeting = make_meeting(cast)
    AgendaItem.objects.create(
        meeting=meeting, position=9, title="Poems", led_by="Jay Moss", added_by=cast.officer
    )
    Seat.objects.create(body=cast.cooperative, membership=jay, title="Jay of Moss Side")
    EmailAddress.objects.create(user=jay.person, email=jay.person.email, verified=True)
    Invitation.objects.create(
        authority=cast.manchester,
        email=jay.person.email,
        name="Jay Moss",
        role="care-consultant",
        token_hash="0" * 64,
        invited_by=cast.coordinator,
        expires_at=meeting.starts_at,
        membership=jay,
        accepted_at=meeting.starts_at,
    )
    Notice.objects.create(
        membership=jay,
        topic="mine",
        what="asked",
        name="For Jay",
        about_type="outcomes.action",
        about_id=1,
        page="/",
        key="1",
    )
    InvitationSheet.objects.create(
        authority=cast.manchester,
        uploaded_by=cast.coordinator,
        rows=[{"name": "Jay Moss", "email": jay.person.email}, {"name": "Ann Other"}],
    )
    post(to=jay.person.email, subject="Hello Jay Moss", text="Jay Moss")
    audit.record("accounts.password.changed", actor=None, about=jay.person, summary="Jay Moss")
    audit.record(
        "outcomes.thing.done",
        actor=cast.officer,
        about=cast.happy,
        summary="For Jay of Moss Side",
        changes={"owner": ["Jay Moss", ""]},
    )


def test_nothing_in_the_database_knows_them_after(cast: Cast) -> None:
    jay = cast.consultant
    live_a_little(cast)
    assert len(where("Jay Moss", "jay.moss@", "Jay of Moss Side", "Poet")) > 8
    events, last = AuditEvent.objects.count(), AuditEvent.objects.order_by("-pk")[0].pk
    before = list(
        AuditEvent.objects.order_by("pk").values_list("pk", "at", "code", "actor_id", "object_id")
    )
    erase(cast, jay)
    send_waiting_mail()
    assert where("Jay Moss", "jay.moss@", "Jay of Moss Side", "Poet") == []
    # The trail has each event it had, and two more: that it was asked and that it was granted.
    assert AuditEvent.objects.count() == events + 2
    assert before == list(
        AuditEvent.objects.filter(pk__lte=last)
        .order_by("pk")
        .values_list("pk", "at", "code", "actor_id", "object_id")
    )
    assert Erasure.objects.count() == 2


def test_what_they_did_stays_without_the_name(cast: Cast) -> None:
    live_a_little(cast)
    erase(cast, cast.consultant)
    membership = Membership.objects.select_related("person").get(pk=cast.consultant.pk)
    assert (membership.label, membership.person.name) == (FORMER, FORMER)
    assert membership.ends_on is not None
    challenge = Challenge.objects.get()
    assert challenge.raised_by_id == cast.consultant.pk
    assert challenge.question == f"Why does {FORMER} wait?"
    assert AgendaItem.objects.get(title="Poems").led_by == FORMER
    page = cast.client(cast.coordinator).get(f"{AT_OURS}trail/").content.decode()
    assert "Someone whose name was erased" in page


def test_they_cannot_come_in_again(cast: Cast) -> None:
    live_a_little(cast)
    client = cast.client(cast.consultant)
    assert client.get(AT_OURS).status_code == 200
    erase(cast, cast.consultant)
    assert client.get(AT_OURS).status_code == 302
    person = Person.objects.get(pk=cast.consultant.person_id)
    assert not person.is_active
    assert not person.has_usable_password()
    assert person.groups.count() == 0
    assert not OutgoingMail.objects.filter(to__contains="erased").exists()
    assert not Notice.objects.filter(membership=cast.consultant).exists()


def test_the_last_mail_says_only_that_it_is_decided(cast: Cast) -> None:
    address = cast.consultant.person.email
    erase(cast, cast.consultant)
    send_waiting_mail()
    assert [(one.to, "Moss" in one.body) for one in mail.outbox] == [([address], False)]


def test_another_authority_keeps_what_it_holds(cast: Cast) -> None:
    jay = cast.consultant
    other = start_membership(
        actor=None, authority=cast.bury, person=jay.person, role="officer", title="Adviser"
    )
    bury = list(AuditEvent.objects.filter(authority_id=cast.bury.pk).values())
    erase(cast, jay)
    person = Person.objects.get(pk=jay.person_id)
    assert (person.name, person.is_active) == ("Jay Moss", True)
    assert Membership.objects.get(pk=other.pk).title == "Adviser"
    assert Membership.objects.get(pk=jay.pk).label == FORMER
    assert list(AuditEvent.objects.filter(authority_id=cast.bury.pk).values()) == bury
    here = AuditEvent.objects.filter(authority_id=cast.manchester.pk).values()
    assert "Jay Moss" not in str(list(here))
    # The second of them erases the account with it.
    grant_erasure(actor=cast.bury_people["coordinator"], request=ask_for_erasure(actor=other))
    send_waiting_mail()
    assert where("Jay Moss", "jay.moss@") == []
    assert Person.objects.get(pk=jay.person_id).name == "A former officer"


def test_somebody_of_the_same_name_keeps_it(cast: Cast) -> None:
    live_a_little(cast)
    Person.objects.filter(pk=cast.consultant_2.person_id).update(name="Jay Moss")
    request = ask_for_erasure(actor=cast.consultant)
    for one in left_of(request).everything:
        decide_left(actor=cast.coordinator, request=request, key=one.key, choice="keep")
    grant_erasure(actor=cast.coordinator, request=request)
    assert Person.objects.get(pk=cast.consultant_2.person_id).name == "Jay Moss"
    assert Challenge.objects.get().question == "Why does jay moss wait?"


def test_signed_and_published_reports_stay_and_are_listed(cast: Cast) -> None:
    lines = {}
    action = make_action(cast)
    for number, status in enumerate(("draft", "signed-off", "published"), 1):
        report = ImpactReport.objects.create(
            authority=cast.manchester,
            meeting=make_meeting(cast, number=number + 20),
            slug=f"report-{number}",
            title=f"Report {number}",
            status=status,
            sign_offs_needed=1,
            composed_by=cast.coordinator,
        )
        lines[status] = ReportLine.objects.create(
            report=report,
            part="said",
            position=1,
            action=action,
            text="Jay Moss asked.",
            composed_text="Jay Moss asked.",
            facts={"who": ["Jay Moss", {"by": "Jay Moss, Poet"}]},
        )
    asked = erase(cast, cast.consultant)
    for line in lines.values():
        line.refresh_from_db()
    assert lines["draft"].text == f"{FORMER} asked."
    assert lines["draft"].facts == {"who": [FORMER, {"by": f"{FORMER}, Poet"}]}
    for status in ("signed-off", "published"):
        assert lines[status].text == "Jay Moss asked."
    assert asked.pk
    request = ErasureRequest.objects.get(pk=asked.pk)
    assert request.kept_in == ["Impact report: Report 2", "Impact report: Report 3"]
    page = cast.client(cast.coordinator).get(f"{LIST}{request.pk}/").content.decode()
    assert "Impact report: Report 3" in page


def test_it_can_be_taken_back_and_asked_again(cast: Cast) -> None:
    request = ask_for_erasure(actor=cast.consultant)
    with pytest.raises(Refused):
        ask_for_erasure(actor=cast.consultant)
    with pytest.raises(Refused):
        take_back_erasure(actor=cast.consultant_2, request=request)
    take_back_erasure(actor=cast.consultant, request=request)
    for deed in (
        lambda: take_back_erasure(actor=cast.consultant, request=request),
        lambda: grant_erasure(actor=cast.coordinator, request=request),
        lambda: refuse_erasure(actor=cast.coordinator, request=request, reason="No."),
    ):
        with pytest.raises(Refused):
            deed()
    assert ask_for_erasure(actor=cast.consultant).pk != request.pk


def test_a_no_has_a_reason_which_they_read(cast: Cast) -> None:
    request = ask_for_erasure(actor=cast.consultant)
    with pytest.raises(ValidationError):
        refuse_erasure(actor=cast.coordinator, request=request, reason=" ")
    refuse_erasure(actor=cast.coordinator, request=request, reason="The inquiry runs until May.")
    page = cast.client(cast.consultant).get("/about-me/").content.decode()
    assert "The inquiry runs until May." in page
    assert ASK in page
    assert "inquiry" not in str(list(AuditEvent.objects.values()))
    send_waiting_mail()
    assert "inquiry" not in mail.outbox[0].body


def test_only_another_coordinator_of_the_authority_decides(cast: Cast) -> None:
    request = ask_for_erasure(actor=cast.consultant)
    own = ask_for_erasure(actor=cast.coordinator)
    for actor, which in (
        (cast.officer, request),
        (cast.consultant, request),
        (cast.safeguarding, request),
        (cast.bury_people["coordinator"], request),
        (cast.coordinator, own),
    ):
        with pytest.raises(Refused):
            grant_erasure(actor=actor, request=which)
        with pytest.raises(Refused):
            refuse_erasure(actor=actor, request=which, reason="No.")
    assert where("Jay Moss")


def test_who_has_moved_on_can_ask(cast: Cast) -> None:
    end_membership(actor=cast.coordinator, membership=cast.consultant)
    client = cast.client(cast.consultant)
    assert client.get(ASK).status_code == 200
    assert client.post(ASK).status_code == 302
    grant_erasure(actor=cast.coordinator, request=ErasureRequest.objects.get())
    assert Membership.objects.get(pk=cast.consultant.pk).label == FORMER


def test_an_invitation_that_waits_for_them_is_void(cast: Cast) -> None:
    end_membership(actor=cast.coordinator, membership=cast.consultant)
    invitation, _path = invite(
        actor=cast.coordinator,
        name="Jay Moss",
        email=cast.consultant.person.email,
        role="care-consultant",
    )
    erase(cast, cast.consultant)
    invitation.refresh_from_db()
    assert (invitation.name, invitation.state) == (FORMER, "withdrawn")
    assert "@erased.invalid" in invitation.email


def test_from_asking_to_done_on_the_pages(cast: Cast) -> None:
    jay, kit = cast.client(cast.consultant), cast.client(cast.coordinator)
    page = jay.get(ASK).content.decode()
    assert "UK GDPR article 17(3)" in page
    jay.post(ASK)
    assert "You asked for your name to be erased" in jay.get("/about-me/").content.decode()
    assert jay.get(ASK).status_code == 403
    assert "1 person has asked us to erase their name" in kit.get(AT_OURS).content.decode()
    request = ErasureRequest.objects.get()
    assert "Jay Moss" in kit.get(LIST).content.decode()
    detail = f"{LIST}{request.pk}/"
    assert kit.get(detail).status_code == 200
    empty = kit.post(detail, {"decision": "no", "reason": ""})
    assert empty.status_code == 422
    assert "Give your reason for saying no." in empty.content.decode()
    assert kit.post(detail, {}).status_code == 422
    assert kit.post(detail, {"decision": "yes"}).status_code == 302
    assert kit.post(detail, {"decision": "yes"}).status_code == 403
    page = kit.get(LIST).content.decode()
    assert "Jay Moss" not in page
    assert FORMER in page
    assert "Jay Moss" not in kit.get(f"{AT_OURS}people/?moved_on=1").content.decode()
    codes = set(AuditEvent.objects.values_list("code", flat=True))
    assert {
        "accounts.erasure.asked",
        "accounts.erasure.granted",
        "portal.erasures.viewed",
        "portal.erasure.viewed",
    } <= codes


def test_taking_it_back_on_the_pages(cast: Cast) -> None:
    jay = cast.client(cast.consultant)
    assert jay.get(f"{ASK}take-back/").status_code == 404
    jay.post(ASK)
    assert jay.get(f"{ASK}take-back/").status_code == 200
    assert jay.post(f"{ASK}take-back/").status_code == 302
    assert ErasureRequest.objects.get().status == "taken-back"
    assert ASK in jay.get("/about-me/").content.decode()
    assert cast.client(cast.outsider).get(ASK).status_code == 404


def test_every_model_is_in_the_dump() -> None:
    """The search above looks at tables, so it cannot miss a model."""
    assert len(apps.get_models()) > 40
