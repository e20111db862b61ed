"""The tables of cases beside this file, read by the quick reader of YAML."""

from pathlib import Path
from typing import Any

import yaml

_FOLDER = Path(__file__).parent


def cases(name: str) -> Any:
    """What a table of this folder holds, anew at each call."""
    return yaml.load((_FOLDER / name).read_text("utf-8"), yaml.CSafeLoader)
