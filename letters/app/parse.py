"""Published address lines taken apart, one a line; nothing is written."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from letters.store.book import parse_object
from letters.textfile import LARGEST, decoded, not_too_large, read_text

__all__ = ["LARGEST", "parse_lines"]


def parse_lines(source: Path | bytes) -> Iterator[dict[str, Any]]:
    """An object a line, absent parts left out; raises FileError for what cannot be read, DataError for no UTF-8."""
    text = decoded(not_too_large(source, "the text"), "the text") if isinstance(source, bytes) else read_text(source)
    return (parse_object(line) for line in text.split("\n") if line.strip())
