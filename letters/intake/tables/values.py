"""What stands in a cell, in the words of the book: days as 2026-11-22, «ж» as f, an index with its six digits."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from letters.intake.postcode import POSTCODE
from letters.intake.tables.dates import BirthYear, read_day, read_month_day, read_year
from letters.intake.tables.grid import LONGEST_CELL, Cell
from letters.intake.tables.guard import STEERING
from letters.intake.tables.headings import NAME_PARTS, PLACES, fold, headings_of
from letters.intake.tables.links import link_in, web_page
from letters.intake.tables.remarks import what_is_said
from letters.intake.tables.words import fold_text, pattern, table
from letters.links import without_tracking
from letters.russian.postal import parse_line
from letters.russian.postal.placeholders import is_placeholder
from letters.sentences import joined, sentence

JOINED = sentence("the lines of its cell were joined with commas: compare with the case page")
_SEVERAL_LINES = ("about", "tip", "history", "address")  # fields whose line breaks are kept, or looked at
_NAMES = ("name", *NAME_PARTS, "dative")
# Where forms have placeholders.
_FILLED_IN = (*_NAMES, "born", "birthday", "address", *PLACES, "facility_kind", "facility_number")
_BREAK = re.compile(r"\r\n?")
_HIDDEN = re.compile(rf"[{STEERING}\ufffd]")
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u2060\ufeff]")  # by-products of copying: nobody meant them
_BARE = re.compile(r"[-–—?.…/\s]*")
_BRACKETED = re.compile(r"[<\[{«(]+(.*?)[>\]}»)]+")
_BEFORE_YEAR = re.compile(r"[\s,;(–—-]+(?=[(\d]|род|р\.|гр?\.|born|b\.)", re.IGNORECASE)
_CONTINUED = re.compile(r",\s+((?:по|при|им\.|имени|России|РФ)\s)")  # no new part of an address begins so
_COUNTED = ("born", "index", "house", "facility_number")  # where 1990.0 is 1990
_WHOLE = re.compile(r"([0-9]+)[.,]0")


@dataclass(frozen=True, slots=True)
class CellReading:
    """What a cell says, field by field, mostly one; what of it was left out, and why it cannot be taken."""

    values: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    link: str = ""  # the web page behind a name


def read_cell(name: str, cell: Cell) -> CellReading:
    """The cell of a column that holds this field; what is not understood stays as it is, and the book will say so."""
    text = _tidied(name, cell)
    if not text or _says_nothing(name, text):
        return CellReading()
    if reasons := tuple(_faults(name, cell, text)):
        return CellReading({name: text}, (), reasons)
    reader = _READERS.get(name)
    found = reader(text) if reader else CellReading({name: text})
    return replace(found, link=_link(cell)) if name in _NAMES else found


def _link(cell: Cell) -> str:
    link = link_in(cell.text)
    return cell.link or (link.target if link else "")


def _tidied(name: str, cell: Cell) -> str:
    text = _UNSEEN.sub("", cell.text).strip()
    if name == "case":
        return web_page(text) or _link(cell) or text
    if name in _NAMES and (link := link_in(text)):
        text = link.words
    if name.partition(".")[0] in _SEVERAL_LINES:
        return _BREAK.sub("\n", text)
    if name in _COUNTED and (whole := _WHOLE.fullmatch(text)):
        return whole[1]
    return " ".join(text.split())


def _says_nothing(name: str, text: str) -> bool:
    """«нет», «—», «н/д»: the cell is as good as empty."""
    is_word = fold_text(text) in table()["nothing"]["words"] and name != "status"
    return bool(_BARE.fullmatch(text)) or is_word


def _faults(name: str, cell: Cell, text: str) -> Iterator[str]:
    """Why a cell cannot be taken into the book."""
    if len(text) > LONGEST_CELL:
        yield sentence(
            "{name}: the cell has {count:,} characters; {longest_cell:,} are the most",
            name=name,
            count=len(text),
            longest_cell=LONGEST_CELL,
        )
    elif hidden := _HIDDEN.search(cell.text):
        yield joined((name, _hidden_words(hidden[0])), ": ")
    elif cell.kind == "date" and name not in ("born", "birthday", "verified"):
        yield sentence(
            "{name}: the cell holds a date ({text}); has the spreadsheet made it of «1/2»? Format it as text",
            name=name,
            text=text,
        )
    elif placeholder := find_placeholder(name, text):
        yield sentence(
            "{name}: «{placeholder}» is a word of a form; write what belongs there", name=name, placeholder=placeholder
        )


def _hidden_words(character: str) -> str:
    if character == "\ufffd":
        return sentence("a byte in the cell is no letter in the encoding of the file; type the text again")
    if character > "\u2000":
        return sentence(
            "a text-direction character, U+{character:04X}, stands in the cell; type the text again",
            character=ord(character),
        )
    return sentence(
        "the cell holds a NUL or control character, U+{character:04X}; type the text again", character=ord(character)
    )


def find_placeholder(name: str, text: str) -> str | None:
    """The first word of a form that nobody replaced: «ФИО», «год рождения», «(указать адрес)», «____»."""
    if name not in _FILLED_IN:
        return None
    parts = [text] if name in _NAMES else re.split(r"[,;\n]", text)
    return next((part.strip() for part in parts if _is_placeholder(part.strip(), name)), None)


def _is_placeholder(part: str, name: str) -> bool:
    inner = _BRACKETED.fullmatch(part)
    folded = fold_text(inner[1] if inner else part)
    if is_placeholder(part) or fold(folded) in _placeholders() or _starts().match(folded):
        return True
    return inner is not None and part[0] in ("<{" if name in PLACES else "<{[")


@cache
def _placeholders() -> frozenset[str]:
    data = table()["placeholders"]
    return frozenset(map(fold, (*data["words"], *headings_of(*data["fields"]))))


@cache
def _starts() -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{pattern(table()['placeholders']['starts'])})(?!\w)")


def _read_name(name: str) -> Callable[[str], CellReading]:
    """A name; a year of birth behind it goes into a field of its own: «ФИО, 1985 г. р.»."""

    def read(text: str) -> CellReading:
        for found in _BEFORE_YEAR.finditer(text):
            year = read_year(text[found.end() :].strip(" ()"))
            if year and found.start():
                born = _of_birth(year)
                return replace(born, values={name: text[: found.start()], **born.values})
        return CellReading({name: text})

    return read


def _of_birth(year: BirthYear) -> CellReading:
    """The year, and the day where it is beyond doubt."""
    born = {"born": str(year.number)}
    if year.birthday:
        return CellReading({**born, "birthday": year.birthday})
    return CellReading(born, (_LEFT_OUT,) if year.has_day else ())


_LEFT_OUT = sentence("born: the day of birth was left out, because day and month cannot be told apart")


def _read_address(text: str) -> CellReading:
    """One line; a line break in a cell is a space, or stands for the comma between two parts of the address."""
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    spaced = " ".join(lines)
    is_list = len(lines) > 2 and all(line.count(",") < 2 and not line.endswith(",") for line in lines[:-1])
    if len(lines) > 1 and (is_list or parse_line(spaced).address is None):
        parted = _CONTINUED.sub(r" \1", ", ".join(line.rstrip(",") for line in lines))
        if parse_line(parted).address:
            return CellReading({"address": parted}, (joined(("address", JOINED), ": "),))
    return CellReading({"address": spaced})


def _read_birth(name: str) -> Callable[[str], CellReading]:
    """Year and day of birth, or one of them, whatever the column is called."""

    def read(text: str) -> CellReading:
        if year := read_year(text):
            return _of_birth(year)
        if day := read_month_day(text):
            return CellReading({"birthday": day})
        return CellReading({name: _word("born", text)})

    return read


def _read_verified(text: str) -> CellReading:
    day = read_day(text)
    return CellReading({"verified": day.isoformat() if day else text})


def _read_index(text: str) -> CellReading:
    """Six digits, of which a spreadsheet has perhaps dropped the first; «663 180» is one too."""
    if text.isdecimal():
        return CellReading({"index": text.zfill(6)})
    return CellReading({"index": text.replace(" ", "") if POSTCODE.fullmatch(text) else text})


def _read_case(text: str) -> CellReading:
    """A link; words without one («ссылка») have lost it on the way."""
    if web_page(text) or "." in text:
        link, tracking = without_tracking(text)
        cut = sentence("case: parts that only track were cut off the link: {parts}", parts=", ".join(tracking))
        return CellReading({"case": link}, (cut,) if tracking else ())
    return CellReading(
        {}, (sentence("case: «{text}» is no link and was left out; copy the link from the browser", text=text),)
    )


def _read_status(text: str) -> CellReading:
    known = _known_word("status", text)
    said = None if known else what_is_said(text)
    notes = (sentence("status: «{text}» was read as {said}", text=text, said=said),) if said else ()
    return CellReading({"status": known or said or text}, notes)


def _word(name: str, text: str) -> str:
    return _known_word(name, text) or text


def _known_word(name: str, text: str) -> str | None:
    """The word of the book for a word of the table: «освобождён» -> released."""
    return _words(name).get(fold_text(text).strip(" ."))


@cache
def _words(name: str) -> dict[str, str]:
    choices = table()["values"][name]
    return {fold_text(word): meaning for meaning, words in choices.items() for word in words}


_READERS: dict[str, Callable[[str], CellReading]] = {
    "address": _read_address,
    "born": _read_birth("born"),
    "birthday": _read_birth("birthday"),
    "verified": _read_verified,
    "index": _read_index,
    "case": _read_case,
    "status": _read_status,
    "gender": lambda text: CellReading({"gender": _word("gender", text)}),
    **{name: _read_name(name) for name in _NAMES},
}
