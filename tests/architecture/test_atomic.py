"""An operation that writes twice does both or neither: it is `transaction.atomic` itself, no matter
who calls it. A form holds a transaction anyway; a task, a command or another operation may not."""

import ast
from collections.abc import Iterator

from tests.architecture.unmarked import APPS, ROOT

WRITES = {
    "save", "create", "bulk_create", "bulk_update", "update", "delete", "get_or_create",
    "update_or_create", "record", "set", "add", "clear", "remove", "upsert_audited",
}  # fmt: skip
# Of these names only what is called on a relation writes: `wanted.add(x)` adds to a Python set.
ON_RELATIONS = {"set", "add", "clear", "remove"}


def _writes(function: ast.FunctionDef) -> Iterator[str]:
    for node in ast.walk(function):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        name = called.rpartition(".")[2]
        if name not in WRITES or (name in ON_RELATIONS and called.count(".") < 2):
            continue
        if name == "update" and any(isinstance(one, ast.Dict) for one in node.args):
            continue
        yield called


def _is_atomic(function: ast.FunctionDef) -> bool:
    """By its decorator, or by a block inside that holds the writing."""
    worn = {ast.unparse(one) for one in function.decorator_list}
    blocks = {
        ast.unparse(item.context_expr)
        for node in ast.walk(function)
        if isinstance(node, ast.With)
        for item in node.items
    }
    return any("atomic" in one for one in worn | blocks)


def operations() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Every public operation of every app. What takes its arguments by place is a step of one, of
    rows that its caller has locked, in its caller's transaction."""
    for app in APPS:
        for path in sorted((ROOT / app / "operations").rglob("*.py")):
            for node in ast.parse(path.read_text()).body:
                if isinstance(node, ast.FunctionDef) and not (
                    node.name.startswith("_") or node.args.args
                ):
                    yield f"{app}.{path.stem}.{node.name}", node


def test_an_operation_that_writes_twice_is_atomic() -> None:
    found = list(operations())
    assert len(found) > 100
    twice = {name: function for name, function in found if len(list(_writes(function))) > 1}
    assert len(twice) > 40
    assert {name for name, function in twice.items() if not _is_atomic(function)} == set()
