"""Read a YAML file that nobody trusts into plain values, and remember the line of each.

Plain values only: text, whole numbers, true and false, lists and maps. No aliases (ten lines of
them can stand for a billion), no tags (they name Python classes), no key twice (the second would
win in silence), nothing deeper or longer than a framework needs. A date, `no` and `1.10` stay
text: what they mean is the schema's to say.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from core.text import clean_text
from frameworks.problems import FrameworkError, Problem

MOST_BYTES = 256 * 1024
MOST_DEPTH = 12
MOST_VALUES = 20_000

Path_ = tuple[str | int, ...]

# The keys whose text may have paragraphs.
PARAGRAPHS = frozenset({"introduction", "purpose", "summary"})


class PlainLoader(yaml.SafeLoader):
    """Knows true, false, null and whole numbers; everything else is text."""

    yaml_implicit_resolvers: dict[str, Any] = {}


_Quickest: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class QuickLoader(_Quickest):
    """The same by the C library, where it is there: seven times as quick."""

    yaml_implicit_resolvers: dict[str, Any] = {}


for _loader in (PlainLoader, QuickLoader):
    for _kind, _shape, _first in (
        ("bool", "^(true|false)$", "tf"),
        ("null", "^(~|null|)$", ["~", "n", ""]),
        ("int", "^-?(0|[1-9][0-9]{0,8})$", "-0123456789"),
    ):
        _loader.add_implicit_resolver(
            f"tag:yaml.org,2002:{_kind}", re.compile(_shape), list(_first)
        )


@dataclass
class Document:
    """A file's values, and where each stands."""

    name: str
    data: Any = None
    lines: dict[Path_, int] = field(default_factory=dict)
    key_lines: dict[Path_, int] = field(default_factory=dict)

    def line(self, path: Sequence[str | int]) -> int:
        """The line of a key, or of the nearest thing around it that the file has."""
        at = tuple(path)
        while at and at not in self.key_lines and at not in self.lines:
            at = at[:-1]
        return self.key_lines.get(at) or self.lines.get(at, 1)

    def problem(self, path: Sequence[str | int], message: str) -> Problem:
        """A problem at a path into the values."""
        return Problem(self.name, self.line(path), spoken(path), message)


def spoken(path: Sequence[str | int]) -> str:
    """A path as people say it: `bodies[2].kind` is the second body's kind."""
    said = ""
    for part in path:
        said += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if said else part
    return said or "the file"


def read_file(path: str | Path) -> Document:
    """The values of a file. Raises FrameworkError when it is not there or not fit to read."""
    name = str(path)
    try:
        with Path(path).open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        message = f"cannot be read: {error.strerror or 'unknown reason'}"
        raise FrameworkError([Problem(name, 1, "the file", message)]) from error
    return read_bytes(raw, name)


def read_bytes(raw: bytes, name: str) -> Document:
    """The values of a file's content; `name` is what messages call it."""
    if len(raw) > MOST_BYTES:
        raise FrameworkError([_about(name, 1, f"is larger than {MOST_BYTES // 1024} KB")])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise FrameworkError([_about(name, line, "is not UTF-8 text; save it as UTF-8")]) from error
    try:
        node = _composed(text, name, QuickLoader)
    except yaml.YAMLError:
        # Read again by the loader whose words say what is wrong.
        try:
            node = _composed(text, name, PlainLoader)
        except yaml.YAMLError as error:
            raise FrameworkError([_not_yaml(error, text, name)]) from error
    if node is None:
        raise FrameworkError([_about(name, 1, "is empty")])
    return _Builder(name).build(node)


def _about(name: str, line: int, message: str) -> Problem:
    return Problem(name, line, "the file", message)


def _not_yaml(error: yaml.YAMLError, text: str, name: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    if mark is not None:
        line = mark.line + 1
    else:
        line = text[: getattr(error, "position", 0)].count("\n") + 1
    said = getattr(error, "problem", None) or getattr(error, "reason", None) or "cannot be read"
    return _about(name, line, f"is not well-formed YAML: {said}")


def _composed(text: str, name: str, loader: Any) -> yaml.Node | None:
    _refuse_tricks(text, name, loader)
    node: yaml.Node | None = yaml.compose(text, Loader=loader)
    return node


def _refuse_tricks(text: str, name: str, loader: Any) -> None:
    """Walk the file's events, which costs no more than its length, before anything is built."""
    depth = values = documents = 0
    for event in yaml.parse(text, Loader=loader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
        elif isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        values += isinstance(event, yaml.NodeEvent)
        if message := _trick(event, depth, values, documents):
            raise FrameworkError([_about(name, line, message)])


def _trick(event: yaml.Event, depth: int, values: int, documents: int) -> str:
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        return "uses an alias (& or *); write the value out"
    if tag := getattr(event, "tag", None):
        return f"uses a tag ({tag}); only plain values are read"
    if depth > MOST_DEPTH:
        return f"is nested more than {MOST_DEPTH} deep"
    if values > MOST_VALUES:
        return f"holds more than {MOST_VALUES} values"
    return "holds more than one document (---)" if documents > 1 else ""


class _Builder:
    """Turns nodes into values, noting lines and problems on the way."""

    def __init__(self, name: str) -> None:
        self.document = Document(name)
        self.problems: list[Problem] = []

    def build(self, node: yaml.Node) -> Document:
        self.document.data = self._value(node, ())
        if self.problems:
            raise FrameworkError(self.problems)
        return self.document

    def _value(self, node: yaml.Node, path: Path_) -> Any:
        self.document.lines[path] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            return dict(self._entries(node, path))
        if isinstance(node, yaml.SequenceNode):
            return [self._value(item, (*path, i)) for i, item in enumerate(node.value)]
        return self._scalar(node, path)

    def _entries(self, node: yaml.MappingNode, path: Path_) -> Iterator[tuple[str, Any]]:
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            key = key_node.value
            if not isinstance(key, str) or not key_node.tag.endswith(":str"):
                self._say(line, path, "a key must be a word")
                continue
            at = (*path, key)
            if at in self.document.key_lines:
                first = self.document.key_lines[at]
                self._say(line, at, f"stands here twice; the first is on line {first}")
                continue
            self.document.key_lines[at] = line
            yield key, self._value(value_node, at)

    def _scalar(self, node: yaml.Node, path: Path_) -> Any:
        text = node.value
        match node.tag.rsplit(":", 1)[-1]:
            case "null":
                return None
            case "bool":
                return text == "true"
            case "int":
                return int(text)
        if any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t" for c in text):
            self._say(node.start_mark.line + 1, path, "holds a character that cannot be shown")
            return ""
        return clean_text(text, lines=bool(path) and path[-1] in PARAGRAPHS)

    def _say(self, line: int, path: Path_, message: str) -> None:
        self.problems.append(Problem(self.document.name, line, spoken(path), message))
