"""The components: props that fail loudly, states, the palette's contrast, and what they cost."""

import datetime
import re
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import TemplateSyntaxError, engines
from django.test import RequestFactory
from django.utils import timezone

from core import components
from core.components import FEELS, STATUS, TONES, ComponentError, ThreadStep, icon
from core.decisions import YES, no
from core.forms import DateInput, Form

CSS = Path(__file__).resolve().parents[2] / "static" / "css"


def draw(source: str, request: Any = None, **context: Any) -> str:
    """A template's text."""
    return str(engines["django"].from_string(source).render(context, request))


class Question(Form):
    """One of each control."""

    keeps_version = True
    title = forms.CharField(label="What?", max_length=20, help_text="A hint.")
    why = forms.CharField(label="Why?", widget=forms.Textarea, max_length=100, required=False)
    outcome = forms.ChoiceField(label="Outcome", choices=[("", "Choose"), ("happy", "Happy")])
    feels = forms.ChoiceField(
        label="Feels", choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect
    )
    serves = forms.MultipleChoiceField(
        choices=[("1", "One"), ("2", "Two")], widget=forms.CheckboxSelectMultiple, required=False
    )
    due_on = forms.DateField(widget=DateInput)
    reached = forms.IntegerField(required=False, min_value=0)
    file = forms.FileField(required=False)
    agreed = forms.BooleanField(label="Agreed")


OUTCOME = SimpleNamespace(short_name="Happy", tone="amber", icon="smile")
SOMEBODY = SimpleNamespace(label="Priya N", standing="Priya N, Leisure")
# Each component with all the props it must have.
WHOLE = {
    "icon": 'name="smile"',
    "outcome_tag": "outcome=outcome",
    "status_badge": 'status="on-track"',
    "feels_badge": 'feels="a-bit"',
    "badge": 'label="New"',
    "person": "membership=somebody",
    "progress_of": "reached=61 target=100",
    "stacked_status": "counts=counts",
    "quote": 'text="Words"',
    "cannot": "decision=refused",
    "button": 'label="Send"',
    "link_button": 'url="/x/" label="Go"',
    "two_voices": 'officer_status="done" officer_words="" officer_when="" feels="" words="" '
    'said_when=""',
    "thread": "steps=steps",
    "empty_state": 'title="Nothing"',
    "pagination": "page=page",
    "field": "field=form.title",
    "hidden_fields": "form=form",
    "form_errors": "form=form",
}


def everything() -> dict[str, Any]:
    """What the props above name."""
    return {
        "outcome": OUTCOME,
        "somebody": SOMEBODY,
        "counts": [("done", "Done", 5), ("late", "Late", 1)],
        "refused": no("Only care consultants may."),
        "steps": [ThreadStep("Said", "done"), ThreadStep("Next", "next")],
        "page": Paginator(range(60), 50).page(1),
        "form": Question(),
    }


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
    from impact.enums import AnnualStatus, JobStatus, ReportStatus
    from outcomes.enums import ActionStatus, Feels, PriorityStatus, WorkplanStatus

    kinds = (ActionStatus, PriorityStatus, WorkplanStatus, MeetingStatus, ItemStatus)
    kinds += (ChallengeStatus, ReportStatus, AnnualStatus, JobStatus)
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
        assert look.label in drawn
        assert 'aria-hidden="true"' in drawn


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
        why=no(bad),
        steps=[ThreadStep(bad, "now", text=bad, tag=bad, when=bad, url=bad)],
        counts=[("done", bad, 3)],
    )
    assert "<script" not in drawn


def test_the_reason_stands_where_the_button_would_be() -> None:
    assert draw("{% cannot decision=d %}", d=YES) == ""
    assert "Not yet." in draw("{% cannot decision=d %}", d=no("Not yet."))


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


def test_the_thread_says_what_its_circles_show() -> None:
    today = datetime.date(2026, 6, 12)
    steps = [ThreadStep("Said", "done", when=today), ThreadStep("Meeting", "next")]
    drawn = draw("{% thread steps=steps %}", steps=steps)
    assert "Friday 12 June 2026" in drawn
    assert "Done: " in drawn
    assert "Still to come: " in drawn
    with pytest.raises(ComponentError):
        ThreadStep("Said", "sometime")  # type: ignore[arg-type]


def test_two_voices_never_hides_who_has_not_spoken() -> None:
    drawn = draw(
        '{% two_voices officer_status="on-track" officer_words="Going well." officer_when=when '
        'feels="" words="" said_when=None %}',
        when=timezone.now(),
    )
    assert "The officer says" in drawn
    assert "Care consultants say" in drawn
    assert "Nothing yet." in drawn


