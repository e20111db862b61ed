"""What each column of a table holds, by the words above it: headings.toml, and what `--map` says."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from letters.errors import CommandError, DataError, Problem
from letters.textfile import read_toml

PLACES = (
    "index",
    "region",
    "district",
    "settlement",
    "street",
    "house",
    "facility",
)  # in the order of a published line
NAME_PARTS = ("last_name", "first_name", "patronymic")
IGNORED = "-"  # of a column that is left out without a word
ROWS_TRIED = 20  # a title may stand above the headings

_BY_LANGUAGE = re.compile(r"(about|tip)\W*([a-z]{2,3})")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
Renames = Mapping[str, str]  # folded heading -> field


@dataclass(frozen=True, slots=True)
class Columns:
    """The headings as printed, and the field of each column; `None` = not known, not imported."""

    headings: tuple[str, ...]
    fields: tuple[str | None, ...]

    def field(self, column: int) -> str | None:
        """The field of a column, `None` also where there are no headings any more."""
        return self.fields[column] if column < len(self.fields) else None

    def unknown(self) -> tuple[str, ...]:
        """The headings of columns that are not imported."""
        return tuple(text for text, field in zip(self.headings, self.fields, strict=True) if text and field is None)

    def repeated(self) -> tuple[str, ...]:
        """The fields that more than one column holds."""
        fields = [field for field in self.fields if field not in (None, IGNORED)]
        return tuple(dict.fromkeys(str(field) for field in fields if fields.count(field) > 1))


@cache
def table() -> dict[str, dict[str, dict[str, list[str]]]]:
    """headings.toml."""
    return read_toml(Path(__file__).parent / "headings.toml")


def fold(text: str) -> str:
    """A heading for comparing: letters and digits only, in lower case, ё as е."""
    return re.sub(r"[^\w№]|_", "", text.casefold().replace("ё", "е"))


@cache
def _known() -> dict[str, str]:
    """Folded heading -> field."""
    known = {fold(field): field for field in table()["fields"]}
    for field, words in table()["fields"].items():
        known |= {fold(word): field for language in words.values() for word in language}
    return known | {fold(str(word)): IGNORED for word in table()["ignored"]["headings"]}


def field_names() -> tuple[str, ...]:
    """All fields that a column may hold."""
    return tuple(table()["fields"])


def find_field(heading: str, renames: Renames) -> str | None:
    """The field that a heading means, if it means one; «about.fr» is one for each language."""
    plain = fold(_BRACKETS.sub(" ", heading))
    found = renames.get(fold(heading)) or _known().get(fold(heading)) or _language_field(heading)
    return found or (_known().get(plain) if plain else None)


def _language_field(heading: str) -> str | None:
    found = _BY_LANGUAGE.fullmatch(heading.strip().casefold().rstrip(")] "))
    return f"{found[1]}.{found[2]}" if found else None


def read_renames(pairs: Iterable[str]) -> dict[str, str]:
    """What `--map "Heading=field"` says; raises CommandError for a field that does not exist."""
    return dict(_rename(pair) for pair in pairs)


def _rename(pair: str) -> tuple[str, str]:
    heading, sign, field = (text.strip() for text in pair.rpartition("="))
    if not sign or not heading:
        raise CommandError(Problem("", f"--map {pair!r} is no pair.", 'Write --map "Heading of the column=address".'))
    if field not in (*field_names(), IGNORED) and not _language_field(field):
        close = get_close_matches(field, field_names(), 1)
        hint = f"Did you mean {close[0]}?" if close else f"Fields: {', '.join(field_names())}, or - to leave it out."
        raise CommandError(Problem("", f"--map: there is no field {field!r}.", hint))
    return fold(heading), field


def read_columns(cells: Sequence[str], renames: Renames) -> Columns:
    """The columns below a row of headings."""
    headings = tuple(" ".join(text.split()) for text in cells)
    return Columns(headings, tuple(find_field(text, renames) if text else None for text in headings))


def is_heading_row(columns: Columns) -> bool:
    """Whether a row names enough: the address, or at least index and facility."""
    return "address" in columns.fields or {"index", "facility"} <= set(columns.fields)


def count_known(rows: Sequence[Sequence[str]], renames: Renames) -> int:
    """How many headings are known in the row that has most: the measure for finding out what parts the cells."""
    return max((len({*read_columns(row, renames).fields} - {None}) for row in rows), default=0)


def check_renames(columns: Columns, renames: Renames, file: str) -> None:
    """Raise CommandError where `--map` names a heading that the table has not."""
    there = {fold(text): text for text in columns.headings if text}
    for heading in renames:
        if heading not in there:
            close = get_close_matches(heading, there, 1)
            hint = f"Did you mean «{there[close[0]]}»?" if close else f"Its headings: {_listed(columns.headings)}."
            raise CommandError(Problem(file, f"--map: no column has the heading {heading!r}.", hint))


def no_headings(best: Columns | None, file: str) -> DataError:
    """The error for a table without a column that holds addresses."""
    seen = _listed(best.headings) if best else "nothing"
    what = f"no column for the address was found; the first rows hold {seen}."
    hint = (
        "The row above the people must name the columns: address (адрес), or index (индекс) and facility (учреждение); "
        'or say which is which: --map "Heading of the column=address".'
    )
    return DataError(Problem(file, what, hint))


def _listed(headings: Iterable[str]) -> str:
    texts = [f"«{text[:40]}»" for text in headings if text]
    return ", ".join(texts[:12]) + (f" and {len(texts) - 12} more" if len(texts) > 12 else "")
