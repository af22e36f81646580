"""The two-minute update: one action after the other, recorded as any other."""

import datetime
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.models import AuditEvent
from outcomes.models import Action, ProgressUpdate
from outcomes.operations.progress import record_progress
from outcomes.queries.actions import needing_update
from outcomes.queries.update_queue import Round
from portal.queries.homes.open_actions import own_actions
from tests.factories import days_from_now, in_days, make_action, make_bury_action
from tests.support.cast import Cast
from tests.support.places import AT_OURS

START = f"{AT_OURS}update/"


def _three(cast: Cast, **more: Any) -> list[Action]:
    return [
        make_action(cast, title=title, due_on=in_days(days), **more)
        for title, days in (("First", 3), ("Second", 5), ("Third", 7))
    ]


def _fields(page: str) -> dict[str, str]:
    """What the form would send by itself."""
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    return {name: value for name, value in hidden if name != "csrfmiddlewaretoken"}


def _send(client: Client, url: str, **words: str) -> Any:
    page = client.get(url).content.decode()
    return client.post(url, {**_fields(page), "status": "on-track", "done": "Going.", **words})


def test_with_nothing_to_tell_it_says_so(cast: Cast) -> None:
    make_action(cast, due_on=in_days(90))
    page = cast.client(cast.officer).get(START)
    assert page.status_code == 200
    assert "Nothing to update" in page.content.decode()


def test_three_actions_one_after_the_other_and_home(cast: Cast) -> None:
    actions = _three(cast)
    client = cast.client(cast.officer)
    url = client.get(START)["Location"]
    ids = ".".join(str(action.pk) for action in actions)
    assert url == f"{START}{actions[0].pk}/?round={ids}"
    for number, action in enumerate(actions, 1):
        page = client.get(url).content.decode()
        assert ("Saved. Here’s the next one." in page) == (number > 1)
        assert f"{number} of 3" in page
        assert f">{action.title}</h1>" in page
        assert ("Save and continue" if number < 3 else "Save and finish") in page
        answer = _send(client, url, done=f"Word {number}.")
        assert answer.status_code == 302
        url = answer["Location"]
    assert url == f"{START}?after=1"
    page = client.get(url).content.decode()
    assert "Thank you. Your updates are saved." in page
    assert "You’ve updated all of them" in page
    assert list(ProgressUpdate.objects.order_by("pk").values_list("action", "done")) == [
        (action.pk, f"Word {number}.") for number, action in enumerate(actions, 1)
    ]
    assert AuditEvent.objects.filter(code="outcomes.progress.recorded").count() == 3
    assert "Nothing to update" in client.get(START).content.decode()


def test_files_are_taken_on_the_way_and_the_round_goes_on(cast: Cast) -> None:
    """FT-028: nothing typed is left behind for the sake of a file."""
    first, second, _third = _three(cast)
    client = cast.client(cast.officer)
    url = client.get(START)["Location"]
    page = client.get(url).content.decode()
    assert 'enctype="multipart/form-data"' in page
    assert f"actions/{first.pk}/progress/" not in page
    note = SimpleUploadedFile("note.txt", b"Two gyms joined.", "text/plain")
    fields = {**_fields(page), "status": "on-track", "done": "Going.", "files": note}
    answer = client.post(url, fields)
    assert f"{START}{second.pk}/?round=" in answer["Location"]
    update = first.updates.get()
    assert (update.done, update.files.get().name) == ("Going.", "note.txt")


def test_it_reminds_of_the_last_word(cast: Cast) -> None:
    action = make_action(cast, due_on=in_days(3))
    record_progress(actor=cast.officer, action=action, status="at-risk", done="Two gyms joined.")
    page = cast.client(cast.officer).get(f"{START}{action.pk}/").content.decode()
    assert "Two gyms joined." in page


def test_one_can_be_skipped(cast: Cast) -> None:
    first, second, _ = _three(cast)
    client = cast.client(cast.officer)
    url = client.get(START)["Location"]
    page = client.get(url).content.decode()
    assert f'href="{START}{second.pk}/?round=' in page
    assert not ProgressUpdate.objects.exists()