def test_pages_keep_the_filters_in_the_address() -> None:
    request = RequestFactory().get("/x/?status=late&page=1")
    drawn = draw("{% pagination page=page %}", request, page=Paginator(range(60), 50).page(1))
    assert 'href="?status=late&amp;page=2"' in drawn
    assert "Previous" not in drawn
    one = draw("{% pagination page=page %}", request, page=Paginator(range(5), 50).page(1))
    assert one.strip() == ""


def test_an_icon_is_drawn_in_the_colour_of_the_text() -> None:
    drawn = icon("smile")
    assert "currentColor" in drawn
    assert 'aria-hidden="true"' in drawn
    assert "<script" not in drawn
    assert icon("smile") is drawn


# --- Words of time and place ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "days, words",
    [
        (0, "today"),
        (1, "tomorrow"),
        (-1, "yesterday"),
        (9, "in 9 days"),
        (-6, "6 days ago"),
        (-90, "3 months ago"),
        (800, "in 2 years"),
    ],
)
def test_how_long_ago(days: int, words: str) -> None:
    moment = timezone.now() + datetime.timedelta(days=days)
    assert draw("{{ when|ago }}", when=moment) == words
    assert draw("{{ when|ago }}", when=timezone.localdate() + datetime.timedelta(days)) == words


def test_days_as_people_say_them() -> None:
    day = datetime.date(2025, 6, 12)
    assert draw("{{ d|day }}|{{ d|short_day }}|{{ n|day }}{{ n|ago }}", d=day, n=None) == (
        "Thursday 12 June 2025|12 June 2025|"
    )
    this_year = timezone.localdate().replace(month=6, day=12)
    assert draw("{{ d|short_day }}", d=this_year) == "12 June"
    # Half past eleven at night in summer, told in UTC, is the next day here.
    late = datetime.datetime(2025, 6, 12, 23, 30, tzinfo=datetime.UTC)
    assert draw("{{ d|day }}", d=late) == "Friday 13 June 2025"


def test_an_authority_says_its_own_words() -> None:
    from accounts.models import Authority

    request = RequestFactory().get("/")
    source = '{% word "impact report" many=True capital=True %} {% word "body" many=True %}'
    assert draw(source, request) == "Impact reports bodies"
    own = {"impact report": {"one": "quarter's story", "many": "stories"}}
    request.authority = Authority(terminology=own)  # type: ignore[attr-defined]
    assert draw(source, request) == "Stories bodies"


# --- Forms ---------------------------------------------------------------------------------------


def wrong() -> Question:
    form = Question(
        {
            "title": "<b>" + "x" * 30,
            "why": "</textarea><i>",
            "feels": "no",
            "serves": ["2"],
            "due_on": "soon",
            "reached": "many",
        }
    )
    assert not form.is_valid()
    return form


def whole(form: Question) -> str:
    fields = "{% for x in form.visible_fields %}{% field field=x %}{% endfor %}"
    return draw("{% form_errors form=form %}{% hidden_fields form=form %}" + fields, form=form)


def test_every_control_has_a_label_and_all_it_is_described_by() -> None:
    for form in (Question(), wrong()):
        drawn = whole(form)
        ids = re.findall(r'\bid="([^"]+)"', drawn)
        assert len(ids) == len(set(ids))
        for label in re.findall(r'<label for="([^"]+)"', drawn):
            assert label in ids
        for described in re.findall(r'aria-describedby="([^"]+)"', drawn):
            assert set(described.split()) <= set(ids)
        for control in re.findall(r"<(?:input|select|textarea)[^>]*>", drawn):
            if 'type="hidden"' not in control:
                found = re.search(r' id="([^"]+)"', control)
                assert found
                assert f'<label for="{found[1]}"' in drawn


def test_the_summary_links_to_controls_that_exist() -> None:
    drawn = whole(wrong())
    links = re.findall(r'<a href="#([^"]+)"', drawn)
    assert len(links) == 5
    for target in links:
        assert re.search(rf'<(input|select|textarea)[^>]* id="{target}"', drawn), target


def test_what_was_typed_is_still_there_and_harmless() -> None:
    drawn = whole(wrong())
    assert 'value="&lt;b&gt;xxx' in drawn
    assert "&lt;/textarea&gt;&lt;i&gt;</textarea>" in drawn
    assert 'type="text" name="due_on" value="soon"' in drawn
    assert 'name="reached" value="many"' in drawn
    assert re.search(r'value="no"[^>]* checked', drawn)
    assert re.search(r'name="serves" value="2"[^>]* checked', drawn)


def test_a_wrong_answer_is_marked_for_those_who_do_not_see_it() -> None:
    drawn = whole(wrong())
    assert re.search(r'name="title"[^>]*aria-invalid="true"', drawn)
    assert re.search(r'aria-describedby="id_title-hint id_title-error"', drawn)
    assert "aria-invalid" not in whole(Question())


