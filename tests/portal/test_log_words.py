"""The activity log speaks in words: each code that is recorded, and each field that is kept of a
change, has its own."""

import ast
import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from accounts.operations.words import NOUNS
from cooperative.enums import EscalationDeed
from core import audit
from portal.queries.log_changes import KINDS, NAMES, changes_in_words
from portal.queries.log_deeds import AUTOMATIC, DEEDS, deed_in_words
from tests.architecture.packages import APPS
from tests.factories import make_action, make_priority
from tests.support.cast import Cast
from tests.support.places import AT_OURS

ROOT = Path(__file__).resolve().parents[2]
# Written like a code, and none: a middleware, an address, and the noun of two codes.
NO_CODES = {
    "accounts.idle.note_arrival",
    "accounts.news.stop",
    "outcomes.action.help",
    "outcomes.action.help.handed_over",
}
CODE = re.compile(rf"(?:{'|'.join(APPS)})\.[a-z_-]+\.[a-z_-]+(?:\.handed_over)?")
Calls = dict[str, list[tuple[Path, ast.Call]]]
TRAIL = f"{AT_OURS}trail/"


def _trees() -> Iterator[tuple[Path, ast.Module]]:
    """The Python that records: operations, views and what they share."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if {"operations", "views"} & set(path.parts) or path.parent.name == app:
                yield path, ast.parse(path.read_text())


def _written() -> set[str]:
    """The codes that are written out in full, those that docstrings name, those of
    `upsert_audited`, and those that are put together from a word that a caller gives or an `if`
    chooses."""
    codes = set()
    trees = list(_trees())
    calls: Calls = defaultdict(list)
    for path, tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                calls[node.func.id].append((path, node))
    for path, tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if CODE.fullmatch(node.value):
                    codes.add(node.value)
                codes |= set(re.findall(rf"Records\s+`({CODE.pattern})`", node.value))
            elif isinstance(node, ast.keyword) and node.arg == "noun":
                nouns = _strings([node.value]) if isinstance(node.value, ast.Constant) else set()
                codes |= {f"{noun}.{deed}" for noun in nouns for deed in ("added", "changed")}
            elif isinstance(node, ast.FunctionDef):
                for made in ast.walk(node):
                    if isinstance(made, ast.JoinedStr) and len(made.values) == 2:
                        codes |= _put_together(path, node, made, calls)
    return codes


def _put_together(
    path: Path, function: ast.FunctionDef, made: ast.JoinedStr, calls: Calls
) -> set[str]:
    """What f"app.noun.{deed}" and f"{noun}.deed" can be."""
    first, last = made.values
    word = last if isinstance(last, ast.FormattedValue) else first
    fixed = first if word is last else last
    if not (isinstance(word, ast.FormattedValue) and isinstance(fixed, ast.Constant)):
        return set()
    form = f"{fixed.value!s}%s" if word is last else f"%s{fixed.value!s}"
    if not re.fullmatch(r"([a-z]+\.[a-z_]+\.%s|%s\.[a-z_]+)", form):
        return set()
    name = ast.unparse(word.value)
    words = [
        set_.value
        for set_ in ast.walk(function)
        if isinstance(set_, ast.Assign) and ast.unparse(set_.targets[0]) == name
    ]
    names = [one.arg for one in function.args.args]
    for where, call in calls[function.name]:
        if function.name.startswith("_") and where != path:
            continue
        words += [one.value for one in call.keywords if one.arg == name]
        if name in names and len(call.args) > names.index(name):
            words.append(call.args[names.index(name)])
    return {code for one in _strings(words) if CODE.fullmatch(code := form % one)}


def _strings(nodes: Iterable[ast.expr]) -> set[str]:
    """The words that are written out in these."""
    return {
        part.value
        for node in nodes
        for part in ast.walk(node)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }


def _kept() -> set[str]:
    """The names of what events keep, where they are written out beside `changes=` or `values=`."""
    names = set()
    for _path, tree in _trees():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func).rpartition(".")[2]
            if called not in ("record", "record_view", "upsert_audited"):
                continue
            for keyword in node.keywords:
                if keyword.arg in ("changes", "values"):
                    for part in ast.walk(keyword.value):
                        if isinstance(part, ast.Dict):
                            keys = [one for one in part.keys if isinstance(one, ast.Constant)]
                            names |= _strings(keys)
    return names


def test_every_code_that_is_recorded_has_its_words() -> None:
    deeds = {f"cooperative.escalation.{one.replace('-', '_')}" for one in EscalationDeed.values}
    nouns = {
        f"{noun}.{deed}" for noun in NOUNS.values() for deed in ("added", "changed", "removed")
    }
    ways = {"accounts.app.removed", "accounts.passkey.removed"}
    written = _written() - NO_CODES | deeds | nouns | ways
    assert len(written) > 150
    assert written - set(DEEDS) == set()
    assert set(DEEDS) - written == set(), "words for a code that nothing records"
    assert set(AUTOMATIC) <= set(DEEDS)


def test_every_field_that_is_kept_has_its_name() -> None:
    kept = _kept()
    assert len(kept) > 60
    assert kept - set(NAMES) - set(KINDS) == set()


def test_no_words_show_the_code(cast: Cast) -> None:
    for code in DEEDS:
        words = deed_in_words(code, cast.manchester)
        assert words[0].isupper(), code
        assert not re.search(r"[._%]|\)s", words), code


@pytest.mark.parametrize(
    ("kind", "changes", "words"),
    [
        ("outcomes.action", {"status": ["on-track", "done"]}, "Status: On track → Done"),
        (
            "outcomes.action",
            {"due_on": ["2026-11-09", "2027-01-30"]},
            "Due on: 9 November 2026 → 30 January 2027",
        ),
        (
            "accounts.membership",
            {"ends_on": ["", "2026-11-30"]},
            "Ends on: nothing → 30 November 2026",
        ),
        (
            "accounts.membership",
            {"listing": ["name", "role"]},
            "Public name: ",
        ),
        ("cooperative.body", {"decides": [True, False]}, "Makes decisions: yes → no"),
        ("cooperative.meeting", {"present": 3, "absent": 0}, ""),
        (
            "cooperative.meeting",
            {"starts_at": ["2026-06-01T16:00:00+00:00", ""]},
            "When: 1 June 2026, 5:00pm → nothing",
        ),
        ("outcomes.action", {"counts_people": ["False", "True"]}, "Counts people: no → yes"),
        (
            "impact.impactreport",
            {"had_signed": [["Sol", "f00"], ["Mia", "ba2"]]},
            "Had signed: Sol, Mia",
        ),
        ("impact.impactreport", {"had_signed": [["Sol", "f00"]]}, "Had signed: Sol"),
        ("accounts.authority", {"code": "outcomes.priority.set"}, "What: Added the priority"),
        ("voice.ask", {"fields": "text, source_name"}, "What was corrected: Text, Name"),
        ("outcomes.action", {"of_old": ["a", "b"]}, "Of old: a → b"),
    ],
)
def test_a_change_is_told_in_words(
    cast: Cast, kind: str, changes: dict[str, object], words: str
) -> None:
    told = changes_in_words(changes, kind, cast.manchester)
    assert told.startswith(words)
    assert not re.search(r"\b[a-z]+_[a-z]+\b|\d{4}-\d\d", told)


def test_the_page_has_no_code_in_it(cast: Cast) -> None:
    cast.manchester.terminology = {"priority": {"one": "promise", "many": "promises"}}
    cast.manchester.save()
    make_priority(cast, title="Clubs for everyone")
    action = make_action(cast)
    audit.record(
        "outcomes.action.changed",
        actor=cast.officer,
        about=action,
        summary=action.title,
        changes={"due_on": [datetime.date(2026, 11, 9).isoformat(), "2026-12-01"]},
    )
    page = cast.client(cast.coordinator).get(TRAIL).content.decode()
    body = page[page.index("<tbody>") : page.index("</tbody>")]
    assert "Added the promise" in body
    assert "Due on: 9 November 2026 → 1 December 2026" in body
    assert not CODE.search(body)
    assert not re.search(r"\b[a-z]+_[a-z]+\b", body)
    narrowed = cast.client(cast.coordinator).get(f"{TRAIL}?code=outcomes.action.changed")
    chosen = narrowed.content.decode()
    assert ">Changed the action</option>" in chosen


def test_what_the_program_does_by_itself_is_folded_away_until_asked_for(cast: Cast) -> None:
    for code in AUTOMATIC:
        audit.record(
            code, actor=None, about=cast.happy, authority_id=cast.manchester.pk, summary=f"A {code}"
        )
    make_priority(cast, title="Clubs for everyone")
    client = cast.client(cast.coordinator)

    def shown(query: str) -> set[str]:
        page = client.get(TRAIL + query).content.decode()
        assert "Clubs for everyone" in page or query.startswith(("?about", "?code"))
        return {code for code in AUTOMATIC if f"A {code}" in page}

    assert shown("") == set()
    assert shown("?automatic=1") == set(AUTOMATIC)
    assert shown(f"?about=outcomes.outcome-{cast.happy.pk}") == set(AUTOMATIC)
    assert shown(f"?code={AUTOMATIC[1]}") == {AUTOMATIC[1]}
    assert "Include what Golden Thread does by itself" in client.get(TRAIL).content.decode()
