"""Nobody here has to say why: what only care consultants do works without words, and no page shows
an empty sentence for it."""

from cooperative.operations.challenges import answer_challenge
from outcomes.models import Priority
from tests.cooperative.things import make_challenge
from tests.factories import make_action, make_priority
from tests.support.cast import Cast
from tests.support.places import AT_OURS


def _plan(cast: Cast) -> str:
    return f"{AT_OURS}outcomes/{cast.happy.slug}/{cast.year.slug}/"


def test_a_priority_is_set_without_a_why(cast: Cast) -> None:
    client = cast.client(cast.consultant)
    sent = client.post(f"{_plan(cast)}priorities/new/", {"title": "A club of our own", "why": ""})
    assert sent.status_code == 302
    priority = Priority.objects.get(title="A club of our own")
    assert priority.why == ""
    for page in (_plan(cast), f"{AT_OURS}journey/{priority.pk}/"):
        shown = client.get(page)
        assert shown.status_code == 200
        assert "Why:" not in shown.content.decode()
        assert "<p></p>" not in shown.content.decode()


def test_a_priority_is_closed_without_words(cast: Cast) -> None:
    priority = make_priority(cast)
    client = cast.client(cast.consultant)
    close = f"{AT_OURS}priorities/{priority.pk}/close/"
    assert client.post(close, {"met": "no", "words": "", "version": "1"}).status_code == 302
    priority.refresh_from_db()
    assert (priority.status, priority.closing_words) == ("closed", "")
    assert client.get(_plan(cast)).status_code == 200


def test_an_answer_is_turned_down_without_saying_why(cast: Cast) -> None:
    challenge = make_challenge(cast)
    answer_challenge(actor=cast.officer, challenge=challenge, text="Soon.")
    page = f"{AT_OURS}challenges/{challenge.pk}/"
    client = cast.client(cast.consultant)
    sent = {"answer": "refuse", "because": "", "reply_by": "", "version": "2"}
    assert client.post(f"{page}decide/", sent).status_code == 302
    assert "asked again" in client.get(page).content.decode()
    # The person who answered is told so, without a reason.
    home = cast.client(cast.officer).get(AT_OURS).content.decode()
    assert "Your last answer wasn’t accepted." in home


def test_a_verdict_needs_no_words_either(cast: Cast) -> None:
    page = f"{AT_OURS}actions/{make_action(cast).pk}/verdict/"
    sent = cast.client(cast.consultant).post(page, {"feels": "a-bit", "words": ""})
    assert sent.status_code == 302
