"""One published line read by both rooms, address and name: what `parse` prints and the book builds on."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from letters.model import Gender, Recipient
from letters.russian import names
from letters.russian.postal import ParsedLine, fields, parse_line, warnings

_CASE_WARNING = {"nominative": "name-nominative", "unclear": "name-unclear"}


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A published line with its address and its name."""

    parsed: ParsedLine
    recipient: Recipient | None
    warnings: tuple[str, ...]


def read_line(
    line: str, nominative: str | None = None, gender: Gender | None = None, english: str | None = None
) -> ReadLine:
    """The line's parts and the name's cases; the rest is what the book says of the person."""
    parsed = parse_line(line)
    if parsed.recipient_text is None:
        return ReadLine(parsed, None, parsed.warnings)
    latin = english or " ".join(parsed.texts("english"))
    recipient = names.read_recipient(parsed.recipient_text, nominative=nominative, gender=gender, english=latin)
    warning = _CASE_WARNING.get(recipient.case)
    return ReadLine(parsed, recipient, (*parsed.warnings, *((warning,) if warning else ())))


def parse_object(line: str) -> dict[str, Any]:
    """What is printed for a line by `parse`: the fields that were found, or `error`."""
    read = read_line(line)
    found: dict[str, Any] = fields(read.parsed)
    if read.parsed.error:
        return found
    all_warnings = [*warnings(read.parsed), *read.warnings[len(read.parsed.warnings) :]]
    return found | dict(_name_fields(read.recipient)) | ({"warnings": all_warnings} if all_warnings else {})


def _name_fields(recipient: Recipient | None) -> Iterator[tuple[str, Any]]:
    if recipient is None:
        return
    nominative = str(recipient.nominative) if recipient.nominative else None
    known = {"recipient_case": recipient.case, "gender": recipient.gender}
    for key, value in (known | {"nominative": nominative, "dative": recipient.dative}).items():
        if value is not None:
            yield key, value
