"""What the warnings about a published line mean to the person at the keyboard, with the values that disagree."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from letters.errors import Level, Problem
from letters.model import Name
from letters.russian.english import Difference, cross_check
from letters.russian.postal import regions_for_index
from letters.russian.postal.placeholders import examples_in
from letters.russian.postal.regions import regions_named_by
from letters.russian.tidy import has_lookalike
from letters.sentences import either, ended, sentence
from letters.store.book.reading import ReadLine
from letters.textfile import read_toml

# Parts that no envelope carries, and the name, of which `naming` speaks.
_APART = frozenset({"rest", "services", "label", "english", "recipient"})
_DIFFERS = sentence("the English line says something other than the Russian one.")
_COMPARE = sentence("The envelope gets the Russian line: compare both with the case page.")


def line_note(code: str, read: ReadLine, where: str, level: Level | None = None) -> Problem:
    """One fault or warning of the parser, in words and with its values; its level is the table's unless it is given."""
    row = _texts().get(code, {"what": code, "hint": ""})
    level = level or row.get("level", "warning")
    general = ended(sentence(row["what"]))
    what = ended(sentence(row["detail"], **_values(read))) if "detail" in row else general
    return Problem(where, what, sentence(row["hint"]) if row["hint"] else "", level, code=code, general=general)


@cache
def _texts() -> dict[str, dict[str, Any]]:
    here = Path(__file__).parent
    return read_toml(here / "warnings.toml") | read_toml(here / "arrival.toml")


def _values(read: ReadLine) -> dict[str, str]:
    found, recipient = read.parsed, read.recipient
    facility = found.facility
    index = "".join(found.texts("index"))
    return {
        "index": index,
        "belongs": either(regions_for_index(index) or (sentence("no region"),)),
        "named": either(sorted(_named(read)) or ("",)),
        "name": recipient.text if recipient else "",
        "dative": (recipient.dative if recipient else None) or "…",
        "latin": ", ".join(f"«{word}»" for word in _lookalikes(read)),
        "notes": "», «".join(found.notes),
        "rest": "», «".join(found.texts("rest")),
        "unknown": "», «".join(found.texts("unknown")),
        "facility": facility.text if facility else "",
        "examples": "», «".join(examples_in(found.address)) if found.address else "",
        **{fault.code.replace("-", "_"): fault.value for fault in found.faults},
    }


def _named(read: ReadLine) -> frozenset[str]:
    address = read.parsed.address
    if address is None:
        return frozenset()
    return regions_named_by(address.region, address.settlements, address.facility.authority_region)


def has_lookalikes(read: ReadLine) -> bool:
    """Whether a Latin letter stands in a part that is printed as published, the name apart."""
    return any(_lookalikes(read))


def _lookalikes(read: ReadLine) -> Iterator[str]:
    for part in read.parsed.parts:
        if part.kind not in _APART:
            yield from filter(has_lookalike, part.text.split())


def english_notes(english: str, read: ReadLine, name: Name | None, where: str) -> Iterator[Problem]:
    """Where the English line says something other than the Russian one."""
    if read.parsed.address is None:
        return
    for difference in cross_check(english, read.parsed.address, name, read.parsed.born):
        what = _difference(difference)
        yield Problem(where, what, _COMPARE, "warning", code="english-differs", general=_DIFFERS)


def _difference(found: Difference) -> str:
    if found.english is None:
        return sentence(
            "the English line lacks the {part} {russian} of the Russian line.", part=found.what, russian=found.russian
        )
    return sentence(
        "the {part} is «{russian}» on the Russian line and «{english}» on the English one.",
        part=found.what,
        russian=found.russian,
        english=found.english,
    )