def test_a_partner_tells_of_the_organisations_actions(cast: Cast) -> None:
    (action, *_) = _three(cast, owner=cast.partner)
    answer = _send(cast.client(cast.partner), f"{START}{action.pk}/?round={action.pk}")
    assert answer["Location"] == f"{START}?after=1"
    assert ProgressUpdate.objects.get().by == cast.partner


def test_the_same_press_twice_is_one_update(cast: Cast) -> None:
    action = make_action(cast, due_on=in_days(3))
    client = cast.client(cast.officer)
    url = f"{START}{action.pk}/?round={action.pk}"
    sent = {**_fields(client.get(url).content.decode()), "status": "on-track", "done": "Once."}
    assert client.post(url, sent).status_code == 302
    assert client.post(url, sent).status_code == 302
    assert ProgressUpdate.objects.count() == 1


def test_somebody_else_told_meanwhile(cast: Cast) -> None:
    action = make_action(cast, due_on=in_days(3))
    client = cast.client(cast.officer)
    url = f"{START}{action.pk}/"
    sent = {**_fields(client.get(url).content.decode()), "status": "on-track", "done": "Mine."}
    record_progress(actor=cast.lead, action=action, status="at-risk", done="Theirs.")
    answer = client.post(url, sent)
    assert answer.status_code == 409
    assert "Mine." in answer.content.decode()


def test_done_needs_a_difference_and_keeps_what_was_typed(cast: Cast) -> None:
    action = make_action(cast, due_on=in_days(3))
    answer = _send(cast.client(cast.officer), f"{START}{action.pk}/", status="done", done="All in.")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Say what difference it made before you mark it as done." in page
    assert "All in." in page


def test_htmx_gets_the_next_step_alone_and_the_same_as_a_fresh_page(cast: Cast) -> None:
    first, second, _ = _three(cast)
    client = cast.client(cast.officer)
    url = client.get(START)["Location"].replace(str(first.pk), str(second.pk), 1)
    whole = client.get(url).content.decode()
    part = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<section id="update"')
    assert "<html" not in part

    def bare(text: str) -> str:
        text = re.sub(r'value="[0-9a-zA-Z-]{30,}"', "", text).replace(" autofocus", "")
        return re.sub(r"\s+", " ", text).strip()

    assert bare(part) in bare(whole)


def test_the_short_and_the_full_update_ask_the_same_in_the_same_order(cast: Cast) -> None:
    action = make_action(cast, due_on=in_days(3), target=100, unit="packs")
    client = cast.client(cast.officer)

    def asked(url: str) -> list[str]:
        page = client.get(url).content.decode()
        form = page[page.index('<div class="update-fields">') : page.index("check-words")]
        labels = re.findall(r"<(?:legend|label)\b[^>]*>(.*?)</(?:legend|label)>", form, re.S)
        hints = re.findall(r'<p class="hint"[^>]*>(.*?)</p>', form, re.S)
        return [" ".join(re.sub("<[^>]+>", "", one).split()) for one in labels + hints]

    short, full = asked(f"{START}{action.pk}/"), asked(f"{AT_OURS}actions/{action.pk}/progress/")
    assert short == full
    assert short.index("Status") < short.index("What has been done?")


