"""Letter: written or composed for somebody, read as a censor would while it is written, ready to copy or to print."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from flask import render_template, request

from letters.app.choices import MEANINGS, SLOTS, TAGS, WORDS, WRITERS
from letters.app.online import OnlineRequest, Paste, electronic_letter, limit_text
from letters.app.writing import (
    CensorReading,
    Subject,
    WantedLetter,
    WrittenLetter,
    addressees,
    composed_text,
    plain_lines,
    read_draft,
    russian_forms,
    sentences_by_subject,
    with_sentence,
)
from letters.errors import LettersError, Problem
from letters.sentences import _, sentence, spoken
from letters.web.desk import desk
from letters.web.numbers import whole_number
from letters.web.problems import FIELDS as LABELS
from letters.web.problems import Findings, in_text, own_field

Answer = tuple[str, int]
SUBJECTS = {
    "heading": sentence("Number and date of the letter"),
    "greeting": sentence("Greeting"),
    "birthday": sentence("Birthday"),
    "new-year": sentence("New Year"),
    "holiday": sentence("Other holidays"),
    "thanks": sentence("Thanks for an answer"),
    "opening": sentence("How the letter begins"),
    "who": sentence("Who you are"),
    "nature": sentence("Nature and weather"),
    "animals": sentence("Animals"),
    "books": sentence("Books"),
    "hobby": sentence("What you like to do"),
    "science": sentence("Science"),
    "question": sentence("Questions"),
    "support": sentence("Kind words"),
    "closing": sentence("How the letter ends"),
    "signature": sentence("Signature"),
}
WHO_WRITES = {
    "neutral": sentence("not said: sentences for both"),
    "f": sentence("a woman"),
    "m": sentence("a man"),
    "plural": sentence("several people"),
}
LARGEST_NUMBER = 999_999
# What a writer may say of themselves: the field of the form, and the slot of the sentences that it fills.
OWN = {own_field(slot): slot for slot in SLOTS}
FIELDS = frozenset(("who", "writer", "own_text", "phrases", "words", "allow", "service", *OWN))


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What the form holds; `before` = the text that a composed letter has taken the place of."""

    letter: WrittenLetter
    wanted: WantedLetter
    typed: dict[str, str]
    service: str | None = None
    before: str = ""


def show() -> str:
    """An empty letter, to somebody if a link says to whom."""
    return _shown(_sheet())[0]


def work() -> Answer | str:
    """The letter after one step: read, composed, a sentence put in, or as text to copy."""
    sheet = _sheet()
    deed, _blank, value = request.form.get("do", "read").partition(" ")
    try:
        return _DEEDS.get(deed, _read)(sheet, value)
    except LettersError as error:
        return _shown(sheet, found=_findings(error.problems), status=422)


def read() -> dict[str, Any] | Answer:
    """What a censor says of the text, for the script that shows it while somebody types."""
    letter = _sheet().letter
    reading = read_draft(letter)
    shown = render_template("letter-read.html", reading=reading, has_meanings=spoken() in MEANINGS)
    return {"places": _places(reading), "html": shown, "summary": render_template("letter-sum.html", reading=reading)}


def put() -> dict[str, Any] | tuple[dict[str, Any], int]:
    """The text with a sentence more where the cursor is, for a script; or what must be filled in first."""
    letter = _sheet().letter
    try:
        text, at = with_sentence(letter, request.form.get("do", "").partition(" ")[2], _cursor(letter.text))
    except LettersError as error:
        shown = render_template("letter-open.html", found=_findings(error.problems))
        return {"html": shown, "field": _findings(error.problems).problems[0].field}, 422
    return {"text": text, "at": _units(text[:at])}


# ---- the steps


def _read(sheet: _Sheet, _value: str) -> Answer:
    return _shown(sheet)


def _put(sheet: _Sheet, value: str) -> Answer:
    return _shown(_with_text(sheet, with_sentence(sheet.letter, value)[0]))


def _compose(sheet: _Sheet, value: str) -> Answer:
    shuffle = str(int(sheet.wanted.shuffle) + (value == "again"))
    wanted = replace(sheet.wanted, shuffle=shuffle)
    text, notes = composed_text(sheet.letter, wanted)
    before = sheet.before if value == "again" else sheet.letter.text
    made = replace(_with_text(sheet, text), wanted=wanted, before=before)
    return _shown(made, found=_findings(notes), is_composed=True)


def _back(sheet: _Sheet, _value: str) -> Answer:
    return _shown(replace(_with_text(sheet, sheet.before), before=""))


def _take(sheet: _Sheet, value: str) -> Answer:
    """A name as it is usually written in Russian, which somebody said yes to."""
    field, _sign, form = value.partition("=")
    typed = {**sheet.typed, field: form} if field in OWN else sheet.typed
    return _shown(replace(sheet, typed=typed, letter=replace(sheet.letter, slots=_slots(typed))))


