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
from collections.abc import Callable
from fnmatch import fnmatch
from importlib import import_module
from pathlib import Path

# Of what CLDR knows in each language, what the pages ask for: names of countries, days, numbers, one and many.
KNOWN = re.compile(
    r"territories|languages|scripts|variants|plural_form|date_formats|date_skeletons|months|days|eras|list_patterns|"
    r"number_symbols|decimal_formats|numbering_systems|default_numbering_system|minus_sign"
)
# Of what babel knows everywhere, what no page asks for.
UNASKED = re.compile(r".*zone.*|.*currenc.*")
# Large, and not needed before the first page has been shown.
LATER = ("*/libpdfium.so", "python_calamine/*.so", "xlsxwriter/*")
WORDS = "words.json"
PAGES = ("/", "/add", "/person/zimin", "/tonight?who=zimin", "/letter", "/ledger", "/check", "/printer", "/help")
DAY = (2020, 1, 1, 0, 0, 0)


def pack(staged: str, out: str, whole: list[str], begun: frozenset[str]) -> None:
    """From folders of files to archives; languages that are not in `whole` keep the name of Russia alone.

    `begun` = what of Python's own library is there before anything is unpacked; all else is packed with the packages.
    """
    stage, target = Path(staged), Path(out)
    sys.path[:0] = [str(stage / "program"), str(stage / "packages")]
    (target / WORDS).write_text(_words(stage), "utf-8")
    for path in (stage / "packages/babel/locale-data").glob("*.dat"):
        _cut(path, whole)
    _rewrite(stage / "packages/babel/global.dat", lambda name: not UNASKED.fullmatch(name))
    started = _start(stage)
    packages, library = _files(stage / "packages", started), _files(stage / "library", started)
    first = [one for one in library if _begins(one[0], begun)]
    for name, files in {
        "packages": [one for one in packages if not _is_any(one[0], LATER)]
        + [one for one in library if one not in first],
        "later": [one for one in packages if _is_any(one[0], LATER)],
        "program": _files(stage / "program", started),
    }.items():
        (target / f"{name}.files.xz").write_bytes(_together(files))
    (target / "python_stdlib.zip.gz").write_bytes(gzip.compress(_zip(first), 9, mtime=0))
    for path in (stage / "runtime").iterdir():
        (target / f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))


def _words(stage: Path) -> str:
    """Compile the catalogues, whose sources and compiler are not needed any more; what the page around says."""
    import_module("letters.languages.catalogues").compile_all()
    for source in (stage / "program/letters/locale").rglob("*.po"):
        source.unlink()
    shutil.rmtree(stage / "packages/babel/messages")
    return json.dumps(import_module("letters.browser.inside.words").all_words(), ensure_ascii=False)


def _start(stage: Path) -> frozenset[str]:
    """Start the program as it is staged, and show its pages; the names of the modules that the first one takes."""
    later = [path for pattern in LATER for path in (stage / "packages").rglob(pattern.removeprefix("*/"))]
    for path in later:
        path.rename(f"{path}.later")  # so that the first page cannot take it
    inside = import_module("letters.browser.inside")
    inside.begin({"addresses.yaml": (stage / "program/addresses.yaml").read_bytes()}, lambda _done, _people: None)
    answers = {PAGES[0]: inside.answer("GET", PAGES[0], "", b"", "en")[0]}
    started = frozenset(sys.modules)
    for path in later:
        Path(f"{path}.later").rename(path)
    answers |= {page: inside.answer("GET", page, "", b"", language)[0] for page in PAGES for language in ("en", "ru")}
    if failed := {page: status for page, status in answers.items() if status != 200}:
        raise RuntimeError(f"these pages fail: {failed}")
    return started


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


def _is_any(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch(name, one) for one in patterns)


def _files(folder: Path, started: frozenset[str]) -> list[tuple[str, bytes]]:
    """Path and content of each, in one order; what every start takes is compiled, the rest smaller as it is."""
    paths = [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    found = ((path.relative_to(folder).as_posix(), path.read_bytes()) for path in paths)
    return sorted(_compiled(name, data) if _module(name) in started else (name, data) for name, data in found)


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


def _together(files: list[tuple[str, bytes]]) -> bytes:
    """A line of JSON with path and size of each, and then their contents: unpacked faster than a .tar."""
    alike = sorted(files, key=lambda one: (one[0].rsplit(".", 1)[-1], one[0]))
    index = json.dumps([(name, len(data)) for name, data in alike], ensure_ascii=False).encode()
    return lzma.compress(b"".join((index, b"\n", *(data for _, data in alike))), check=lzma.CHECK_CRC32, preset=9)


def _zip(files: list[tuple[str, bytes]]) -> bytes:
    """Stored: what is compressed once as a whole becomes smaller, and is read faster."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name, DAY), data)
    return made.getvalue()
