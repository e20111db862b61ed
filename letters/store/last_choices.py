"""What was chosen last on the pages, kept in the user's configuration folder: nothing of anybody, nothing typed."""

from contextlib import suppress
from typing import Any

from letters.errors import LettersError
from letters.store.configuration import configuration_file, write_configuration
from letters.textfile import read_json, read_start

NAME = "tonight.json"
_LARGEST = 10_000  # bytes


def read_choices() -> dict[str, str]:
    """Texts by field; empty where there is no such file, or one that holds something else."""
    with suppress(LettersError, ValueError):
        data = read_start(configuration_file(NAME), _LARGEST)
        found: Any = read_json(data.decode()) if len(data) <= _LARGEST else None
        if isinstance(found, dict) and all(isinstance(value, str) for value in found.values()):
            return found
    return {}


def write_choices(values: dict[str, str]) -> None:
    """Keep them in place of the earlier ones; raises FileError."""
    write_configuration(NAME, values)
