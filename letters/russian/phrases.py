"""The phrase bank: Russian sentences by id and tag, in the writer's gender, with their meaning: a table to extend.

templates/phrases.csv, a row a sentence: id, tag, english, german … (its meaning), m, f, plural (who writes), recipient
(any, m, f, patronymic = whoever has one), season (where the writer is: seasons, months, days of the week; empty = any),
chance (yes = may be taken without being asked for), note, after (ids and tags that it follows well; empty = any).
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from io import StringIO
from itertools import zip_longest
from pathlib import Path
from typing import Literal, get_args

from letters import shipped
from letters.errors import CommandError, DataError, Problem
from letters.patterns import pattern
from letters.russian.season import DAYS, MONTHS, SEASONS, When, read_when
from letters.sentences import joined, sentence
from letters.textfile import read_text

Writer = Literal["m", "f", "plural", "neutral"]  # neutral = only sentences that are the same for a man and a woman
WRITERS: tuple[Writer, ...] = get_args(Writer)
Whom = Literal["any", "m", "f", "patronymic"]  # patronymic = whoever has one that is said in a greeting
# In the order of a letter.
_BEGINNING = ("heading", "greeting", "birthday", "new-year", "holiday", "thanks", "opening", "who")
_MIDDLE = ("nature", "animals", "books", "hobby", "science", "question")
TAGS = (*_BEGINNING, *_MIDDLE, "support", "closing", "signature")
ALONE = ("heading", "greeting", "signature")  # on lines of their own
FEASTS = ("birthday", "new-year", "holiday")  # on their day wherever the writer is
# What a sentence leaves open, and what the program knows by itself.
SLOTS: Mapping[str, str] = {
    "writer": sentence("the name you sign with"),
    "city": sentence("your city"),
    "country": sentence("your country"),
    "pet": sentence("the name of your pet"),
    "profession": sentence("your profession, in Russian"),
    "age": sentence("your age, a number"),
    "news": sentence("the piece of news, in Russian"),
    "number": sentence("the number of the letter"),
    "sheets": sentence("how many sheets the letter has"),
}
KNOWN = ("first_name", "name_patronymic", "called", "date")
COUNTED = ("age", "number", "sheets")
# Languages the meaning is given in, and the columns it stands in; Russian needs none.
MEANINGS: Mapping[str, str] = {
    "en": "english",
    "de": "german",
    "fr": "french",
    "es": "spanish",
    "it": "italian",
    "pl": "polish",
}
_NEEDED = ("id", "tag", *MEANINGS.values(), "m", "f", "plural", "recipient", "season", "chance")
_COLUMNS = (*_NEEDED, "note", "after")
ANY_TIME = When()
_FIELD = re.compile(r"\{([^{}]*)\}")
_LATIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏ]+")
_SMALL = re.compile(r"\b(?:вы|вас|вам|вами|ваш(?:а|е|и|у|его|ей|ему|им|ими|их|ем|ею)?)\b")
_TOWN = re.compile(r"\b(?:мо|наш)\w+ город")
_PLURALS = re.compile(r"[^|]+\|[^|]+\|[^|]+")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One sentence of the bank in three genders of the writer."""

    id: str
    tag: str
    english: str
    m: str
    f: str
    plural: str
    recipient: Whom = "any"
    when: When = ANY_TIME
    by_chance: bool = False
    meanings: tuple[tuple[str, str], ...] = ()  # in other languages than English: ("de", "…")
    after: tuple[str, ...] = ()  # ids and tags of sentences that it follows well

    def meaning(self, language: str) -> str:
        """What the sentence says, in that language; in English where the language has no column."""
        return dict(self.meanings).get(language, self.english)

    @property
    def is_neutral(self) -> bool:
        """Whether a man and a woman write the same."""
        return self.m == self.f

    @property
    def texts(self) -> tuple[str, ...]:
        """The different wordings."""
        return tuple(dict.fromkeys((self.m, self.f, self.plural)))

    def text(self, writer: Writer) -> str:
        """The sentence as this writer says it, its slots still open."""
        return {"m": self.m, "f": self.f, "plural": self.plural, "neutral": self.m}[writer]

    @property
    def introduces(self) -> bool:
        """Whether it says who writes."""
        return self.tag == "who" and "{writer}" in self.m

    @property
    def needs_town(self) -> bool:
        """Whether it speaks of the writer's town as of one that the reader knows."""
        return "город" in self.m and "{city}" not in self.m and bool(_TOWN.search(self.m))

    def slots(self, writer: Writer) -> tuple[str, ...]:
        """The words in braces that somebody must fill in."""
        return tuple(name for name in _FIELD.findall(self.text(writer)) if name in SLOTS)


