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
import tarfile
import zipfile
from importlib import import_module
from pathlib import Path

# Of what CLDR knows in each language, what the pages ask for: names of countries, days, numbers, one and many.
KNOWN = re.compile(
    r"territories|languages|scripts|variants|plural_form|date_formats|date_skeletons|months|days|eras|list_patterns|"
    r"number_symbols|decimal_formats|numbering_systems|default_numbering_system|minus_sign"
)
WORDS = "words.json"
PAGES = ("/", "/add", "/person/zimin", "/tonight?who=zimin", "/letter", "/ledger", "/check", "/printer", "/help")
DAY = (2020, 1, 1, 0, 0, 0)


def pack(staged: str, out: str, whole: list[str]) -> None:
    """From folders of files to archives; languages that are not in `whole` keep the name of Russia alone."""
    stage, target = Path(staged), Path(out)
    sys.path[:0] = [str(stage / "program"), str(stage / "packages")]
    (target / WORDS).write_text(_words(stage), "utf-8")
    for path in (stage / "packages/babel/locale-data").glob("*.dat"):
        _cut(path, whole)
    started = _start(stage)
    for name in ("packages", "program"):
        (target / f"{name}.tar.xz").write_bytes(_tar(stage / name, started))
    (target / "python_stdlib.zip.gz").write_bytes(gzip.compress(_zip(stage / "library"), 9, mtime=0))
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
    inside = import_module("letters.browser.inside")
    inside.begin({"addresses.yaml": (stage / "program/addresses.yaml").read_bytes()}, lambda _done, _people: None)
    answers = {PAGES[0]: inside.answer("GET", PAGES[0], "", b"", "en")[0]}
    started = frozenset(sys.modules)
    answers |= {page: inside.answer("GET", page, "", b"", language)[0] for page in PAGES for language in ("en", "ru")}
    if failed := {page: status for page, status in answers.items() if status != 200}:
        raise RuntimeError(f"these pages fail: {failed}")
    return started


def _cut(path: Path, whole: list[str]) -> None:
    with path.open("rb") as file:
        known = {name: value for name, value in pickle.load(file).items() if KNOWN.fullmatch(name)}
    if path.stem.split("_")[0] not in (*whole, "root"):
        russia = known.get("territories", {}).get("RU")
        known = {"territories": {"RU": russia}} if russia else {}
    path.write_bytes(pickle.dumps(known, 2))


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


def _tar(folder: Path, started: frozenset[str]) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for name, data in sorted(_files(folder, started), key=lambda one: (one[0].rsplit(".", 1)[-1], one[0])):
            member = tarfile.TarInfo(name)
            member.size, member.mode = len(data), 0o644
            archive.addfile(member, io.BytesIO(data))
    return lzma.compress(made.getvalue(), check=lzma.CHECK_CRC32, preset=9)


def _zip(folder: Path) -> bytes:
    """Stored: what is compressed once as a whole becomes smaller, and is read faster."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, data in _files(folder, frozenset()):
            archive.writestr(zipfile.ZipInfo(name, DAY), data)
    return made.getvalue()
