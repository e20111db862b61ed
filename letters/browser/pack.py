"""Packs what goes into letters.html; runs inside the Python that is packed: any computer gives the same bytes."""

import ast
import gzip
import importlib.util
import io
import json
import lzma
import marshal
import pickle
import re
import shutil
import sys
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

# Of what CLDR knows in each language, what the pages ask for: names of countries, days, numbers, one and many.
KNOWN = re.compile(
    r"territories|languages|scripts|variants|plural_form|date_formats|date_skeletons|months|days|eras|list_patterns|"
    r"number_symbols|decimal_formats|numbering_systems|default_numbering_system|minus_sign"
)
# Of what babel knows everywhere, what no page asks for.
UNASKED = re.compile(r".*zone.*|.*currenc.*")
WORDS = "words.json"
PAGES = ("/", "/add", "/person/zimin", "/tonight?who=zimin", "/letter", "/ledger", "/check", "/printer", "/help")
DAY = (2020, 1, 1, 0, 0, 0)


def pack(staged: str, out: str, whole: list[str], begun: frozenset[str]) -> None:
    """From folders of files to archives; languages that are not in `whole` keep the name of Russia alone.

    `begun` = what of Python's own library is there before anything is unpacked; all else goes with the packages.
    """
    stage, target = Path(staged), Path(out)
    sys.path[:0] = [str(stage / "program"), str(stage / "packages")]
    for path in (stage / "packages/babel/locale-data").glob("*.dat"):
        _cut(path, whole)
    _rewrite(stage / "packages/babel/global.dat", lambda name: not UNASKED.fullmatch(name))
    opened: list[str] = []
    sys.addaudithook(lambda event, values: opened.append(str(values[0])) if event == "open" else None)
    (target / WORDS).write_text(_words(stage), "utf-8")
    taken = _start(stage, opened)
    _compile_templates(stage, taken)
    library = _files(stage / "library", taken.by_pages)
    core = [one for one in library if _begins(one[0], begun)]
    files = {f"packages/{name}": data for name, data in library if not _begins(name, begun)}
    for folder in ("packages", "program"):
        files |= {f"{folder}/{name}": data for name, data in _files(stage / folder, taken.by_pages)}
    first = {name: files.pop(name) for name in sorted(files) if taken.is_first(name)}
    # what the browser itself unpacks is there sooner; catalogues are much alike, and half as large this way
    catalogues = {name: first.pop(name) for name in sorted(first) if name.endswith(".mo")}
    (target / "first.files.gz").write_bytes(gzip.compress(_together(first), 9, mtime=0))
    for name, archive in (("catalogues", catalogues), ("later", files)):
        packed = lzma.compress(_together(archive), check=lzma.CHECK_CRC32, preset=9)
        (target / f"{name}.files.xz").write_bytes(packed)
    (target / "python_stdlib.zip.gz").write_bytes(gzip.compress(_zip(core), 9, mtime=0))
    for path in (stage / "runtime").iterdir():
        (target / f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))


def _words(stage: Path) -> str:
    """Compile the catalogues, whose sources and compiler are not needed any more; what the page around says."""
    import_module("letters.languages.catalogues").compile_all()
    for source in (stage / "program/letters/locale").rglob("*.po"):
        source.unlink()
    shutil.rmtree(stage / "packages/babel/messages")
    return json.dumps(import_module("letters.browser.inside.words").all_words(), ensure_ascii=False)


@dataclass(frozen=True)
class _Taken:
    """What was taken: modules by the first page, and by all pages; files that the first page opened."""

    by_first: frozenset[str]
    by_pages: frozenset[str]
    opened: set[str]

    def is_first(self, name: str) -> bool:
        """Whether the first page takes this file of the archive."""
        module = _module(name.partition("/")[2].replace(".pyc", ".py"))
        return module in self.by_first or name in self.opened


