"""Each page says a thing once, keeps where somebody came from, and shows what there is."""

import re
from collections import Counter

from cooperative.operations.reading import mark_workplan_read
from cooperative.queries.reading import meetings_to_read
from portal.queries.brief import brief_page
from tests.cooperative.things import make_challenge, make_meeting, papers_out
from tests.factories import in_days, make_action
from tests.support.cast import Cast
from tests.support.places import AT_OURS


def _text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def _main(html: str) -> str:
    return html[html.index("<main") : html.index("</main>")]


def test_ask_about_this_chooses_a_proposed_action_too(cast: Cast) -> None:
    meeting = papers_out(cast)
    agreed = make_action(cast, title="Free passes")
    proposed = make_action(cast, title="Walk the route", status="proposed")
    client = cast.client(cast.member)
    plan = client.get(f"{AT_OURS}meetings/{meeting.pk}/workplan/").content.decode()
    for action in (agreed, proposed):
        ask = f"{AT_OURS}meetings/{meeting.pk}/questions/ask/?action={action.pk}"
        assert ask.replace("&", "&amp;") in plan
        form = client.get(ask).content.decode()
        assert f'<option value="{action.pk}" selected>{action.title}</option>' in form


def test_asking_from_the_brief_leads_back_to_the_brief(cast: Cast) -> None:
    meeting = papers_out(cast)
    brief = f"{AT_OURS}brief/{meeting.pk}/"
    client = cast.client(cast.member)
    link = re.search(r'href="([^"]*questions/ask/[^"]*)"', client.get(brief).content.decode())
    assert link
    sent = client.post(link[1].replace("&amp;", "&"), {"text": "Who pays?", "action": ""})
    assert sent["Location"] == brief
    # From the workplan it leads to the workplan.
    whole = client.post(f"{AT_OURS}meetings/{meeting.pk}/questions/ask/", {"text": "Who else?"})
    assert whole["Location"] == f"{AT_OURS}meetings/{meeting.pk}/workplan/"


def test_a_question_does_not_make_the_brief_longer(cast: Cast) -> None:
    meeting = papers_out(cast)
    client = cast.client(cast.member)

    def minutes() -> int:
        page = brief_page(cast.member, meetings_to_read(cast.member).get(pk=meeting.pk))
        assert page is not None
        return page.minutes

    before = minutes()
    for _index in range(5):
        words = {"text": f"{_index} {'Why does it take so long? ' * 18}"}
        client.post(f"{AT_OURS}meetings/{meeting.pk}/questions/ask/", words)
    assert minutes() == before


def test_the_public_page_tells_a_day_that_is_planned(cast: Cast) -> None:
    """Before its papers are out, too."""
    public = "/manchester/meetings/"
    assert "No dates set yet." in cast.client(None).get(public).content.decode()
    meeting = make_meeting(cast)
    page = cast.client(None).get(public).content.decode()
    assert "No dates set yet." not in page
    assert meeting.title in page


def test_the_page_of_a_meeting_says_each_thing_once(cast: Cast) -> None:
    """Before its day, with a challenge that heads its agenda: no card twice, none that is empty,
    and no refusal of what nobody asked for."""
    meeting = make_meeting(cast)
    challenge = make_challenge(cast, meeting=meeting, question="Who pays for the passes?")
    make_action(cast)
    meeting = papers_out(cast, meeting)
    for person in (cast.member, cast.officer, cast.consultant):
        page = cast.client(person).get(f"{AT_OURS}meetings/{meeting.pk}/").content.decode()
        main = _main(page)
        headings = Counter(_text(one) for one in re.findall(r"<h2[^>]*>(.*?)</h2>", page, re.S))
        assert [title for title, number in headings.items() if number > 1] == [], person
        assert _text(main).count(challenge.question) == 1, person
        for nothing in ("No decisions have been", "No actions have been", "Not recorded yet"):
            assert nothing not in main, person
        assert "The agenda has already been published." not in main, person


def test_home_names_the_meeting_once_after_reading(cast: Cast) -> None:
    meeting = papers_out(cast)
    mark_workplan_read(actor=cast.member, meeting=meeting)
    page = _main(cast.client(cast.member).get(AT_OURS).content.decode())
    assert page.count("Five-minute brief") == 1
    assert "You’re ready for the meeting" in page
    assert "The next meeting" not in page


def test_a_form_of_an_action_folds_its_long_lists(cast: Cast) -> None:
    """Twelve boxes do not stand before the button, and owners stand by their organisation."""
    make_action(cast)
    plan = f"{AT_OURS}outcomes/{cast.happy.slug}/{cast.year.slug}/"
    page = cast.client(cast.lead).get(plan).content.decode()
    add = re.search(rf'href="({AT_OURS}priorities/\d+/actions/new/)"', page)
    assert add
    form = _main(cast.client(cast.lead).get(add[1]).content.decode())
    open_part = re.sub(r"<details>.*?</details>", "", form, flags=re.S)
    assert 'name="expectations"' in form
    assert 'type="checkbox"' not in open_part
    owners = form[form.index('name="owner"') :].partition("</select>")[0]
    assert owners.count("<optgroup") > 1
    assert re.search(r'<optgroup label="[^"]*Leisure', owners)


def test_an_actions_buttons_stand_in_one_row(cast: Cast) -> None:
    action = make_action(cast, due_on=in_days(3))
    for person in (cast.officer, cast.lead, cast.consultant, cast.coordinator):
        page = cast.client(person).get(f"{AT_OURS}actions/{action.pk}/").content.decode()
        heading = page[page.index('<div class="heading">') : page.index('<div class="stack">')]
        rows = re.findall(r'<div class="actions">(.*?)</div>', heading, re.S)
        assert len(rows) <= 1, person
        buttons = re.findall(r'class="button[ "]', heading)
        inside = re.findall(r'class="button[ "]', rows[0]) if rows else []
        assert len(buttons) == len(inside), person
