"""What a row says of whether somebody is still there; the words stand in words.toml."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from letters.intake.tables.dates import read_day
from letters.intake.tables.guard import visible
from letters.intake.tables.headings import IGNORED, Columns
from letters.intake.tables.words import fold_text, pattern, table
from letters.sentences import sentence

Said = Literal["released", "exchanged", "died", "house_arrest", "moved"]
GONE: tuple[Said, ...] = ("house_arrest", "released", "exchanged", "died")  # the first that begins a text


@cache
def _said() -> re.Pattern[str]:
    words = table()["gone"]
    kinds = "|".join(f"(?P<{kind}>{pattern(words[kind])})" for kind in GONE)
    before, behind = pattern(words["before"]), pattern(words["behind"])
    return re.compile(rf"(?<!\w)(?P<before>(?:{before})\s+)?(?:{kinds})(?!\w)(?P<behind>\W+(?:{behind})(?!\w))?")


@cache
def _moved() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern(table()['moved']['words'])})(?!\w)")


def what_is_said(text: str) -> Said | None:
    """That somebody was released, exchanged, moved or died, if a remark may say so; denials and plans are left out."""
    folded = fold_text(text)
    for found in _said().finditer(folded):
        if not found["before"] and not found["behind"]:
            return next(kind for kind in GONE if found[kind])
    return "moved" if _moved().search(folded) else None


@dataclass(frozen=True, slots=True)
class Doubts:
    """What speaks against somebody being where the table says: `reasons` stop the row, `notes` do not."""

    notes: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    stopped_by: tuple[int, ...] = ()  # the columns of the reasons


def still_there(texts: Sequence[str], columns: Columns, values: Mapping[str, str]) -> Doubts:
    """Whether any cell of a row, or the heading above it, says that somebody is no longer there."""
    if values.get("status", "held") != "held":
        return Doubts()
    reasons, notes, stopped_by = [], [], []
    for at, text in enumerate(texts):
        said, words = _said_in(text, columns.heading(at), columns.field(at))
        if said is None:
            continue
        if said == "moved":
            notes.append(sentence("{words} speaks of a transfer: compare the address with the case page", words=words))
        elif "status" in values and str(columns.field(at)).startswith(("about.", "tip.", "history")):
            notes.append(
                sentence(
                    "{words} speaks of somebody {fate}, the status says held: look at the case page",
                    words=words,
                    fate=_WORDS[said],
                )
            )
        else:
            stopped_by.append(at)
            reasons.append(
                sentence(
                    "{words} may say that this person is no longer there ({fate}): write {status} under «status», or, "
                    "if they are there still, held, and take these words out",
                    words=words,
                    fate=_WORDS[said],
                    status=said,
                )
            )
    return Doubts(tuple(notes), tuple(reasons), tuple(stopped_by))


_WORDS: dict[Said, str] = {
    "released": sentence("released"),
    "exchanged": sentence("exchanged"),
    "died": sentence("dead"),
    "house_arrest": sentence("under house arrest"),
    "moved": sentence("moved"),
}


def _said_in(text: str, heading: str, name: str | None) -> tuple[Said | None, str]:
    """What a cell says, and the words in which to quote it."""
    if not text.strip() or name in (IGNORED, "status", "case", "english"):
        return None, ""
    quoted = visible(" ".join(text.split())[:80])
    said = what_is_said(text) or (_below(text, heading) if name is None else None)
    if not heading:
        return said, f"«{quoted}»"
    return said, sentence("«{text}» (column «{heading}»)", text=quoted, heading=heading)


def _below(text: str, heading: str) -> Said | None:
    """What «да», or a day that is past, says below «Освобождён» or «Дата освобождения»."""
    day = read_day(text)
    is_past = day is not None and day <= date.today()
    if is_past and fold_text(heading) in table()["gone"]["days"]:
        return "released"
    return what_is_said(heading) if is_past or fold_text(text) in table()["gone"]["yes"] else None
