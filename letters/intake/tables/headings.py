"""What each column of a table holds, by the words above it: headings.toml, and what somebody says of them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from letters.errors import CommandError, Problem, named
from letters.intake.tables.guard import visible
from letters.sentences import sentence, some
from letters.textfile import read_toml

# In the order of a published line.
PLACES = ("index", "region", "district", "settlement", "street", "house", "facility")
NAME_PARTS = ("last_name", "first_name", "patronymic")
APART = ("whereabouts", "facility_kind", "facility_number", "authority")  # of the institution, beside PLACES
_OF_INSTITUTION = ("учреждения", "of institution")  # «Вид», «Номер», «Name» below «Учреждение», «Prison»
_OF_GROUP = ("facility", "facility_kind", "facility_number")
IGNORED = "-"  # of a column that is left out without a word
LONGEST = 200  # characters of a heading
SHORTEST = 3  # letters of a word that is cut short without a dot

_BY_LANGUAGE = re.compile(r"(about|tip)\W*([a-z]{2,3})")
_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_WORD = re.compile(r"([^\W_]+|№|#)(\.?)")
_BETWEEN = re.compile(r"\s*[/,:;|+&\n]\s*|\s+(?:и|или|либо|and|or)\s+", re.IGNORECASE)
Renames = Mapping[str, str]  # folded heading -> field


class _Word(NamedTuple):
    """A word of a heading, and whether a dot says that it is cut short."""

    text: str
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Columns:
    """The headings as printed, and the field of each column; `None` = not known, not imported."""

    headings: tuple[str, ...]
    fields: tuple[str | None, ...]

    def field(self, column: int) -> str | None:
        """The field of a column, `None` also where there are no headings any more."""
        return self.fields[column] if column < len(self.fields) else None

    def heading(self, column: int) -> str:
        """The words above a column, else ""."""
        return self.headings[column] if column < len(self.headings) else ""

    def is_imported(self, column: int) -> bool:
        """Whether what stands in a column goes into the book."""
        return self.field(column) not in (None, IGNORED)

    def known(self) -> frozenset[str]:
        """The fields that any column holds."""
        return frozenset(field for field in self.fields if field not in (None, IGNORED))

    def unknown(self) -> tuple[str, ...]:
        """The headings of columns that are not imported."""
        return tuple(text for text, field in zip(self.headings, self.fields, strict=True) if text and field is None)

    def repeated(self) -> tuple[str, ...]:
        """The fields that more than one column holds."""
        fields = [field for field in self.fields if field not in (None, IGNORED)]
        return tuple(dict.fromkeys(str(field) for field in fields if fields.count(field) > 1))

    def with_field(self, column: int, field: str | None) -> "Columns":
        """The same with another field for one column."""
        return Columns(self.headings, (*self.fields[:column], field, *self.fields[column + 1 :]))


@cache
def table() -> dict[str, Any]:
    """headings.toml."""
    return read_toml(Path(__file__).parent / "headings.toml")


def fold(text: str) -> str:
    """A heading for comparing: letters and digits only, in lower case, ё as е."""
    return re.sub(r"[^\w№#]|_", "", text.casefold().replace("ё", "е"))


@cache
def _phrases() -> tuple[tuple[str, str], ...]:
    """Every heading of the table, with its field."""
    fields = [(field, field) for field in table()["fields"]]
    words = [
        (word, field)
        for field, languages in table()["fields"].items()
        for language in languages.values()
        for word in language
    ]
    return (*fields, *words, *((word, IGNORED) for word in table()["ignored"]["headings"]))


@cache
def _known() -> dict[str, str]:
    """Folded heading -> field."""
    return {fold(phrase): field for phrase, field in _phrases()}


@cache
def _worded() -> dict[int, tuple[tuple[tuple[str, ...], str], ...]]:
    """The words of every heading that count, with its field, by how many words they are."""
    found = [(tuple(word.text for word in _words(phrase)), field) for phrase, field in _phrases()]
    return {
        length: tuple(pair for pair in found if len(pair[0]) == length)
        for length in {len(words) for words, _ in found}
        if length
    }


def _words(text: str) -> tuple[_Word, ...]:
    """The words of a heading without fillers."""
    found = (_Word(word, bool(dot)) for word, dot in _WORD.findall(text.casefold().replace("ё", "е")))
    return tuple(word for word in found if not _is_filler(word))


def _is_filler(word: _Word) -> bool:
    fillers = table()["fillers"]["words"]
    is_short = word.is_cut and len(word.text) >= SHORTEST
    return word.text in fillers or (is_short and any(filler.startswith(word.text) for filler in fillers))


def is_of_others(text: str) -> bool:
    """Whether a heading speaks of somebody else than the prisoner, of a telephone, or of another time."""
    stems = tuple(table()["others"]["stems"])
    return any(word.startswith(stems) for word, _ in _WORD.findall(text.casefold().replace("ё", "е")))


def headings_of(*fields: str) -> tuple[str, ...]:
    """The words that stand above columns of these fields."""
    return tuple(phrase for phrase, field in _phrases() if field in fields)


def field_names() -> tuple[str, ...]:
    """All fields that a column may hold."""
    return tuple(table()["fields"])


def find_field(heading: str, renames: Renames) -> str | None:
    """The field that a heading means, if it means one; «about.fr» is one for each language."""
    folded = fold(heading)
    return renames.get(folded) or _known().get(folded) or _language_field(heading) or _loose_field(heading)


def exact_field(heading: str) -> str | None:
    """The field of which this is a heading, word for word."""
    return _known().get(fold(heading)) if len(heading) <= LONGEST else None


@lru_cache(maxsize=4096)
def _loose_field(heading: str) -> str | None:
    """The field of a heading that says the same in other words."""
    if len(heading) > LONGEST or is_of_others(heading):
        return None
    brackets = " ".join(filter(None, (text for pair in _BRACKETS.findall(heading) for text in pair)))
    plain = _BRACKETS.sub(" ", heading)
    found = _by_words(heading) or _by_words(plain) or _of_several(plain)
    if any(word.text.startswith(tuple(table()["english"]["stems"])) for word in _words(brackets)):
        return "english" if found in ("address", "english") else None
    return found


def _by_words(heading: str) -> str | None:
    """The one field whose words these are, fillers left out, words cut short or not."""
    words = _words(heading)
    worded = _worded().get(len(words), ())
    exact = {field for phrase, field in worded if phrase == tuple(word.text for word in words)}
    found = exact or {field for phrase, field in worded if _is_short_for(words, phrase)}
    if found == {"name", "first_name"}:  # «Имя заключённого»: mostly the whole name; beside a surname line.py knows
        return "name"
    return found.pop() if len(found) == 1 else None


def _is_short_for(words: tuple[_Word, ...], phrase: tuple[str, ...]) -> bool:
    return all(
        word.text == whole or (whole.startswith(word.text) and (word.is_cut or len(word.text) >= SHORTEST))
        for word, whole in zip(words, phrase, strict=True)
    )


def _of_several(heading: str) -> str | None:
    """What a column holds whose heading names several things: «Регион/область», «Улица, дом», «ФИО, год рождения»."""
    parts = [part for part in _BETWEEN.split(heading) if part.strip()]
    fields = [_known().get(fold(part)) or _by_words(part) for part in parts]
    if len(parts) < 2 or None in fields:
        return None
    return _joint({str(field) for field in fields} - {IGNORED})


def _joint(fields: set[str]) -> str | None:
    """The field that takes all of these in one cell."""
    if len(fields) == 1:
        return fields.pop()
    if fields <= {*NAME_PARTS, "name", "born"}:
        return "name"  # a year is taken out of it
    if fields <= {"facility", "facility_kind", "facility_number", "authority", "whereabouts"}:
        return "facility"
    if fields <= {*PLACES, "address", "whereabouts", "authority"}:
        if "address" in fields or {"index", "facility"} <= fields:
            return "address"
        return "whereabouts" if fields & {"facility", "whereabouts"} else min(fields, key=PLACES.index)
    return None


def _language_field(heading: str) -> str | None:
    found = _BY_LANGUAGE.fullmatch(heading.strip().casefold().rstrip(")] "))
    return f"{found[1]}.{found[2]}" if found else None


def read_renames(pairs: Iterable[str]) -> dict[str, str]:
    """What `Heading=field` says, pair by pair; raises CommandError for a field that does not exist."""
    return dict(_rename(pair) for pair in pairs)


def _rename(pair: str) -> tuple[str, str]:
    heading, sign, field = (text.strip() for text in pair.rpartition("="))
    if not sign or not heading:
        hint = sentence("Write {option}.", option=named("map", "Heading of the column=address"))
        raise CommandError(
            Problem("", sentence("{pair!r} is no pair.", pair=pair), hint, code="map-no-pair", field="map", value=pair)
        )
    if field not in (*field_names(), IGNORED) and not _language_field(field):
        close = get_close_matches(field, field_names(), 1)
        hint = (
            sentence("Did you mean {close}?", close=close[0])
            if close
            else sentence("Fields: {fields}, or - to leave it out.", fields=", ".join(field_names()))
        )
        what = sentence("there is no field {field!r}.", field=field)
        raise CommandError(Problem("", what, hint, code="map-no-field", field="map", value=pair))
    return fold(heading), field


def read_columns(cells: Sequence[str], renames: Renames, groups: Sequence[str] = ()) -> Columns:
    """The columns below a row of headings; `groups` = what stands above each of them, over several columns."""
    headings = tuple(visible(" ".join(text.split())) for text in cells)
    above = (*groups, *[""] * (len(headings) - len(groups)))
    fields = (_field_below(text, group, renames) for text, group in zip(headings, above, strict=False))
    return Columns(headings, tuple(fields))


def _field_below(heading: str, group: str, renames: Renames) -> str | None:
    if not heading or (is_of_others(group) and fold(heading) not in renames):
        return None
    if group and fold(heading) not in renames and find_field(group, renames) == "facility":
        whole = (find_field(f"{heading} {of}", renames) for of in _OF_INSTITUTION)
        return next((field for field in whole if field in _OF_GROUP), None) or find_field(heading, renames)
    return find_field(heading, renames)


def is_heading_row(columns: Columns) -> bool:
    """Whether a row names enough: the address, or at least index and institution."""
    known = columns.known()
    has_facility = bool(known & {"facility", "whereabouts"}) or {"facility_kind", "facility_number"} <= known
    return "address" in known or ("index" in known and has_facility)


def count_known(rows: Iterable[Sequence[str]], renames: Renames) -> int:
    """How many headings are known in the row that has most: the measure for finding out what parts the cells."""
    return max((len(read_columns(row, renames).known()) for row in rows), default=0)


def check_renames(columns: Columns, renames: Renames, file: str) -> None:
    """Raise CommandError where somebody names a heading that the table has not."""
    there = {fold(text): text for text in columns.headings if text}
    for heading in renames:
        if heading not in there:
            close = get_close_matches(heading, there, 1)
            hint = (
                sentence("Did you mean «{there}»?", there=there[close[0]])
                if close
                else sentence("Its headings: {headings}.", headings=listed(columns.headings))
            )
            what = sentence("no column has the heading {heading!r}.", heading=heading)
            raise CommandError(Problem(file, what, hint, code="map-no-heading", field="map", value=heading))


def listed(headings: Iterable[str]) -> str:
    """Headings for a message: «a», «b» and 3 more."""
    return some([f"«{text[:40]}»" for text in headings if text], 12)


def joined_headings(groups: Sequence[str], below: Sequence[str]) -> Iterator[str]:
    """Two rows of headings as one: the lower one, and where it is empty the upper one."""
    width = max(len(groups), len(below))
    for group, text in zip(_padded(groups, width), _padded(below, width), strict=True):
        yield text if text.strip() else group


def spread_groups(groups: Sequence[str], below: Sequence[str]) -> Iterator[str]:
    """What stands above each column: a heading over several is written in the first of them only."""
    group = ""
    width = max(len(groups), len(below))
    for text, under in zip(_padded(groups, width), _padded(below, width), strict=True):
        group = text if text.strip() else group if under.strip() else ""
        yield group


def _padded(texts: Sequence[str], width: int) -> list[str]:
    return [*texts, *[""] * (width - len(texts))]