def _start(stage: Path, opened: Sequence[str]) -> _Taken:
    """Start the program as it is staged, and show its pages: the first in every language, before there is a book."""
    inside = import_module("letters.browser.inside")
    inside.begin({}, lambda _done, _people: None)
    answers = {}
    for language in import_module("letters.sentences").LANGUAGES:
        answers[f"/ {language}"], _headers, page = inside.answer("GET", "/", "", b"", language)
        for beside in re.findall(rb'(?:href|src)="(/static/[^"]+)"', page):
            answers[beside.decode()] = inside.answer("GET", beside.decode(), "", b"", language)[0]
    by_first, first = frozenset(sys.modules), {path.removeprefix(f"{stage}/") for path in opened}
    inside.open_file("addresses.yaml", (stage / "program/addresses.yaml").read_bytes())
    answers |= {page: inside.answer("GET", page, "", b"", language)[0] for page in PAGES for language in ("en", "ru")}
    if failed := {page: status for page, status in answers.items() if status != 200}:
        raise RuntimeError(f"these pages fail: {failed}")
    return _Taken(by_first, frozenset(sys.modules), first)


def _compile_templates(stage: Path, taken: _Taken) -> None:
    """Of the first page, and in the archive that it takes."""
    inside = import_module("letters.browser.inside.desk")
    pages, compiled = inside._application().jinja_env, import_module("letters.browser.inside.templates").COMPILED
    shown = [name for name in sorted(pages.list_templates()) if f"program/letters/web/templates/{name}" in taken.opened]
    codes = {name: pages.compile(pages.loader.get_source(pages, name)[0], name, name) for name in shown}
    compiled.write_bytes(marshal.dumps(codes))
    taken.opened.add(str(compiled.relative_to(stage)))


def _cut(path: Path, whole: list[str]) -> None:
    known = {name: value for name, value in pickle.loads(path.read_bytes()).items() if KNOWN.fullmatch(name)}
    if path.stem.split("_")[0] not in (*whole, "root"):
        russia = known.get("territories", {}).get("RU")
        known = {"territories": {"RU": russia}} if russia else {}
    path.write_bytes(pickle.dumps(known, 2))


def _rewrite(path: Path, is_asked: Callable[[str], bool]) -> None:
    known = pickle.loads(path.read_bytes())
    path.write_bytes(pickle.dumps({name: value for name, value in known.items() if is_asked(name)}, 2))


def _begins(name: str, begun: frozenset[str]) -> bool:
    """A package stays whole."""
    top = name.split("/")[0].partition(".")[0]
    return top in begun or top.startswith("_sysconfigdata")


def _files(folder: Path, taken: frozenset[str]) -> list[tuple[str, bytes]]:
    """Path and content of each, in one order; modules that the pages take are compiled, the rest smaller as it is."""
    paths = [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    found = ((path.relative_to(folder).as_posix(), path.read_bytes()) for path in paths)
    return sorted(_compiled(name, data) if _module(name) in taken else (name, data) for name, data in found)


def _module(name: str) -> str:
    """«yaml/__init__.py» is the module yaml; of what is no Python, none."""
    return name.removesuffix(".py").removesuffix("/__init__").replace("/", ".") if name.endswith(".py") else ""


def _compiled(name: str, data: bytes) -> tuple[str, bytes]:
    """What Python would make of a file at its first start, without the texts that are for readers of the source."""
    tree = ast.parse(data)
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)) and ast.get_docstring(
            node
        ):
            node.body[0] = ast.Expr(ast.Constant(" ", lineno=1, col_offset=0), lineno=1, col_offset=0)
    code = compile(tree, name, "exec", dont_inherit=True, optimize=0)
    header = importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little") + bytes(8)  # as it is, whatever its source
    return f"{name}c", header + marshal.dumps(code)


def _together(files: dict[str, bytes]) -> bytes:
    """A line of JSON with path and size of each, and then their contents: unpacked faster than a .tar."""
    alike = sorted(files.items(), key=lambda one: (one[0].rsplit(".", 1)[-1], one[0]))
    index = json.dumps([(name, len(data)) for name, data in alike], ensure_ascii=False).encode()
    return b"".join((index, b"\n", *(data for _, data in alike)))


def _zip(files: list[tuple[str, bytes]]) -> bytes:
    """Stored: what is compressed once as a whole becomes smaller, and is read faster."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name, DAY), data)
    return made.getvalue()
