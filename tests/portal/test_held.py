"""What is held about somebody: complete, theirs alone, and never two authorities' at once."""

import io
import json
import zipfile
from typing import Any

import pytest
import yaml
from django.apps import apps
from django.conf import settings

from accounts.models import Membership, Person
from accounts.operations.invitations import invite
from accounts.operations.memberships import start_membership
from core.models import AuditEvent
from outcomes.operations.progress import give_verdict
from portal.queries.held_kinds import ACCOUNT, WORK
from portal.queries.named import TEXTS
from portal.queries.personal_data_export import (
    counted_by_authority,
    counted_in_account,
    held_by_authority,
    held_in_account,
)
from tests.cooperative.things import make_challenge
from tests.factories import make_action, make_priority
from tests.support.cast import Cast
from tests.support.places import AT_OURS
from tests.support.proof import prove

PAGE = "/about-me/"
FILE = "/about-me/of/manchester/file/"

_RIGHTS = "A right, worked out from the membership and from what they lead or answer for."
# What points at a person and is not given out, with why.
EXCUSED: dict[str, str] = {
    "guardian.UserObjectPermission.user": "Never written: the rights are in tables of their own.",
    "accounts.AuthorityPersonGrant.user": _RIGHTS,
    "outcomes.OutcomePersonGrant.user": _RIGHTS,
    "outcomes.ActionPersonGrant.user": _RIGHTS,
    "accounts.Person_groups.person": "The role's group, worked out from the membership.",
    "accounts.Person_user_permissions.person": "Never written: nobody holds a global right.",
    # A relation to several has a table of its own, whose other end is listed above.
    "outcomes.Action_collaborators.membership": "Listed as outcomes.Action.collaborators.",
    "cooperative.Meeting_led_by.membership": "Listed as cooperative.Meeting.led_by.",
}
# What the register calls so too, and is dealt with elsewhere or is nobody's name.
NOT_TEXTS = {
    "accounts.Membership.listing": "A choice from a list.",
    "accounts.Person.name": "Replaced with the account.",
    "core.AuditEvent.actor_label": "Taken out by core.audit.forget.",
    "documents.Document.claimed_by": "The name of a process.",
    "socialaccount.SocialAccount.uid": "Deleted with the account.",
    "socialaccount.SocialAccount.extra_data": "Deleted with the account.",
}