def test_a_long_text_says_how_much_it_takes_and_never_cuts() -> None:
    drawn = whole(Question())
    area = re.search(r"<textarea[^>]*>", drawn)
    assert area
    assert 'data-limit="100"' in area[0]
    assert "maxlength" not in area[0]
    assert "Up to 100 characters." in drawn


def test_after_a_clash_both_versions_are_shown_and_sending_again_is_a_choice() -> None:
    form = Question({"title": "Mine", "version": "3"})
    form.is_valid()
    form.conflict = SimpleNamespace(version=4, title="Theirs")
    form.add_error(None, "Priya N changed this.")
    drawn = whole(form)
    assert "Theirs" in drawn
    assert "Mine" in drawn
    assert 'name="version" value="4"' in drawn


def test_a_form_without_errors_has_no_summary() -> None:
    assert draw("{% form_errors form=form %}", form=Question()).strip() == ""


# --- The look ------------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def palettes() -> list[dict[str, dict[str, str]]]:
    """Selector -> property -> colour, in the light and in the dark."""
    text = re.sub(r"/\*.*?\*/", "", (CSS / "tokens.css").read_text(), flags=re.DOTALL)
    light, rest = text.split("@media (prefers-color-scheme: dark)")
    dark = rest.split("@media print")[0]
    found = []
    for part in (light, dark):
        rules = re.findall(r"(:root|\.[a-z-]+)[^{}]*\{([^}]*)\}", part)
        found.append(
            {name: dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", body)) for name, body in rules}
        )
    return found


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
def test_every_tone_reads_on_its_ground(mode: int) -> None:
    palette = palettes()[mode]
    root = palette[":root"]
    assert len([name for name in TONES if f".tone-{name}" in palette]) == len(TONES) >= 12
    for name in TONES:
        tone = palette[f".tone-{name}"]
        assert contrast(tone["deep"], tone["pale"]) >= 4.5, name
        assert contrast(tone["deep"], root["card"]) >= 4.5, name
    for mood in ("done", "good", "warn", "late", "calm", "still", "new", "voice"):
        tone = palette[f".is-{mood}"]
        assert contrast(tone["deep"], tone["pale"]) >= 4.5, mood
        assert contrast(tone["fill"], root["card"]) >= 3, mood


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
def test_the_ink_reads_on_every_paper(mode: int) -> None:
    root = palettes()[mode][":root"]
    for ground in ("paper", "card", "soft", "ours", "bad-pale"):
        assert contrast(root["ink"], root[ground]) >= 7
        assert contrast(root["muted"], root[ground]) >= 4.5
    for ink, ground in [
        ("link", "paper"),
        ("link", "card"),
        ("on-strong", "strong"),
        ("on-danger", "danger"),
        ("danger", "paper"),
        ("danger", "card"),
        ("bad", "bad-pale"),
        ("bad", "paper"),
        ("on-band", "band"),
        ("on-band", "night"),
        ("band-gold", "band"),
    ]:
        value = root.get(ink) or palettes()[0][":root"][ink]
        assert contrast(value, root.get(ground) or palettes()[0][":root"][ground]) >= 4.5, ink
    assert contrast(root["focus"], root["paper"]) >= 3
    assert contrast(root["edge"], root["card"]) >= 3


def test_the_styles_are_few_and_light() -> None:
    base = (CSS.parents[1] / "templates" / "base.html").read_text()
    linked = re.findall(r"css/([a-z]+\.css)", base)
    assert linked == ["tokens.css", "page.css", "components.css"]
    assert sum((CSS / name).stat().st_size for name in linked) < 40_000


def test_only_the_thread_is_golden() -> None:
    """Gold is drawn by the header's line, the thread, the timeline, a quote's edge, where you are,
    and the card that needs you now."""
    allowed = re.compile(r"site-header|wordmark|aria-current|thread|timeline|quote|is-now|site-nav")
    for name in ("page.css", "components.css"):
        text = re.sub(r"/\*.*?\*/", "", (CSS / name).read_text(), flags=re.DOTALL)
        for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", text):
            if "--gold" in body or "--band-gold" in body:
                assert allowed.search(selector), selector


def test_fifty_rows_of_two_badges_cost_little() -> None:
    template = engines["django"].from_string(
        "{% for r in rows %}{% status_badge status=r.0 days_late=r.1 %}"
        "{% feels_badge feels=r.2 %}{% endfor %}"
    )
    rows = [("on-track", n % 7, "a-bit") for n in range(50)]
    template.render({"rows": rows})
    best = min(_seconds(lambda: template.render({"rows": rows})) for _ in range(20))
    assert best < 0.010


def _seconds(deed: Any) -> float:
    start = time.process_time()
    deed()
    return time.process_time() - start
