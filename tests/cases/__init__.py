"""The tables of cases beside this file, read by the quick reader of YAML, and the texts in any table."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

_FOLDER = Path(__file__).parent


def cases(name: str) -> Any:
    """What a table of this folder holds, anew at each call."""
    return yaml.load((_FOLDER / name).read_text("utf-8"), yaml.CSafeLoader)


def texts_in(table: Any) -> Iterator[str]:
    """Every text of a table, however deep."""
    if isinstance(table, str):
        yield table
    elif isinstance(table, dict | list):
        for value in table.values() if isinstance(table, dict) else table:
            yield from texts_in(value)