def _copy(sheet: _Sheet, _value: str) -> Answer:
    letter = sheet.letter
    wish = OnlineRequest(
        letter.book, letter.who or "", letter.today, sheet.service, text=letter.text, allow=letter.allow
    )
    paste = electronic_letter(wish)
    return _shown(sheet, found=_findings(paste.doubts), paste=paste)


_DEEDS: dict[str, Callable[[_Sheet, str], Answer]] = {
    "read": _read,
    "put": _put,
    "compose": _compose,
    "back": _back,
    "take": _take,
    "copy": _copy,
}


# ---- what the form holds


def _sheet() -> _Sheet:
    sent, here = request.values, desk()
    typed = {field: sent.get(field, "").strip() for field in OWN}
    writers = {str(one): one for one in WRITERS}
    letter = WrittenLetter(
        here.book,
        here.today(),
        plain_lines(sent.get("own_text", "")),
        sent.get("who") or None,
        writers.get(sent.get("writer", ""), "neutral"),
        _slots(typed),
        tuple(sent.getlist("allow")),
        spoken(),
    )
    tags = tuple(tag for tag in TAGS if tag in sent.getlist("phrases"))
    wanted = WantedLetter(tags, _number("words", WORDS), str(_number("shuffle", 1)))
    return _Sheet(letter, wanted, typed, sent.get("service") or None, plain_lines(sent.get("before", "")))


def _slots(typed: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((OWN[field], text) for field, text in typed.items() if text)


def _number(field: str, usual: int) -> int:
    """A number of the form, the usual one where there is none."""
    number = whole_number(request.values.get(field, ""), LARGEST_NUMBER, least=0)
    return usual if number is None else number


def _with_text(sheet: _Sheet, text: str) -> _Sheet:
    return replace(sheet, letter=replace(sheet.letter, text=text))


def _cursor(text: str) -> int | None:
    """The place of the cursor in characters; a browser counts units of UTF-16."""
    at = _number("at", -1)
    return len(text.encode("utf-16-le")[: 2 * at].decode("utf-16-le", "ignore")) if at >= 0 else None


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


# ---- what is shown


def _shown(
    sheet: _Sheet,
    found: Findings | None = None,
    status: int = 200,
    paste: Paste | None = None,
    is_composed: bool = False,
) -> Answer:
    reading, subjects, people, problems = _looked_at(sheet.letter)
    found = _findings((*(found.problems if found else ()), *problems))
    answer = render_template(
        "letter.html",
        sheet=sheet,
        letter=sheet.letter,
        found=found,
        people={"": _("nobody in particular"), **{one.id: f"{one.name} ({one.id})" for one in people}},
        reading=reading,
        marked=in_text(reading.text, _spans(reading)) if reading else None,
        subjects=subjects,
        names=SUBJECTS,
        who_writes=WHO_WRITES,
        own=OWN,
        labels=LABELS,
        limit_text=limit_text,
        has_meanings=spoken() in MEANINGS,
        forms=russian_forms(sheet.letter),
        rules=_rules(reading, sheet.letter),
        paste=paste,
        is_composed=is_composed,
    )
    return answer, status


def _looked_at(letter: WrittenLetter) -> tuple[Any, ...]:
    """The reading, the sentences, the people; and what is wrong with the book, which stops nobody from writing."""
    try:
        people = addressees(letter.book)
    except LettersError as error:
        return None, (), (), error.problems
    try:
        subjects: tuple[Subject, ...] = sentences_by_subject(letter)
        return read_draft(letter), subjects, people, ()
    except LettersError as error:
        alone = replace(letter, who=None, allow=())
        return read_draft(alone), sentences_by_subject(alone), people, error.problems


def _findings(problems: tuple[Problem, ...]) -> Findings:
    return Findings(tuple(dict.fromkeys(map(_at_field, problems))), FIELDS)


def _at_field(problem: Problem) -> Problem:
    """A slot has a field of its own on the page."""
    if problem.field == "slot":
        slot, _sign, value = problem.value.partition("=")
        return replace(problem, field=own_field(slot), value=value)
    return replace(problem, field=own_field("writer")) if problem.field == "name" else problem


def _spans(reading: CensorReading) -> list[tuple[int, int, str]]:
    return [(place.start, place.end, place.finding.level) for place in reading.places if place.end]


def _places(reading: CensorReading) -> list[tuple[int, int, str]]:
    """The marked stretches as a script counts."""
    return [(_units(reading.text[:a]), _units(reading.text[:b]), level) for a, b, level in _spans(reading)]


def _rules(reading: CensorReading | None, letter: WrittenLetter) -> tuple[str, ...]:
    """The rules that stop the letter, and those that somebody lets pass."""
    stopping = [place.finding.rule for place in reading.places if place.finding.level == "error"] if reading else []
    return tuple(dict.fromkeys((*letter.allow, *stopping)))