def test_htmx_is_sent_to_the_end_after_the_last(cast: Cast) -> None:
    action = make_action(cast, due_on=in_days(3))
    client = cast.client(cast.officer)
    url = f"{START}{action.pk}/"
    sent = {**_fields(client.get(url).content.decode()), "status": "on-track", "done": "Yes."}
    answer = client.post(url, sent, headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == f"{START}?after=1"


def test_nobody_tells_of_what_is_not_theirs(cast: Cast) -> None:
    action = make_action(cast, due_on=in_days(3))
    assert cast.client(cast.officer_2).get(f"{START}{action.pk}/").status_code == 403
    assert cast.client(cast.member).get(START).status_code == 403
    theirs = make_bury_action(cast)
    assert cast.client(cast.officer).get(f"{START}{theirs.pk}/").status_code == 404


@pytest.mark.parametrize(
    "asked,ids",
    [
        ("5.7.9", (5, 7, 9)),
        ("7.7.5", (7, 5)),
        ("", (5,)),
        ("9.8", (5,)),
        ("x.5.-1.²", (5,)),
        (".".join(["5", *map(str, range(100, 200))]), (5, *range(100, 109))),
    ],
)
def test_a_round_takes_what_makes_sense_of_an_address(asked: str, ids: tuple[int, ...]) -> None:
    found = Round.from_address(asked, 5)
    assert found.ids == ids
    assert found.ids[found.place] == 5


def test_a_step_takes_as_many_queries_for_thirty(cast: Cast) -> None:
    counted = []
    for number in (1, 30):
        action = [make_action(cast, due_on=in_days(3)) for _ in range(number)][0]
        Action.objects.update(created_at=days_from_now(-3))
        client = cast.client(cast.officer)
        client.get(f"{START}{action.pk}/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{START}{action.pk}/").status_code == 200
        counted.append(len(queries))
    assert counted == [7, 7]


# --- The truth at the end of a round --------------------------------------------------------------


def test_what_is_late_stays_late_after_an_update_and_is_said(cast: Cast) -> None:
    action = make_action(cast, owner=cast.partner)
    Action.objects.update(due_on=in_days(-45), first_due_on=in_days(-45))
    client = cast.client(cast.partner)
    _send(client, f"{START}{action.pk}/?round={action.pk}")
    for url in (START, f"{START}?after=1"):
        page = client.get(url).content.decode()
        assert "You’ve updated all of them" in page
        assert "1 is still late." in page
        assert "45 days late" in page
        assert "None of your actions are late" not in page
    home = client.get(AT_OURS).content.decode()
    assert "1 is still late." in home


def test_with_nothing_late_it_says_so(cast: Cast) -> None:
    action = make_action(cast, due_on=in_days(9))
    client = cast.client(cast.officer)
    _send(client, f"{START}{action.pk}/")
    page = client.get(f"{START}?after=1").content.decode()
    assert "None of your actions are late." in page
    assert "still late" not in page


def test_a_round_goes_on_after_ten(cast: Cast) -> None:
    for _number in range(37):
        make_action(cast, due_on=in_days(3))
    client = cast.client(cast.officer)
    url = client.get(START)["Location"]
    for _number in range(10):
        url = _send(client, url)["Location"]
    page = client.get(url).content.decode()
    assert "27 actions still need an update." in page
    assert "Update the next 10" in page
    listed = f"{AT_OURS}actions/?whose=mine&amp;status=needs-update"
    assert listed in page
    assert "of 27" in client.get(listed.replace("&amp;", "&")).content.decode()
    following = client.get(START)["Location"]
    assert following.count(".") == 9


# On both sides of each day at which something changes.
@pytest.mark.parametrize("due", [-1, 0, 30, 31])
@pytest.mark.parametrize("told", [None, 6, 7, 60, 61])
@pytest.mark.parametrize("made", [60, 61])
def test_the_list_and_the_round_agree_on_what_needs_an_update(
    cast: Cast, due: int, told: int | None, made: int
) -> None:
    action = make_action(cast)
    now = timezone.localtime().replace(hour=12)
    Action.objects.update(
        due_on=in_days(due),
        first_due_on=in_days(due),
        created_at=now - datetime.timedelta(days=made),
    )
    if told is not None:
        record_progress(actor=cast.officer, action=action, status="on-track", done="Going.")
        ProgressUpdate.objects.update(at=now - datetime.timedelta(days=told))
    listed = needing_update(Action.objects.all()).exists()
    assert listed == any(one.wants_a_word for one in own_actions(cast.officer))


@pytest.mark.parametrize("page", ["update", "actions"])
def test_who_is_blocked_may_say_so_from_the_update(cast: Cast, page: str) -> None:
    action = make_action(cast, due_on=in_days(3))
    url = {"update": f"{START}{action.pk}/", "actions": f"{AT_OURS}actions/{action.pk}/progress/"}
    html = cast.client(cast.officer).get(url[page]).content.decode()
    assert f"{AT_OURS}actions/{action.pk}/obstacle/" in html
    home = cast.client(cast.officer).get(AT_OURS).content.decode()
    assert f"{AT_OURS}actions/{action.pk}/obstacle/" in home
