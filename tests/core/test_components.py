"""The components: props that fail loudly, and their states."""

import datetime
import re
from types import SimpleNamespace

import pytest
from django.db.models import TextChoices
from django.template import TemplateSyntaxError
from django.utils import timezone, translation
from django.utils.functional import lazy
from django.utils.translation import get_language

from core import components
from core.components import FEELS, STATUS, ComponentError, ThreadStep, icon
from core.decisions import ALLOW, deny
from tests.core.drawing import WHOLE, Question, draw, everything

# --- Props ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name, props", WHOLE.items())
def test_a_component_draws_with_its_props(name: str, props: str) -> None:
    assert draw("{% " + f"{name} {props}" + " %}", **everything()) is not None


@pytest.mark.parametrize("name, props", WHOLE.items())
def test_a_misspelt_prop_fails_when_the_template_is_compiled(name: str, props: str) -> None:
    with pytest.raises(TemplateSyntaxError, match="unexpected keyword argument 'colour'"):
        draw("{% " + f'{name} {props} colour="red"' + " %}", **everything())


@pytest.mark.parametrize("name", WHOLE)
def test_a_missing_prop_fails_when_the_template_is_compiled(name: str) -> None:
    with pytest.raises(TemplateSyntaxError, match="did not receive value"):
        draw("{% " + name + " %}")


