"""Search and order as people expect, on both engines."""

import pytest

from accounts.models import Organisation, Person
from accounts.queries import organisations, people
from core.folding import Folded, fold
from tests.support.cast import Cast

NAMES = ["Siân Ŵyn-Jones", "Émile Zola", "Łukasz Żak", "Ola O’Brien", "Đặng Văn", "Jürgen Groß"]
LOOKED_FOR = [
    ("siân", 0), ("SIÂN", 0), ("Sian", 0), ("ŵyn", 0), ("WYN", 0),
    ("émile", 1), ("Emile", 1), ("ÉMILE", 1),
    ("łukasz", 2), ("Lukasz", 2), ("ZAK", 2),
    ("O'Brien", 3), ("o’brien", 3), ("O‘BRIEN", 3),
    ("dang van", 4), ("GROSS", 5), ("groß", 5), ("jurgen", 5),
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("text, which", LOOKED_FOR)
def test_a_name_is_found_however_it_is_typed(text: str, which: int) -> None:
    for number, name in enumerate(NAMES):
        Person.objects.create_user(f"p{number}@x.example", "correct horse battery", name=name)
    found = Person.objects.filter(name__has_text=text).values_list("name", flat=True)
    assert list(found) == [NAMES[which]]
    whole = NAMES[which].upper() if "ß" not in NAMES[which] else NAMES[which]
    assert Person.objects.filter(name__same_text=whole).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["%", "_", "\\", "100%"])
def test_signs_of_a_pattern_are_looked_for_as_they_are(text: str) -> None:
    Person.objects.create_user("p@x.example", "correct horse battery", name="Ann Other")
    assert not Person.objects.filter(name__has_text=text).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", [*NAMES, "İstanbul", "ÀÉÎÕÜ", "Ærø Œuvre", "Þórr Ðe"])
def test_the_database_folds_as_the_program_does(name: str) -> None:
    Person.objects.create_user("p@x.example", "correct horse battery", name=name)
    assert Person.objects.values_list(Folded("name"), flat=True).get() == fold(name)


def test_people_and_organisations_are_sorted_as_people_sort(cast: Cast) -> None:
    names = ["Zoe’s House", "émile trust", "Emily Trust", "Łódź Club", "Lucy Club"]
    for number, name in enumerate(names):
        Organisation.objects.create(
            authority=cast.manchester, name=name, slug=f"s{number}", kind="partner"
        )
    found = [one.name for one in organisations(cast.coordinator)]
    assert found == sorted(found, key=fold)
    listed = [one.person.name for one in people(cast.coordinator, role="officer")]
    assert listed == sorted(listed, key=fold)


def test_the_people_page_finds_a_name_without_its_marks(cast: Cast) -> None:
    person = cast.officer.person
    person.name = "Siân Ŵyn-Jones"
    person.save()
    for text in ("SIÂN", "sian", "WYN"):
        assert cast.officer in people(cast.coordinator, text=text)