def pointers() -> set[str]:
    """Every field of every model, ours or not, that points at a person or a membership."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]
        if field.related_model in (Person, Membership)
    }


def test_every_pointer_at_a_person_is_listed_or_excused() -> None:
    listed = {kind.points for kind in (*ACCOUNT, *WORK)}
    assert pointers() == listed | set(EXCUSED)
    assert not listed & set(EXCUSED)
    assert len(pointers()) > 40


def test_what_is_listed_is_there_and_no_secret() -> None:
    register = yaml.safe_load((settings.ROOT / "docs" / "personal-data.yaml").read_text())
    for kind in (*ACCOUNT, *WORK):
        model = apps.get_model(kind.model)
        for name in kind.fields:
            assert "password" not in name
            assert "token" not in name
            if "__" not in name:
                model._meta.get_field(name)
                known = register.get(kind.model, {}).get(name, "no")
                assert known != "secret", (kind.model, name)


def test_every_text_that_may_name_somebody_is_known(db: None) -> None:
    register = yaml.safe_load((settings.ROOT / "docs" / "personal-data.yaml").read_text())
    wanted = {
        f"{model}.{name}"
        for model, fields in register.items()
        for name, kind in fields.items()
        if kind in ("words", "identity")
    }
    known = {f"{texts.model}.{name}" for texts in TEXTS for name in texts.fields}
    assert wanted == (known | set(NOT_TEXTS)) - {
        "accounts.InvitationSheet.rows",
        "impact.ReportLine.facts",
        "impact.AnnualReport.facts",
    }
    for texts in TEXTS:
        apps.get_model(texts.model)._default_manager.filter(**{texts.authority: 1}).exists()


def read(answer: Any) -> tuple[str, str]:
    """The two files of the archive."""
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/zip"
    assert "attachment" in answer["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert sorted(archive.namelist()) == ["held.html", "held.json"]
        return archive.read("held.html").decode(), archive.read("held.json").decode()


def test_the_file_has_what_they_did_and_nobody_elses_name(cast: Cast) -> None:
    jay = cast.consultant
    priority = make_priority(cast, title="Clubs for everyone")
    give_verdict(
        actor=jay, about=make_action(cast, priority=priority), feels="not-yet", words="Not yet"
    )
    make_challenge(cast, question="Who pays?")
    # The trail has both names in one sentence.
    assert AuditEvent.objects.filter(summary=f"To {cast.officer.label}: Who pays?").exists()
    start_membership(
        actor=None,
        authority=cast.bury,
        person=jay.person,
        role="elected-member",
        title="Bury’s word",
    )
    html, data = read(cast.client(jay).get(FILE))
    # To read, the log says what was done; for a program its codes stay.
    assert "<dt>what</dt><dd>Added the priority</dd>" in html
    assert "outcomes.priority.set" in data
    assert "outcomes.priority.set" not in html
    for text in (html, data):
        for own in (
            "Clubs for everyone",
            "Not yet",
            "Who pays?",
            jay.person.name,
            jay.person.email,
        ):
            assert own in text
        assert "Bury’s word" not in text
        for other in cast.people.values():
            if other != jay:
                assert other.person.name not in text, other
                assert other.person.email not in text, other
        assert jay.person.password not in text
    assert "To someone: Who pays?" in data
    assert json.loads(data)[0]["of"] == "Manchester City Council"


def test_the_page_tells_how_much_of_each_kind(cast: Cast) -> None:
    make_priority(cast)
    page = cast.client(cast.consultant).get(PAGE).content.decode()
    assert "Priorities you set: 1" in page
    assert "Manchester City Council" in page
    assert "Bury Council" not in page
    assert 'href="/about-me/of/manchester/file/"' in page


@pytest.mark.parametrize("number", [1, 30])
def test_the_page_costs_the_same_for_one_and_for_many(
    cast: Cast, django_assert_num_queries: Any, number: int
) -> None:
    for each in range(number):
        make_challenge(cast, question=f"Who pays for number {each}?")
        make_action(cast, collaborators=[cast.consultant])
    client = cast.client(cast.consultant)
    client.get(PAGE)
    with django_assert_num_queries(8):
        page = client.get(PAGE).content.decode()
    assert f"Challenges you raised: {number}" in page
    kit = cast.client(cast.coordinator)
    theirs = f"{AT_OURS}people/{cast.consultant.pk}/held/"
    kit.get(theirs)
    with django_assert_num_queries(8):
        kit.get(theirs)


def test_the_page_counts_what_the_copy_holds(cast: Cast) -> None:
    make_challenge(cast, question="Who pays?")
    cast.client(cast.consultant).get(AT_OURS)
    person = cast.consultant.person
    for counted, whole in (
        (counted_by_authority(person, cast.manchester), held_by_authority(person, cast.manchester)),
        (counted_in_account(person), held_in_account(person)),
    ):
        assert [(one.name, one.number) for one in counted.parts] == [
            (one.name, len(one.rows)) for one in whole.parts
        ]
        assert counted.parts


def test_each_authority_more_costs_two_statements(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    start_membership(
        actor=None, authority=cast.bury, person=cast.consultant.person, role="care-consultant"
    )
    client = cast.client(cast.consultant)
    client.get(PAGE)
    with django_assert_num_queries(10):
        client.get(PAGE)


def test_who_belongs_nowhere_has_an_account(cast: Cast) -> None:
    client = cast.client(cast.outsider)
    assert "You’re not a member of any council here" in client.get(PAGE).content.decode()
    html, _data = read(client.get("/about-me/file/"))
    assert "out@side.example" in html
    assert client.get(FILE).status_code == 404


def test_nobody_gets_it_without_the_second_step_of_their_role(cast: Cast) -> None:
    from django.test import Client

    client = Client()
    client.force_login(cast.coordinator.person)
    for path in (PAGE, FILE, "/about-me/file/", "/about-me/of/manchester/erase/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (
            302,
            "/sign-in/second-step/",
        )
    prove(client)
    assert client.get(PAGE).status_code == 200


def test_an_invitation_to_them_is_in_it_and_one_they_sent_names_nobody(cast: Cast) -> None:
    invite(actor=cast.coordinator, name="New Friend", email="new@friend.example", role="officer")
    held = held_by_authority(cast.coordinator.person, cast.manchester)
    sent = next(part for part in held.parts if part.name == "accounts.Invitation.invited_by")
    assert sent.number == 1
    assert "Friend" not in str(sent.rows)
    cast.consultant.person.email = "new@friend.example"
    held = held_by_authority(cast.consultant.person, cast.manchester)
    assert next(part for part in held.parts if part.name == "accounts.Invitation").number == 1


def test_the_account_says_where_they_are_signed_in(cast: Cast) -> None:
    client = cast.client(cast.consultant)
    client.get(AT_OURS)
    names = {part.name for part in held_in_account(cast.consultant.person).parts}
    assert "accounts.Person" in names


def test_a_coordinator_makes_it_for_somebody_and_that_is_recorded(cast: Cast) -> None:
    client = cast.client(cast.coordinator)
    base = f"{AT_OURS}people/{cast.consultant.pk}/held/"
    page = client.get(base).content.decode()
    assert "Data about Jay Moss" in page
    client.get(base)
    html, data = read(client.get(f"{base}file/"))
    assert "Jay Moss" in html
    # Their account is theirs.
    assert "last_login" not in data
    events = AuditEvent.objects.filter(object_id=str(cast.consultant.pk), code__contains=".held.")
    assert sorted(events.values_list("code", "actor_id")) == [
        ("portal.held.exported", cast.coordinator.person_id),
        ("portal.held.viewed", cast.coordinator.person_id),
    ]
    assert client.get(f"{AT_OURS}people/{cast.bury_people['officer'].pk}/held/").status_code == 404
    detail = client.get(f"{AT_OURS}people/{cast.consultant.pk}/").content.decode()
    assert f'href="{base}"' in detail
