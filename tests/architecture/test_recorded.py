"""An operation records what its docstring says it records: each code after "Records" is written by
the operation itself or by what it calls.

Read from the source: a code is written where it stands in full in a call, or is put together there
from a fixed part and a word that the same operation gives.
"""

import ast
import re
from collections.abc import Iterator

from tests.architecture.unmarked import APPS, ROOT

# A function with the module that it stands in.
FUNCTION = tuple[str, ast.FunctionDef]
# What stands between "Records" and the end of its sentence; a dot within backticks ends none.
SENTENCE = re.compile(r"\b[Rr]ecords((?:[^.`]|`[^`]*`)*)")
MARKED = re.compile(r"`([^`]*)`")
CODE = re.compile(r"[a-z]+(?:\.[a-z_-]+){2,3}")


def modules() -> Iterator[tuple[str, ast.Module]]:
    """The operations of every app, and what records for several of them."""
    paths = [path for app in APPS for path in sorted((ROOT / app / "operations").rglob("*.py"))]
    for path in [*paths, ROOT / "core/changes.py"]:
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        yield name, ast.parse(path.read_text())


def tables_of(tree: ast.Module) -> dict[str, ast.expr]:
    """What is written out at the head of a module, by name."""
    found: dict[str, ast.expr] = {}
    for one in tree.body:
        if isinstance(one, ast.Assign) and isinstance(one.targets[0], ast.Name):
            found[one.targets[0].id] = one.value
        elif isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name) and one.value:
            found[one.target.id] = one.value
    return found


def promised(function: ast.FunctionDef) -> set[str]:
    """The codes that its docstring names after "Records". A short one goes on from the one before:
    `accounts.authority.added` or `.changed`."""
    words = " ".join((ast.get_docstring(function) or "").split())
    codes: set[str] = set()
    for sentence in SENTENCE.findall(words):
        before = ""
        for marked in MARKED.findall(sentence):
            if CODE.fullmatch(marked):
                before = marked
            elif before and re.fullmatch(r"\.?[a-z_-]+", marked):
                before = f"{before.rpartition('.')[0]}.{marked.removeprefix('.')}"
            else:
                continue
            codes.add(before)
    return codes


def called(module: str, function: ast.FunctionDef, imports: dict[str, str]) -> Iterator[str]:
    """The functions that it names, as "module.function"."""
    for node in ast.walk(function):
        if isinstance(node, ast.Name):
            yield imports.get(node.id, f"{module}.{node.id}")


def imports_of(tree: ast.Module) -> dict[str, str]:
    return {
        one.asname or one.name: f"{node.module}.{one.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for one in node.names
    }


def with_what_it_calls(name: str, known: dict[str, ast.FunctionDef]) -> list[FUNCTION]:
    """A function and all of the operations that it calls, and those call."""
    seen, ahead = set(), [name]
    while ahead:
        if (one := ahead.pop()) in seen or one not in known:
            continue
        seen.add(one)
        module = one.rpartition(".")[0]
        ahead += called(module, known[one], IMPORTS[module])
    return [(one.rpartition(".")[0], known[one]) for one in sorted(seen)]


def pieces(function: ast.FunctionDef, module: str) -> Iterator[ast.AST]:
    """All that stands in a function but its docstring, and in the tables of its module that it
    names."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    inside = [node for one in body for node in ast.walk(one)]
    yield from inside
    names = {node.id for node in inside if isinstance(node, ast.Name)}
    for table in names & set(TABLES[module]):
        yield from ast.walk(TABLES[module][table])


def written(parts: list[FUNCTION]) -> tuple[set[str], set[re.Pattern[str]]]:
    """The words that these give, a member of an enum as its name, and the forms that they put codes
    together in."""
    words: set[str] = set()
    forms: set[re.Pattern[str]] = set()
    for module, function in parts:
        for node in pieces(function, module):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                words.add(node.value)
            elif isinstance(node, ast.Attribute) and node.attr.isupper():
                words.add(node.attr.lower())
            elif isinstance(node, ast.JoinedStr):
                holes = [
                    re.escape(str(one.value)) if isinstance(one, ast.Constant) else "(.+)"
                    for one in node.values
                ]
                if len(holes) > 1:
                    forms.add(re.compile("".join(holes)))
    return words, forms


def can_write(code: str, words: set[str], forms: set[re.Pattern[str]]) -> bool:
    fits = (form.fullmatch(code) for form in forms)
    return code in words or any(found and set(found.groups()) <= words for found in fits)


TREES = dict(modules())
IMPORTS = {module: imports_of(tree) for module, tree in TREES.items()}
TABLES = {module: tables_of(tree) for module, tree in TREES.items()}
KNOWN = {
    f"{module}.{one.name}": one
    for module, tree in TREES.items()
    for one in tree.body
    if isinstance(one, ast.FunctionDef)
}


def test_each_operation_records_the_codes_that_it_names() -> None:
    promises = {name: codes for name, one in KNOWN.items() if (codes := promised(one))}
    assert len(promises) > 120
    assert len(set().union(*promises.values())) > 130
    missing = set()
    for name, codes in promises.items():
        words, forms = written(with_what_it_calls(name, KNOWN))
        missing |= {(name, code) for code in codes if not can_write(code, words, forms)}
    assert missing == set()


def test_an_operation_that_records_says_so() -> None:
    """The other way round: a public operation that records by itself names a code, or says in words
    whose it records."""
    silent = {
        name
        for name, one in KNOWN.items()
        if not one.name.startswith("_")
        and not one.args.args
        and any(
            isinstance(node, ast.Call) and ast.unparse(node.func) in ("audit.record", "record")
            for node in ast.walk(one)
        )
        and "ecords" not in (ast.get_docstring(one) or "")
    }
    assert silent == set()