@pytest.mark.parametrize("name", WHOLE)
def test_props_are_named(name: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        draw("{% " + name + ' "smile" %}')


def test_a_misspelt_prop_of_a_card_fails() -> None:
    with pytest.raises(TemplateSyntaxError, match="unexpected keyword argument 'titel'"):
        draw('{% card titel="x" %}y{% endcard %}')


@pytest.mark.parametrize(
    "source",
    [
        '{% icon name="smlie" %}',
        '{% icon name="../../../manage" %}',
        '{% status_badge status="on-trak" %}',
        '{% status_badge status="done" days_late="many" %}',
        '{% feels_badge feels="nearly" %}',
        '{% badge label="x" mood="furious" %}',
        '{% button label="x" kind="golden" %}',
        '{% card tone="golden" %}x{% endcard %}',
        '{% progress_of reached="61" target=100 %}',
        '{% stacked_status counts="many" %}',
        "{% outcome_tag outcome=3 %}",
        "{% person membership=3 %}",
        "{% cannot decision=3 %}",
        "{% thread steps=numbers %}",
        "{% pagination page=3 %}",
        "{% field field=3 %}",
        "{% form_errors form=3 %}",
        "{% hidden_fields form=3 %}",
        '{% two_voices officer_status="fine" officer_words="" officer_when="" feels="" words="" '
        'said_when="" %}',
    ],
)
def test_a_value_that_the_prop_cannot_be_fails(source: str) -> None:
    with pytest.raises(ComponentError):
        draw(source, numbers=[1, 2])


def test_a_field_that_the_form_does_not_have_fails() -> None:
    with pytest.raises((ComponentError, AssertionError)):
        draw("{% field field=form.titel %}", form=Question())


# --- Words for what there is ---------------------------------------------------------------------


def test_every_status_of_the_models_has_a_look() -> None:
    from cooperative.enums import ChallengeStatus, ItemStatus, MeetingStatus
    from documents.enums import JobStatus
    from impact.enums import AnnualStatus, ReportStatus
    from outcomes.enums import ActionStatus, Feels, PriorityStatus, WorkplanStatus

    kinds: list[type[TextChoices]] = [
        *(ActionStatus, PriorityStatus, WorkplanStatus, MeetingStatus, ItemStatus),
        *(ChallengeStatus, ReportStatus, AnnualStatus, JobStatus),
    ]
    assert {value for kind in kinds for value in kind.values} <= set(STATUS)
    assert {key: look.label for key, look in FEELS.items()} == dict(Feels.choices)
    assert {key: STATUS[key].label for key in ActionStatus.values} == dict(ActionStatus.choices)


def test_a_late_action_says_by_how_many_days() -> None:
    assert "23 days late" in draw('{% status_badge status="on-track" days_late=23 %}')
    assert "1 day late" in draw('{% status_badge status="on-track" days_late=1 %}')
    assert "On track" in draw('{% status_badge status="on-track" days_late=None %}')


def test_a_badge_always_has_a_word_and_a_silent_icon() -> None:
    for status, look in STATUS.items():
        drawn = str(components.status_badge(status))
        assert str(look.label) in drawn
        assert 'aria-hidden="true"' in drawn


def test_what_is_remembered_of_a_badge_is_told_apart_by_language(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = lazy(lambda: f"in {get_language()}", str)()
    look = components.Look(words, "check", "done")
    monkeypatch.setitem(STATUS, "done", look)
    components._status_badge.cache_clear()
    for language in ("cy", "en-gb", "cy"):
        with translation.override(language):
            assert f"in {language}" in components.status_badge("done")
    components._status_badge.cache_clear()


def test_marks_of_a_small_set_are_full_or_open_and_a_large_one_is_a_number() -> None:
    drawn = draw('{% progress_of_set done=2 of=3 words="{count} have signed" %}')
    assert re.findall(r"mark-(\w+)", drawn) == ["full", "full", "open"]
    assert re.sub(r"<[^>]+>", "", drawn) == "2 of 3 have signed"
    assert "<svg" not in draw('{% progress_of_set done=9 of=140 words="{count} read" %}')
    with pytest.raises(ComponentError, match="count"):
        draw('{% progress_of_set done=2 of=3 words="have signed" %}')


def test_a_message_stays_and_can_be_put_away() -> None:
    drawn = draw('{% toast text=said kind="error" %}', said="It is <saved>.")
    assert "It is &lt;saved&gt;." in drawn
    assert re.search(r'<button[^>]* hidden data-puts-away aria-label="Close this message"', drawn)


def test_long_work_says_how_far_it_is_in_words_and_to_machines() -> None:
    drawn = draw('{% work_progress title="We make it" stage="Page 3" percent=140 before="Two" %}')
    assert '<progress max="100" value="100">100%</progress>' in drawn
    assert "<p>Page 3. Two</p>" in drawn
    assert '<div class="skeleton" aria-hidden="true">' in drawn


def test_a_link_that_opens_over_the_page_is_a_link_all_the_same() -> None:
    drawn = draw('{% link_button url="/end/" label="End it" dialog=True %}')
    assert drawn == '<a class="button is-quiet" href="/end/" data-dialog="Back">End it</a>'


def test_an_outcome_of_an_unknown_tone_still_shows_its_word() -> None:
    strange = SimpleNamespace(short_name="<Work>", tone="chartreuse", icon="unicorn")
    drawn = draw("{% outcome_tag outcome=outcome %}", outcome=strange)
    assert "tone-ink" in drawn
    assert "&lt;Work&gt;" in drawn


def test_text_of_people_is_escaped_everywhere() -> None:
    bad = "<script>x</script>"
    drawn = draw(
        "{% quote text=bad attribution=bad %}{% person membership=who %}{% button label=bad %}"
        "{% link_button url=bad label=bad %}{% cannot decision=why %}{% empty_state title=bad %}"
        "{% badge label=bad %}{% progress_of reached=1 target=2 unit=bad %}"
        "{% thread steps=steps %}{% card title=bad id=bad %}{{ bad }}{% endcard %}"
        '{% two_voices officer_status="" officer_words=bad officer_when="" feels="" words=bad '
        'said_when="" %}{% stacked_status counts=counts %}',
        bad=bad,
        who=SimpleNamespace(label=bad, standing=bad),
        why=deny(bad),
        steps=[ThreadStep(bad, "now", text=bad, tag=bad, when=bad, url=bad)],
        counts=[("done", bad, 3)],
    )
    assert "<script" not in drawn


def test_the_reason_stands_where_the_button_would_be() -> None:
    assert draw("{% cannot decision=d %}", d=ALLOW) == ""
    assert "Not yet." in draw("{% cannot decision=d %}", d=deny("Not yet."))


def test_numbers_are_sentences() -> None:
    drawn = draw('{% progress_of reached=61 target=100 unit="linked" %}')
    assert re.sub(r"<[^>]+>", "", drawn) == "61 of 100 linked"
    assert 'width="61%"' in drawn
    assert 'width="100%" height="12"/>' in draw("{% progress_of reached=130 target=100 %}")
    assert draw("{% progress_of reached=None target=None %}") == ""
    counts = [("done", "Done", 5), ("at-risk", "At risk", 0), ("late", "Late", 1)]
    drawn = draw("{% stacked_status counts=counts %}", counts=counts)
    assert re.sub(r"<[^>]+>", "", drawn) == "5 done · 1 late"
    assert drawn.count("<rect") == 2
    # How many of them are late is said beside them and is no part of the bar.
    counts = [("done", "Done", 3), ("at-risk", "At risk", 1), ("behind", "Late", 1)]
    drawn = draw("{% stacked_status counts=counts %}", counts=counts)
    assert re.sub(r"<[^>]+>", "", drawn) == "3 done · 1 at risk. 1 of these is late"
    assert drawn.count("<rect") == 2
    assert 'width="75.0%"' in drawn


def test_the_thread_says_what_its_circles_show() -> None:
    today = datetime.date(2026, 6, 12)
    steps = [ThreadStep("Said", "done", when=today), ThreadStep("Meeting", "next")]
    drawn = draw("{% thread steps=steps %}", steps=steps)
    assert "Friday 12 June 2026" in drawn
    assert "Done: " in drawn
    assert "Still to come: " in drawn
    with pytest.raises(ComponentError):
        ThreadStep("Said", "sometime")  # type: ignore[arg-type]  # no such state: refused


def test_two_voices_never_hides_who_has_not_spoken() -> None:
    drawn = draw(
        '{% two_voices officer_status="on-track" officer_words="Going well." officer_when=when '
        'feels="" words="" said_when=None %}',
        when=timezone.now(),
    )
    assert "The owner says" in drawn
    assert "Care consultants say" in drawn
    assert "Nothing yet." in drawn


def test_an_icon_is_drawn_in_the_colour_of_the_text() -> None:
    drawn = icon("smile")
    assert "currentColor" in drawn
    assert 'aria-hidden="true"' in drawn
    assert "<script" not in drawn
    assert icon("smile") is drawn
