"""Puts letters.html and its folder together: what was packed, the page around it, and the policy that binds both."""

import base64
import hashlib
import json
import re
import tarfile
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from letters import __version__
from letters.browser import policy
from letters.browser.contents import PACKAGE, REPOSITORY, Contents, Files, collect
from letters.browser.parts import Pin, call, fetch, read_pins

HERE = Path(__file__).resolve().parent
STATIC = PACKAGE / "web/static"
FILE, FOLDER = "letters.html", "letters"  # what is built, and the same for a web space
CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib")
FIRST = (*CORE, "first", "catalogues")  # what the first page takes
ORDER = (*FIRST, "later", "licences")
Words = Mapping[str, Mapping[str, str]]  # language -> name -> what the page around says


@dataclass(frozen=True, slots=True)
class Edition:
    """What was built: each packed part, the files by their path, and the fingerprint that both forms share."""

    parts: Files
    files: Files
    fingerprint: str
    made_of: tuple[Pin, ...]


def build(cache: Path) -> Edition:
    """Fetch what is missing, pack it, and make letters.html and the folder.

    Raises FileError when a part, or a tool that fetches or packs it, is missing.
    """
    core, wheels = read_pins()
    fetch(core, wheels, cache)
    parts, words = _packed(collect(core, wheels, cache), cache / core.file)
    return Edition(parts, _files(parts, words), _fingerprint(parts), (core, *wheels))


# --- packing ---


def _packed(contents: Contents, core: Path) -> tuple[Files, Words]:
    """Have Pyodide pack the contents: its own zlib and lzma make the same bytes on every computer."""
    with tempfile.TemporaryDirectory() as name:
        stage, out = Path(name) / "stage", Path(name) / "out"
        out.mkdir()
        for kind in ("runtime", "library", "packages", "program"):
            _write(stage / kind, getattr(contents, kind))
        with zipfile.ZipFile(stage / "library.zip", "w") as archive:
            for path, data in contents.library.items():
                archive.writestr(path, data)
        texts = json.dumps(dict(contents.licences), ensure_ascii=False)
        _write(stage / "runtime", {"licences.json": texts.encode()})
        with tarfile.open(core) as packed:
            packed.extractall(name, filter="data")
        command = map(str, (HERE / "pack.mjs", Path(name) / "package", stage, out, HERE / "pack.py"))
        call(["node", *command, ",".join(_guide_languages())], stage)
        made = {path.name: path.read_bytes() for path in sorted(out.iterdir())}
    parts = {name: made[name] for part in ORDER for name in made if name.startswith(f"{part}.")}
    return parts, json.loads(made["words.json"])


def _guide_languages() -> list[str]:
    """Of what is known of languages, these keep all."""
    return sorted(path.name for path in (REPOSITORY / "templates/guide").iterdir() if path.is_dir())


def _write(folder: Path, files: Files) -> None:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _fingerprint(parts: Files) -> str:
    """One SHA-256 over all parts and the page around them."""
    lines = [f"{_sha256(data)}  {name}\n" for name, data in parts.items()]
    shell = [path.read_text("utf-8") for path in sorted((HERE / "shell").iterdir())]
    return _sha256("".join((*lines, *shell)).encode())


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


# --- the two forms ---


def _files(parts: Files, words: Words) -> Files:
    """letters.html with its parts inside, and the folder: the same page with its parts beside it."""
    facts = _facts(parts, words)
    rows = [
        {"name": name, "size": len(data), "sha256": _sha256(data), "first": _is_first(name)}
        for name, data in parts.items()
    ]
    # a name changes with the content, so that no cache gives an old part to a new page
    paths = {name: f"parts/{_sha256(data)[:12]}-{name.partition('.')[0]}.bin" for name, data in parts.items()}
    beside = [{**row, "path": paths[str(row["name"])]} for row in rows]
    index = _page({**facts, "parts": beside, "offline": "offline.js"}, words, {})
    offline = _shell("offline.js").replace("REVISION", _sha256(index)[:16])
    return {
        FILE: _page({**facts, "parts": rows, "offline": ""}, words, parts),
        f"{FOLDER}/index.html": index,
        f"{FOLDER}/offline.js": offline.replace("PARTS", json.dumps(["./", *paths.values()])).encode(),
        **{f"{FOLDER}/{paths[name]}": data for name, data in parts.items()},
    }


def _facts(parts: Files, words: Words) -> dict[str, object]:
    """What the page around knows from the start."""
    return {
        "version": __version__,
        "fingerprint": _fingerprint(parts),
        "words": words,
        "carrier": _shell("carrier.js"),
        "inner": policy.of_a_page(_scripts(), _styles()),
        "shut": policy.SHUT,
    }


def _scripts() -> list[str]:
    """Those of the pages, with the one that carries what they ask."""
    return [_shell("carrier.js"), *(path.read_text("utf-8") for path in sorted(STATIC.glob("*.js")))]


def _styles() -> list[str]:
    return [path.read_text("utf-8") for path in sorted(STATIC.glob("*.css"))]


def _page(facts: Mapping[str, object], words: Words, inside: Files) -> bytes:
    """The HTML of the page around, with the parts that stand in it."""
    too_old = json.dumps({language: said["too_old"] for language, said in words.items()}, ensure_ascii=False)
    scripts = {
        "check": _shell("check.js").replace("TOO_OLD", too_old),
        "shell": _shell("shell.js"),
        "end": _shell("end.js"),
    }
    style = _shell("style.css")
    values = {
        **scripts,
        "style": style,
        "policy": policy.of_the_file([*scripts.values(), *_scripts()], [style, *_styles()], is_folder=not inside),
        "facts": json.dumps(facts, ensure_ascii=False).replace("<", "\\u003c"),
        "worker": _shell("worker.js"),
        "no_scripts": " ".join(said["no_scripts"] for said in words.values()),
        "first": "".join(_part(name, data) for name, data in inside.items() if _is_first(name)),
        "later": "".join(_part(name, data) for name, data in inside.items() if not _is_first(name)),
    }
    return re.sub(r"\{(\w+)\}", lambda found: values[found[1]], _shell("page.html")).encode()


def _is_first(name: str) -> bool:
    return name.startswith(tuple(f"{part}." for part in FIRST))


def _part(name: str, data: bytes) -> str:
    text = base64.b64encode(data).decode()
    return f'<script type="application/octet-stream" id="part-{name}">{text}</script>\n'


def _shell(name: str) -> str:
    return (HERE / "shell" / name).read_text("utf-8")
