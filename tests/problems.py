"""Every `Problem` of the program as its source says it: code, level, field and words, with … for what is computed."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

from letters.errors import Problem

PACKAGE = Path(__file__).resolve().parent.parent / "letters"
MORE = "…"
_ORDER = tuple(Problem.__dataclass_fields__)  # of the arguments
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Said:
    """One place in the source where a problem is made; an argument is "" where it is left out, `None` if computed."""

    path: Path
    line: int
    code: str | None
    level: str | None
    field: str | None
    words: str

    @property
    def file(self) -> str:
        """«pages/setting.py»."""
        return self.path.relative_to(PACKAGE).as_posix()


@cache
def problems() -> tuple[Said, ...]:
    """Of the whole package, file by file."""
    return tuple(said for path in sorted(PACKAGE.rglob("*.py")) for said in _of_file(path))


@cache
def read_tree(path: Path) -> ast.Module:
    """A source, read once for all tests."""
    return ast.parse(path.read_text("utf-8"))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """All that a source is made of, walked once for all tests."""
    return tuple(ast.walk(read_tree(path)))


def strings(path: Path) -> Iterator[tuple[int, str]]:
    """Every text in a source with its line, what is filled in as …; docstrings apart."""
    pieces = {id(piece) for node in nodes(path) if isinstance(node, ast.JoinedStr) for piece in node.values}
    docs = {id(node.value) for node in nodes(path) if isinstance(node, ast.Expr)}
    for node in nodes(path):
        if isinstance(node, ast.JoinedStr):
            yield node.lineno, _text(node, _Scope(read_tree(path), None, 0, 0))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in pieces | docs:
            yield node.lineno, node.value


def _of_file(path: Path) -> Iterator[Said]:
    tree = read_tree(path)
    begins = 0
    for call, function in _calls(path):
        scope = _Scope(tree, function, begins, call.lineno)
        begins = call.lineno
        given = dict(zip(_ORDER, call.args, strict=False)) | {str(word.arg): word.value for word in call.keywords}
        code, level, field = (_constant(given.get(name)) for name in ("code", "level", "field"))
        words = " ".join(filter(None, (_text(given[name], scope) for name in ("what", "hint") if name in given)))
        yield Said(path, call.lineno, code, "error" if level == "" else level, field, words)


@cache
def _calls(path: Path) -> list[tuple[ast.Call, Function | None]]:
    """Where a problem is made, each with the function around it."""
    functions = [node for node in nodes(path) if isinstance(node, Function)]  # outer before inner
    around = {id(inner): function for function in functions for inner in ast.walk(function)}
    calls = [node for node in nodes(path) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    made = [node for node in calls if node.func.id == "Problem"]  # type: ignore[attr-defined]
    return [(node, around.get(id(node))) for node in sorted(made, key=lambda node: (node.lineno, node.col_offset))]


def _constant(node: ast.expr | None) -> str | None:
    if node is None:
        return ""
    return str(node.value) if isinstance(node, ast.Constant) else None


@dataclass(frozen=True)
class _Scope:
    """Where a name is looked up: in a function between two problems, above in it, at the top of the file."""

    tree: ast.Module
    function: Function | None
    begins: int
    ends: int

    def find(self, name: str) -> list[ast.expr | None]:
        """What the name may have been set to; `None` = that is computed."""
        inside = sorted(_set_in(self.function).get(name, []), key=lambda found: found[0]) if self.function else []
        before = [(line, value) for line, value in inside if line <= self.ends]
        if near := [value for line, value in before if line > self.begins]:
            return near
        top = (node for node in self.tree.body if isinstance(node, ast.Assign | ast.AnnAssign))
        return [before[-1][1]] if before else [value for node in top for _, value in _set_in(node).get(name, [])]


@cache
def _set_in(tree: ast.AST) -> dict[str, list[tuple[int, ast.expr | None]]]:
    """Line and value wherever a name is set, by name; without a value as an argument, or in a loop."""
    values = {id(target): value for node in ast.walk(tree) for target, value in _pairs(node)}
    found: dict[str, list[tuple[int, ast.expr | None]]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            found.setdefault(node.arg, []).append((node.lineno, None))
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.setdefault(node.id, []).append((node.lineno, values.get(id(node))))
    return found


def _pairs(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Name and value of `name = …`, and of each of `name, other = …, …`."""
    if isinstance(node, ast.AnnAssign) and node.value:
        yield node.target, node.value
    if isinstance(node, ast.NamedExpr):
        yield node.target, node.value
    for target in node.targets if isinstance(node, ast.Assign) else ():
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):  # type: ignore[attr-defined]
            yield from zip(target.elts, node.value.elts, strict=True)  # type: ignore[attr-defined]
        else:
            yield target, node.value  # type: ignore[attr-defined]


