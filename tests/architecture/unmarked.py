"""What people would read that no translator would see: words in templates and in Python that are
not marked. `python -m tests.architecture.unmarked [PATH…]` prints them; test_translation.py allows
none.

Templates are read as Django's own lexer splits them. In Python a string counts as words for people
when two words stand in it and it is not one of the things below: a docstring, something raised for
developers, what goes into a log, HTML, SQL, a template's name.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from django.template.base import Lexer, TokenType

ROOT = Path(__file__).resolve().parents[2]
APPS = "core accounts expectations voice outcomes cooperative impact portal".split()
# Pages for developers and for whoever runs the server, which stay in English.
NOT_FOR_PEOPLE = {
    "templates/portal/components.html",
}
# Python that people never read on a page.
NOT_PAGES = (
    "/migrations/",
    "/management/",
    "core/broker.py",
    "core/processes.py",
    "core/health.py",
    # what the log says of a PostgreSQL that is silent
    "core/patience.py",
    # what `manage.py backup` and `restore` say
    "core/backups/",
    "core/csp.py",
    "core/documents/",
    "core/models.py",
    "core/files.py",
    "core/apps.py",
    "core/permissions.py",
    # the gallery of components, for developers
    "portal/views/components.py",
    "portal/views/specimens.py",
    "portal/templatetags/gallery.py",
    # a style sheet, and a statement
    "accounts/colours.py",
    "accounts/kept_pages.py",
    # What a report says is kept in the authority's own language.
    "impact/queries/sentences.py",
    # what commands say
    "accounts/operations/rights.py",
    "accounts/prepared.py",
    "outcomes/operations/grants.py",
)
MARKS = set(
    """
    _ gettext gettext_lazy gettext_noop ngettext ngettext_lazy pgettext pgettext_lazy npgettext
    npgettext_lazy
    """.split()
)
# Calls whose strings are for developers, logs or the database.
SILENT = set(
    """
    debug info warning error exception critical log getLogger TypeVar compile sub match search
    fullmatch filter exclude values values_list only defer select_related prefetch_related
    order_by annotate execute RunSQL strftime date_format render render_page render_to_string
    get_template format_html format_html_join mark_safe SafeString KeyError RuntimeError
    TypeError AssertionError ImproperlyConfigured ComponentError ValueError NotImplementedError
    LookupError Literal cast isinstance split register register_access removeprefix UniqueConstraint
    CheckConstraint Index frozenset_of header patch_vary_headers getattr setattr Http404
    WriteOnRead word record CannotDraw
    """.split()
)
WORDS = re.compile(r"[A-Za-z’'…-]{2,}[,.:;!?]?\s+[A-Za-z‘“(%{]")
SENTENCE = re.compile(r"^[A-Z][a-z]+[.!?…]$")
LETTERS = re.compile(r"[A-Za-z]{2,}")
# Attributes people read or hear.
SPOKEN = re.compile(
    r"""\b(?:aria-label|alt|title|placeholder|content)=(["'])([^"'{]*[A-Za-z]{2,}[^"']*)\1"""
)
PROP = re.compile(
    r"""\b(?:title|label|text|hint|vacant|attribution|words|note|unit|caption)=(["'])(.*?)\1"""
)
NAMES = ("Golden", "Thread", "width=device-width", "light dark", "text/html", "noindex")
# A block that holds the classes of an element.
CLASSES = {"block sheet"}
CLOSED_BY = {
    "blocktranslate": "endblocktranslate",
    "blocktrans": "endblocktrans",
    "comment": "endcomment",
}


def in_template(path: Path) -> Iterator[tuple[int, str]]:
    """The line and the words of each piece of text that is not marked."""
    until, in_tag = "", False
    for token in Lexer(path.read_text()).tokenize():
        line = token.lineno or 0
        if token.token_type == TokenType.BLOCK:
            name = token.contents.split()[0] if token.contents.split() else ""
            if until:
                until = "" if name == until else until
                continue
            if token.contents in CLASSES:
                until = "endblock"
                continue
            if name in CLOSED_BY:
                until = CLOSED_BY[name]
                continue
            for match in PROP.finditer(token.contents):
                before = token.contents[: match.start(1)]
                if LETTERS.search(match.group(2)) and not before.endswith("_("):
                    yield line, token.contents[:90]
        elif token.token_type == TokenType.TEXT and not until:
            # A tag may begin in one piece of text and end in another: <a{% if … %} hidden{% … %}>.
            began_in_tag, in_tag = in_tag, _ends_in_tag(token.contents, in_tag)
            yield from ((line, words) for words in _spoken_in(token.contents, began_in_tag))


def _ends_in_tag(html: str, in_tag: bool) -> bool:
    last = max(html.rfind("<"), html.rfind(">"))
    return html[last] == "<" if last >= 0 else in_tag


def _spoken_in(html: str, in_tag: bool = False) -> Iterator[str]:
    for match in SPOKEN.finditer(html):
        if not any(name in match.group(2) for name in NAMES):
            yield match.group(0)
    if in_tag:
        html = html.partition(">")[2]
    text = re.sub(r"<(?:script|style|svg)\b.*?</(?:script|style|svg)>", " ", html, flags=re.DOTALL)
    text = re.sub(r"<!--.*?-->|<[^>]*>", " ", text, flags=re.DOTALL)
    text = re.sub(r"^[^<>]*>", " ", re.sub(r"<[^<>]*$", " ", text))
    text = re.sub(r"&\w+;", " ", text)
    text = re.sub(r"\S*[{}]\S*|(?<!\w)\.[a-z]\S*", " ", text)  # rules of CSS
    for name in ("Golden", "Thread", "CSV", "JSON", "PDF"):
        text = text.replace(name, " ")
    # What is left of attributes around a token, such as class="card is-{{ tone }}".
    if LETTERS.search(text) and not re.fullmatch(
        r"""[\w\s\-.#/=:"';()]*["'][\w\s\-.#/=:"';()]*""", text
    ):
        yield " ".join(text.split())[:90]


def in_python(path: Path) -> Iterator[tuple[int, str]]:
    """The line and the words of each string that people would read unmarked. A line that ends in
    `# stored` writes what is kept as it is, in the authority's language, and not drawn anew."""
    source = path.read_text()
    tree, lines = ast.parse(source), source.splitlines()
    quiet: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            # A key of a table that begins small is a name that code looks up.
            for key in node.keys:
                if isinstance(key, ast.Constant) and str(key.value)[:1].islower():
                    _hush(key, quiet)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            body = node.body
            if body and isinstance(body[0], ast.Expr):
                _hush(body[0], quiet)
        elif (
            isinstance(node, ast.Call)
            and _name(node.func) in MARKS | SILENT
            or (
                isinstance(node, (ast.Raise, ast.Assert))
                and _name(getattr(node, "exc", None)) in SILENT
            )
        ):
            _hush(node, quiet)
        elif isinstance(node, ast.Assert) and node.msg is not None:
            _hush(node.msg, quiet)
        elif isinstance(node, (ast.Compare, ast.Subscript)) or _is_header(node):
            _hush(node, quiet)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in quiet:
            text = node.value
            label = path.name == "enums.py" and text[:1].isupper()
            if (
                "<" in text
                or "{%" in text
                or "max-age=" in text
                or lines[node.lineno - 1].endswith("# stored")
            ):
                continue
            if not (label or WORDS.search(text) or SENTENCE.match(text)):
                continue
            yield node.lineno, text[:90]


def _is_header(node: ast.AST) -> bool:
    """Whether this sets a header of an answer, which browsers read and people do not, or says to
    developers why a kind of news stays."""
    if isinstance(node, ast.keyword):
        return node.arg in ("content_type", "stays")
    return isinstance(node, ast.Assign) and any(
        isinstance(target, ast.Subscript) and _name(target.value) in ("response", "headers")
        for target in node.targets
    )


def _hush(node: ast.AST, quiet: set[int]) -> None:
    quiet.update(id(inner) for inner in ast.walk(node))


def _name(node: ast.AST | None) -> str:
    if isinstance(node, ast.Call):
        return _name(node.func)
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def files(*paths: str) -> list[Path]:
    """The templates and modules below these paths, or all of the program's."""
    roots = [ROOT / path for path in (paths or ("templates", *APPS))]
    found = [
        file
        for root in roots
        for file in (
            [root] if root.is_file() else sorted([*root.rglob("*.html"), *root.rglob("*.py")])
        )
    ]
    names = {file: file.relative_to(ROOT).as_posix() for file in found}
    return [
        file
        for file, name in names.items()
        if name not in NOT_FOR_PEOPLE and not any(part in name for part in NOT_PAGES)
    ]


def unmarked(*paths: str) -> list[str]:
    """`path:line: words` of everything below these paths that is not marked."""
    return [
        f"{file.relative_to(ROOT).as_posix()}:{line}: {words}"
        for file in files(*paths)
        for line, words in (in_template if file.suffix == ".html" else in_python)(file)
    ]


if __name__ == "__main__":
    print("\n".join(unmarked(*sys.argv[1:])))
