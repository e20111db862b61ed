"""The options of a run as run.json keeps them, without a path of this machine, and read back from there."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, fields, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from letters import shipped
from letters.errors import CommandError, Problem
from letters.pages.run import Run
from letters.store.printers import Offset
from letters.wording import letter_names

_NOT_KEPT = ("book", "out", "workers")  # they do not change a byte, or are known by their content
_NAMES = {"country": "--from", "language": "--lang", "shape": "--as", "today": "--date", "who": "WHO"}
_DIGEST = "sha256:"


def file_digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal digits."""
    found = sha256()
    with path.open("rb") as stream:
        while piece := stream.read(1 << 20):
            found.update(piece)
    return found.hexdigest()


def templates_digest() -> str:
    """Says whether the texts that ship with the program are those of an earlier run."""
    folder = shipped.templates()
    files = sorted(path for path in folder.rglob("[!.]*.*") if path.is_file())
    digests = (f"{path.relative_to(folder).as_posix()}:{file_digest(path)}" for path in files)
    return sha256("\n".join(digests).encode()).hexdigest()[:16]


def record_options(run: Run) -> dict[str, Any]:
    """Everything that decides what is printed, in words that JSON has."""
    values = {field.name: getattr(run, field.name) for field in fields(run) if field.name not in _NOT_KEPT}
    offset = asdict(run.offset) if run.offset else None
    plain = {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
    return plain | {"today": run.today.isoformat(), "offset": offset, "letter": _letter(run.letter)}


def _letter(letter: str) -> str:
    """The name of a letter that comes with the program; of any other what is in it."""
    path = Path(letter)
    if letter in letter_names() or not path.exists():
        return letter
    files = sorted(path.glob("*.txt")) if path.is_dir() else [path]
    digests = (f"{file.name if path.is_dir() else ''}:{file_digest(file)}" for file in files)
    return _DIGEST + sha256("\n".join(digests).encode()).hexdigest()


def recall(run: Run, kept: Mapping[str, Any], given: Collection[str]) -> Run:
    """The run that was recorded, with book and folder of this one; `given` = what the command names itself.

    Raises CommandError when the command says something else than the record.
    """
    now = record_options(run)
    asked = {*given} & now.keys() | ({"letter"} if str(kept["letter"]).startswith(_DIGEST) else set())
    if other := [name for name in now if name in asked and now[name] != kept.get(name)]:
        raise CommandError(*(_differs(name, kept.get(name)) for name in other))
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()}
    offset = Offset(**kept["offset"]) if kept["offset"] else None
    values |= {"today": date.fromisoformat(kept["today"]), "offset": offset}
    taken: dict[str, Any] = {name: values[name] for name in now if name in values and name not in asked}
    return replace(run, **taken)


def _differs(name: str, value: Any) -> Problem:
    option = _NAMES.get(name, f"--{name.replace('_', '-')}")
    if str(value).startswith(_DIGEST):
        what = "that run was made with a letter of your own, and this is another text."
        return Problem("--letter", what, "Name the same file, unchanged; or begin anew without --resume.")
    shown = ",".join(map(str, value)) if isinstance(value, list) else value
    hint = f"Leave {option} away: the options of that run are taken from run.json."
    return Problem(option, f"that run was made with {'none' if shown in (None, '') else shown}.", hint)
