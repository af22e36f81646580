"""A decision with what else was considered, wherever it is told; and what only recommends."""

import re

import pytest
from django.test import Client

from cooperative.models import Body, MeetingDecision
from documents.tasks import make_documents
from impact.models import ImpactReport
from impact.operations.reports import compose_report
from tests.cooperative.test_pages import at
from tests.cooperative.things import make_challenge
from tests.documents.papers import ask, pages_of
from tests.support.cast import Cast
from tests.support.closing import close
from tests.support.places import AT_OURS
from tests.support.reports import make_report, publish

pytestmark = pytest.mark.usefixtures("warm")
OTHER, OTHERWISE = "Taxis for everyone, at four times the cost.", "People stop going in winter."


def with_its_fields(cast: Cast, *, decides: bool | None = None, text: str = "") -> ImpactReport:
    """A draft report of a meeting whose one decision has every field filled in."""
    Body.objects.filter(pk=cast.cooperative.pk).update(decides=decides)
    report = make_report(cast)
    decision = MeetingDecision.objects.get()
    decision.reason, decision.alternatives = "Clubs end late.", OTHER
    decision.if_not_decided, decision.text = OTHERWISE, text or decision.text
    decision.save()
    meeting = type(report.meeting).objects.get(pk=report.meeting_id)
    report.lines.all().delete()
    report.delete()
    return compose_report(actor=cast.coordinator, meeting=meeting)


def test_the_fields_of_a_decision_are_told_everywhere_it_is(cast: Cast, client: Client) -> None:
    report = with_its_fields(cast)
    inside = cast.client(cast.member)
    for page in (
        inside.get(at("meeting-detail", report.meeting_id)),
        inside.get(f"{AT_OURS}reports/{report.slug}/"),
    ):
        words = page.content.decode()
        assert f"Other options considered: {OTHER}" in words
        assert f"What would happen without this: {OTHERWISE}" in words
    report = publish(cast, report)
    words = client.get(f"/manchester/reports/{report.slug}/").content.decode()
    assert OTHER in words
    assert OTHERWISE in words
    document = ask(cast, report)
    make_documents()
    document.refresh_from_db()
    printed = " ".join(" ".join(pages_of(document)).split())
    assert OTHER in printed
    assert OTHERWISE in printed


@pytest.mark.parametrize(
    ("decides", "text", "told"),
    [
        (True, "", "We agreed: Bus passes are free from May."),
        (None, "", "We agreed: Bus passes are free from May."),
        (False, "", "We recommend: Bus passes are free from May."),
        (False, "We recommend that the Executive pays.", "We recommend that the Executive pays."),
        (True, "We agreed to pay.", "We agreed to pay."),
    ],
)
def test_who_only_recommends_agrees_nothing(
    cast: Cast, client: Client, decides: bool | None, text: str, told: str
) -> None:
    report = with_its_fields(cast, decides=decides, text=text)
    assert report.lines.filter(text__startswith=told).count() == 1
    report = publish(cast, report)
    words = client.get(f"/manchester/reports/{report.slug}/").content.decode()
    assert told in words
    assert ("We agreed" in words) == (decides is not False)
    kit = cast.client(cast.coordinator)
    form = kit.get(at("decision-create", report.meeting_id)).content.decode()
    meeting = kit.get(at("meeting-detail", report.meeting_id)).content.decode()
    assert ("What we recommend" in meeting) == (decides is False)
    assert ("What we decided" in meeting) == (decides is not False)
    assert ("What does the group recommend?" in form) == (decides is False)


def test_what_a_group_may_do_is_said_or_said_to_be_open(cast: Cast) -> None:
    client = cast.client(cast.member)
    for decides, told in (
        (True, "Makes decisions"),
        (False, "Makes recommendations for others to decide on"),
        (None, "Not laid down"),
    ):
        Body.objects.filter(pk=cast.cooperative.pk).update(decides=decides)
        assert told in client.get(at("body-detail", "cooperative")).content.decode()


def test_a_report_links_a_partner_only_to_what_they_may_open(cast: Cast) -> None:
    """Every link of a published report, for every role: it opens."""
    report = make_report(cast)
    meeting = report.meeting
    make_challenge(cast, meeting=meeting)
    report.lines.all().delete()
    report.delete()
    report = publish(
        cast, compose_report(actor=cast.coordinator, meeting=type(meeting).objects.get())
    )
    for who in ("partner", "other_partner", "member", "officer", "consultant"):
        client = cast.client(cast.people[who])
        page = client.get(f"{AT_OURS}reports/{report.slug}/").content.decode()
        main = re.search(r"<main.*</main>", page, re.S)
        assert main is not None
        # Downloads are made by a POST, so that every other address of the page can be opened.
        found = {link.partition("#")[0] for link in re.findall(r'href="(/[^"]*)"', main[0])}
        found -= {""}
        asked = any("/challenges/" in link for link in found)
        assert asked == (who not in {"partner", "other_partner"}), who
        kinds = {link.removeprefix(AT_OURS).partition("/")[0] for link in found}
        assert {"actions", "journey", "meetings"} <= kinds, (who, kinds)
        for link in sorted(found):
            answer = client.get(link)
            close(answer)
            assert answer.status_code == 200, (who, link)
