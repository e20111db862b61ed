"""The table of papers and label sheets, as it stands in data/sheets.toml."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def sheet_data() -> dict[str, Any]:
    """The whole of data/sheets.toml."""
    path = Path(__file__).parents[1] / "data" / "sheets.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