def read_phrases(path: Path) -> tuple[Phrase, ...]:
    """The bank in a table; raises DataError with everything wrong in it, or FileError."""
    rows = csv.DictReader(lines := StringIO(read_text(path)), delimiter=_delimiter(lines.readline(), lines))
    if missing := [name for name in _NEEDED if name not in (rows.fieldnames or ())]:
        what = sentence("the table lacks the column {missing}.", missing=", ".join(missing))
        raise DataError(
            Problem(
                f"{path.name}:1",
                what,
                sentence("Columns: {columns}.", columns=", ".join(_COLUMNS)),
                code="bank-columns",
            )
        )
    table = [(rows.line_num, {key: (text or "").strip() for key, text in row.items() if key}) for row in rows]
    problems = [problem for line, row in table for problem in _problems(row, f"{path.name}:{line}")]
    problems += _repeated(table, path.name)
    if problems:
        raise DataError(*problems)
    return tuple(_phrase(row) for _, row in table)


@cache
def bank() -> tuple[Phrase, ...]:
    """The sentences that ship with the program."""
    return read_phrases(shipped.templates() / "phrases.csv")


def find(phrases: Sequence[Phrase], name: str) -> Phrase:
    """The phrase of that id, written in capitals or not; raises CommandError with the nearest."""
    by_id = {phrase.id: phrase for phrase in phrases}
    if name.upper() in by_id:
        return by_id[name.upper()]
    known = {word.casefold(): word for word in (*by_id, *TAGS)}
    close = get_close_matches(name.casefold(), known, 1, 0.5)
    ids = sentence("Ids are in phrases.csv; tags: {tags}.", tags=", ".join(TAGS))
    hint = joined((*(sentence("Did you mean {close}?", close=known[word]) for word in close), ids), " ")
    what = sentence("there is no such sentence or tag.")
    raise CommandError(Problem("", what, hint, code="unknown-phrase", field="phrases", value=name))


def _delimiter(heading: str, lines: StringIO) -> str:
    """Excel parts cells with a semicolon in much of Europe."""
    lines.seek(0)
    return ";" if heading.count(";") > heading.count(",") else ","


def _phrase(row: Mapping[str, str]) -> Phrase:
    recipient: Whom = row["recipient"]  # type: ignore[assignment]
    wordings = (row["english"], row["m"], row["f"], row["plural"])
    meanings = tuple((language, row[column]) for language, column in MEANINGS.items() if language != "en")
    when = read_when(row["season"].split(), row["tag"] in FEASTS)
    after = tuple(row.get("after", "").split())
    return Phrase(row["id"], row["tag"], *wordings, recipient, when, row["chance"] == "yes", meanings, after)


def _repeated(table: Sequence[tuple[int, Mapping[str, str]]], file: str) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for line, row in table:
        if row["id"] in seen:
            what = sentence("the id {row} is in line {seen} already.", row=row["id"], seen=seen[row["id"]])
            yield Problem(
                f"{file}:{line}", what, sentence("Give each sentence an id of its own."), code="bank-id-taken"
            )
        seen.setdefault(row["id"], line)


def _problems(row: Mapping[str, str], where: str) -> Iterator[Problem]:
    """Everything wrong with one row."""
    if not re.fullmatch(r"[A-Z]{1,3}[0-9]{1,4}", row["id"]):
        what, hint = (
            sentence("the id «{row}» is none.", row=row["id"]),
            sentence("Write capitals and a number, such as N11."),
        )
        yield Problem(where, what, hint, code="bank-id")
    for column in (*MEANINGS.values(), "m", "f", "plural"):
        if not row[column]:
            what = sentence("{row} has nothing in the column {column}.", row=row["id"], column=column)
            hint = _TRANSLATE if column in MEANINGS.values() else _FILL
            yield Problem(where, what, hint, code="bank-empty-cell")
    yield from _meaning_problems(row, where)
    yield from _unknown_words(row, where)
    for column in ("m", "f", "plural"):
        yield from _text_problems(row[column], f"{row['id']}, {column}", where)


_TRANSLATE = sentence("Say there what the sentence means, for whoever copies it.")
_FILL = sentence(
    "Write the sentence for a man, a woman and several people; where they are the same, write it three times."
)


