"""The table of papers and label sheets, as it stands in data/sheets.toml."""

from functools import cache
from typing import Any

from letters import shipped
from letters.textfile import read_toml


@cache
def sheet_data() -> dict[str, Any]:
    """The whole of data/sheets.toml."""
    return read_toml(shipped.data() / "sheets.toml")
