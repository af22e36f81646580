"""Words that Python puts together, in English and in another language."""

import pytest
from django.utils.translation import trans_real

from cooperative.enums import ItemStatus, RelationKind
from cooperative.models import AgendaItem, BodyRelation
from cooperative.models.meeting import TAKEN_OFF, in_minutes
from cooperative.queries.bodies import INVERSE
from cooperative.templatetags.reading import action_facts
from core.components import ComponentError
from core.templatetags.words import short_day
from outcomes.models import Action
from outcomes.queries.actions import action_rows
from tests.cooperative.things import make_meeting
from tests.factories import in_days, make_action
from tests.support.cast import Cast

# What Django calls for every word.
DJANGOS = "django.utils.translation._trans.gettext"


@pytest.fixture
def in_capitals(monkeypatch: pytest.MonkeyPatch) -> None:
    """A language in which every word that is marked is shouted."""
    monkeypatch.setattr(DJANGOS, lambda text: trans_real.gettext(text).upper())


def test_a_length_is_said_as_people_say_it() -> None:
    assert in_minutes(1) == "1 minute"
    assert in_minutes(10) == AgendaItem(minutes=10).length == "10 minutes"


@pytest.mark.django_db
def test_who_leads_is_a_list_of_names(cast: Cast) -> None:
    assert make_meeting(cast, number=1, led_by=[]).leaders == ""
    one = make_meeting(cast, number=2, led_by=[cast.consultant])
    assert one.leaders == cast.consultant.label
    two = make_meeting(cast, number=3, led_by=[cast.consultant, cast.consultant_2])
    assert set(two.leaders.split(" and ")) == {cast.consultant.label, cast.consultant_2.label}


def test_what_people_wrote_stays_and_what_the_program_wrote_is_translated(
    in_capitals: None,
) -> None:
    item = AgendaItem(status=ItemStatus.DECLINED, declined_because="Next time.")
    assert item.why_not == "Next time."
    item.declined_because = TAKEN_OFF
    assert item.why_not == "TAKEN OFF THE AGENDA."


def test_choices_are_told_in_the_language_of_the_page(in_capitals: None) -> None:
    relation = BodyRelation(kind="approves")
    assert relation.get_kind_display() == "APPROVES THE WORK OF"
    assert str(INVERSE[RelationKind(relation.kind)]) == "HAS ITS WORK APPROVED BY"
    assert BodyRelation(kind="unheard-of").get_kind_display() == "unheard-of"


def test_a_choice_costs_one_translation(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def same(text: str) -> str:
        asked.append(text)
        return text

    monkeypatch.setattr(DJANGOS, same)
    assert BodyRelation(kind="invites").get_kind_display() == "invites"
    assert asked == ["invites"]


@pytest.mark.django_db
def test_an_actions_line_says_who_and_until_when(cast: Cast) -> None:
    action = make_action(cast, due_on=in_days(3))
    line = action_facts(row=action_rows(Action.objects.all())[0])
    assert line.endswith(f" · due {short_day(action.due_on)}")
    Action.objects.update(due_on=in_days(-3))
    late = action_facts(row=action_rows(Action.objects.all())[0])
    first = short_day(action.first_due_on)
    assert late.endswith(f" · was due {short_day(in_days(-3))}, moved from {first}")
    with pytest.raises(ComponentError):
        action_facts(row=action)  # type: ignore[arg-type]  # a model, which is refused