def _text(node: ast.expr | None, scope: _Scope) -> str:
    """The words of an expression; of several possible ones each, with a stroke between."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr():
            pieces = (part.value if isinstance(part, ast.FormattedValue) else part for part in node.values)
            return "".join(_text(piece, scope) for piece in pieces)
        case ast.Call(func=ast.Name(id="sentence" | "sentences"), args=[ast.Constant(value=str(text)), *_]):
            filled = {str(word.arg): _value(word.value, node, scope) for word in node.keywords}
            return _filled(text, filled) if filled or node.func.id == "sentences" else text
        case ast.Call(func=ast.Name(id="joined"), args=[ast.Tuple(elts=parts), ast.Constant(value=str(between))]):
            return between.join(_text(part, scope) for part in parts)
        case ast.Starred(value=ast.GeneratorExp(elt=text)):
            return _text(text, scope)
        case ast.Call(func=ast.Name(id="ended"), args=[text]):
            return _text(text, scope).removesuffix(".") + "."
    choices = dict.fromkeys(
        _text(choice, inside) for choice, inside in (*_said_by(node, scope), *_choices(node, scope))
    )
    return " / ".join(filter(None, choices)) or MORE


def _filled(template: str, values: dict[str, str]) -> str:
    parts = Formatter().parse(template)
    return "".join(text + ("" if name is None else values.get(name, MORE)) for text, name, _, _ in parts)


def _value(value: ast.expr, whole: ast.expr, scope: _Scope) -> str:
    """The words of a value in a sentence; what is made of that sentence, under the same name, is computed."""
    found = scope.find(value.id) if isinstance(value, ast.Name) else []
    return MORE if any(whole in ast.walk(one) for one in found if one) else _text(value, scope)


def _said_by(node: ast.expr | None, scope: _Scope) -> Iterator[tuple[ast.expr | None, _Scope]]:
    """What a function of the same file may give back."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        for function in scope.tree.body:
            if isinstance(function, Function) and function.name == node.func.id and function is not scope.function:
                inside = _Scope(scope.tree, function, function.lineno, function.end_lineno or 0)
                returns = (inner for inner in ast.walk(function) if isinstance(inner, ast.Return))
                yield from ((inner.value, inside) for inner in returns if inner.value is not None)


def _choices(node: ast.expr | None, scope: _Scope) -> Iterator[tuple[ast.expr | None, _Scope]]:
    """What an expression may be: a name, `one if … else other`, `table[…]`."""
    yield from ((choice, scope) for choice in _possible(node, scope))


def _possible(node: ast.expr | None, scope: _Scope) -> list[ast.expr | None]:
    match node:
        case ast.Name(id=name):
            return scope.find(name)
        case ast.IfExp(body=one, orelse=other):
            return [one, other]
        case ast.Subscript(value=ast.Name(id=name)):
            tables = (table for table in scope.find(name) if isinstance(table, ast.Dict))
            return [value for table in tables for value in table.values]
    return []


def plain_texts() -> Iterator[tuple[Path, str]]:
    """Where a problem says what no catalogue can hold: file, line and words of each text that is no sentence."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for call, function in _calls(path):
            scope = _Scope(read_tree(path), function, 0, call.lineno)
            given = dict(zip(_ORDER, call.args, strict=False)) | {str(word.arg): word.value for word in call.keywords}
            for name in ("what", "hint", "general"):
                for text in _plain(given.get(name), scope, 0):
                    yield path, f"{path.relative_to(PACKAGE).as_posix()}:{call.lineno}: {text}"


_DEEPEST = 6  # names that stand for names, and functions that call functions


def _plain(node: ast.expr | None, scope: _Scope, depth: int) -> Iterator[str]:
    text = _text(node, scope) if isinstance(node, ast.Constant | ast.JoinedStr) else ""
    if re.search(r"[A-Za-z]{2}", text.replace(MORE, "")) and not re.fullmatch(r"…?[\w.-]+…?", text):
        yield text
    if depth < _DEEPEST:
        for choice, inside in (*_said_by(node, scope), *_choices(node, scope)):
            yield from _plain(choice, inside, depth + 1)