def _meaning_problems(row: Mapping[str, str], where: str) -> Iterator[Problem]:
    """A translation leaves open what the English does."""
    slots = sorted(_FIELD.findall(row["english"]))
    for column in MEANINGS.values():
        if row[column] and sorted(_FIELD.findall(row[column])) != slots:
            what = sentence("{row}, {column}: other slots than in english.", row=row["id"], column=column)
            shown = " ".join(f"{{{slot}}}" for slot in slots) or sentence("none")
            hint = sentence("Slots there: {slots}.", slots=shown)
            yield Problem(where, what, hint, code="bank-slots-differ")


def _unknown_words(row: Mapping[str, str], where: str) -> Iterator[Problem]:
    seasons = row["season"].split() or [""]
    choices = (("tag", [row["tag"]], TAGS), ("recipient", [row["recipient"]], get_args(Whom)))
    times = ("", *SEASONS, *MONTHS, *DAYS)
    for column, words, known in (*choices, ("season", seasons, times), ("chance", [row["chance"]], _CHANCE)):
        for word in words:
            if word not in known:
                what = sentence("{row} has «{word}» in the column {column}.", row=row["id"], word=word, column=column)
                hint = sentence("Write one of: {filter}.", filter=", ".join(filter(None, known)))
                yield Problem(where, what, hint, code="bank-word")


_CHANCE = ("", "yes", "no")


def _text_problems(text: str, named: str, where: str) -> Iterator[Problem]:
    outside = _FIELD.sub("", text)
    if found := _LATIN.search(outside):
        what = sentence("{named}: Latin letters («{found}»).", named=named, found=found[0])
        yield Problem(where, what, sentence("Write it in Cyrillic."), code="bank-latin")
    if found := _SMALL.search(outside):
        what, hint = (
            sentence("{named}: «{found}» with a small letter.", named=named, found=found[0]),
            sentence("Write Вы, Вас, Вам, Ваш with a capital."),
        )
        yield Problem(where, what, hint, code="bank-small-letter")
    if "{" in outside or "}" in outside:
        yield Problem(
            where,
            sentence("{named}: a brace has no partner.", named=named),
            sentence("Write a slot as {city}."),
            code="bank-brace",
        )
    for slot in _FIELD.findall(text):
        if slot not in (*SLOTS, *KNOWN) and not _PLURALS.fullmatch(slot):
            what = sentence("{named}: the slot {{{slot}}} is unknown.", named=named, slot=slot)
            hint = sentence("Slots: {slots}; or {{год|года|лет}}.", slots=", ".join((*SLOTS, *KNOWN)))
            yield Problem(where, what, hint, code="unknown-slot")


# ---- sentences of the bank in a letter


@dataclass(frozen=True, slots=True)
class FoundPhrase:
    """A sentence of the bank as a letter has it."""

    phrase: Phrase
    text: str


def find_in(paragraphs: Sequence[str]) -> tuple[FoundPhrase, ...]:
    """The sentences of the bank in paragraphs of a letter, in their order."""
    return tuple(found for paragraph in paragraphs for found in _find_in(" ".join(paragraph.split())))


@lru_cache(maxsize=4096)
def _find_in(text: str) -> tuple[FoundPhrase, ...]:
    hits = [
        (hit.start(), -len(hit[0]), hit[0], phrase)
        for start, pattern, phrase in _patterns()
        if start in text
        for hit in pattern.finditer(text)
    ]
    end, found = -1, []
    for start, length, words, phrase in sorted(hits, key=lambda hit: hit[:2]):
        if start > end:
            found.append(FoundPhrase(phrase, words))
            end = start - length - 1
    return tuple(found)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str], Phrase], ...]:
    """How each sentence begins, which is looked for first; what it may be as a whole."""
    every = ((text, phrase) for phrase in bank() for text in phrase.texts)
    return tuple((text.partition("{")[0], _pattern(text, phrase.tag in ALONE), phrase) for text, phrase in every)


def _filling(field: str) -> str:
    """What may stand in a letter where the sentence leaves something open."""
    if "|" in field:
        return f"(?:{field})"
    if field in COUNTED:
        return r"\d{1,3}"
    open_words = r"[^.!?]{1,60}?" if field == "news" else r"[^.!?,;:]{1,40}?"
    return open_words if field else ""


def _pattern(text: str, is_alone: bool) -> re.Pattern[str]:
    fixed, fields = _FIELD.sub("{}", text).split("{}"), _FIELD.findall(text)
    pieces = "".join(re.escape(words) + _filling(field) for words, field in zip_longest(fixed, fields, fillvalue=""))
    return pattern(f"^{pieces}$" if is_alone else rf"(?<!\w){pieces}(?=\s|$)")
