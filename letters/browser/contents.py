"""What goes into letters.html: of Python, of the packages and of this program, only what the pages can open."""

import tarfile
import tomllib
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from io import BytesIO
from pathlib import Path

from letters.browser.parts import Pin

PACKAGE = Path(__file__).resolve().parent.parent
REPOSITORY = PACKAGE.parent
Files = dict[str, bytes]  # path inside the archive -> content
# Of the core: what the browser starts Python with.
RUNTIME = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
# No page opens these of any package: stubs, tests of others, compiled code for other machines.
NEVER = ("*.pyi", "*.pxd", "*.pyx", "*.hpp", "*.c", "*.h", "*/py.typed", "*.sh", "*linux-gnu.so", "*.dist-info/*")
# Of this program: the other doors, and what builds letters.html.
OTHER_DOORS = ("letters/cli/*", "letters/bootstrap.py", "letters/web/server.py", "letters/browser/*")
INSIDE = "letters/browser/inside/*"
STAND_INS = PACKAGE / "browser/standins"
TEXTS = ("*licen[cs]e*", "*copying*", "*notice*", "*authors*")


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything that is packed, and the texts of the licences by the name of what is under them."""

    runtime: Files
    library: Files  # Python's own
    packages: Files
    program: Files
    licences: Mapping[str, str]


def collect(core: Pin, wheels: Sequence[Pin], cache: Path) -> Contents:
    """Read the parts from the cache and the program from the repository."""
    runtime = _of_core(cache / core.file)
    library = _chosen(_of_zip(runtime.pop("python_stdlib.zip")), core.leave, core.keep)
    packages: Files = {}
    licences = _own_licences()
    for part in wheels:
        files = _of_zip((cache / part.file).read_bytes())
        packages |= _chosen(files, (*NEVER, *part.leave), part.keep)
        licences[f"{part.name} {part.version}"] = _licence(files)
    packages |= _tree(STAND_INS, "")
    return Contents(runtime, library, packages, _program(), licences)


def _of_core(path: Path) -> Files:
    with tarfile.open(path) as archive:
        found = {name: archive.extractfile(f"package/{name}") for name in RUNTIME}
        return {name: file.read() for name, file in found.items() if file}


def _of_zip(data: bytes) -> Files:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {one.filename: archive.read(one) for one in archive.infolist() if not one.is_dir()}


def _chosen(files: Files, leave: Sequence[str], keep: Sequence[str]) -> Files:
    def goes_in(name: str) -> bool:
        return any(fnmatch(name, one) for one in keep) or not any(fnmatch(name, one) for one in leave)

    return {name: data for name, data in files.items() if goes_in(name)}


def _program() -> Files:
    """The package without its other doors, the templates, the fonts and the sample."""
    inside = _chosen(_tree(PACKAGE, "letters"), OTHER_DOORS, (INSIDE, "letters/browser/__init__.py"))
    beside = _tree(REPOSITORY / "templates", "templates") | _tree(REPOSITORY / "fonts", "fonts")
    return inside | beside | {"addresses.yaml": (REPOSITORY / "addresses.yaml").read_bytes()}


def _tree(folder: Path, name: str) -> Files:
    prefix = f"{name}/" if name else ""
    return {
        prefix + path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def _licence(files: Files) -> str:
    """The texts in a package that say under which terms it is passed on."""
    notices = {name: data for name, data in sorted(files.items()) if ".dist-info/" in name and _is_notice(name)}
    beside = notices or {name: data for name, data in sorted(files.items()) if _is_notice(name)}
    texts = [data.decode("utf-8", "replace").strip() for data in beside.values()]
    return "\n\n".join(dict.fromkeys(texts)) or _declared(files)


def _is_notice(name: str) -> bool:
    last = name.rsplit("/", 1)[-1].lower()
    return "/licenses/" in name.lower() or (any(fnmatch(last, text) for text in TEXTS) and not last.endswith(".py"))


def _declared(files: Files) -> str:
    """What the package says of itself where it brings no text."""
    metadata = next((data for name, data in files.items() if name.endswith(".dist-info/METADATA")), b"")
    lines = metadata.decode("utf-8", "replace").split("\n\n")[0].splitlines()
    return "\n".join(
        line for line in lines if line.startswith(("License", "Classifier: License", "Author", "Home-page"))
    )


def _own_licences() -> dict[str, str]:
    """Of this program and its fonts, and of Python and what is compiled into it."""
    texts = {"Letters": (REPOSITORY / "LICENSE").read_text("utf-8").strip()}
    texts |= {
        f"fonts: {path.stem}": path.read_text("utf-8").strip() for path in sorted((REPOSITORY / "fonts").glob("OFL*"))
    }
    folder = Path(__file__).resolve().parent / "licences"
    titles: dict[str, str] = tomllib.loads((folder / "titles.toml").read_text("utf-8"))
    return texts | {title: (folder / name).read_text("utf-8").strip() for name, title in titles.items()}
