"""The form of an evening: its fields, what is chosen at first, and the run that they ask for."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from letters.app.choices import KINDS, LEAST_RULING, MOST_RULING, RULING, WORDS, WRITERS, PeopleWish, letter_names
from letters.app.compose import Composition
from letters.app.make import Run, read_run
from letters.errors import CommandError, LettersError, Problem
from letters.sentences import sentence
from letters.web.desk import Desk
from letters.web.numbers import no_number, whole_number

COMPOSED, OWN = "composed", "own"  # letters that are no form of the program
OTHER_SIZE = "other"  # an envelope without a name
TICKED, FAIR, BIRTHDAYS, EVERYBODY = "ticked", "fair", "birthdays", "everybody"
# What stands in the form when nobody has chosen anything yet; a tick is "yes" or "".
FIRST: Mapping[str, str] = {
    **{"choice": TICKED, "picked": "15", "birthdays": "8-10", "guests": "", "seed": "1"},
    **{"country": "", "envelope": "C6", "size": "", "feed": "landscape", "sheet": "", "start": "1", "window": ""},
    **{"order": "postal", "bilingual": "", "stamp": "full", "dots": "yes", "printer": "", "outlines": ""},
    **{"letter": "", "own_text": "", "shape": "text", "ruling": f"{RULING:g}", "align": "justify", "allow": ""},
    **{"writer": "neutral", "name": "", "city": "", "phrases": "", "words": str(WORDS), "shuffle": "1"},
    **{"language": "en", "kit": "", "collate": "", "large": "", "reply": "", "html": "", "alphabet": "", "qr": ""},
    **{"paper": "", "by": "book", "split": "", "keep_going": "", "today": "", "return_address": ""},
}
TICKS = ("dots", "outlines", "kit", "collate", "large", "reply", "html", "alphabet", "keep_going")
FIELDS = frozenset((*FIRST, "who", "only"))
FOLDED = frozenset(  # fields under «More choices»
    (
        *("only", "html", "keep_going", "split", "by", "today", "seed", "size", "window", "sheet", "start", "paper"),
        *("printer", "bilingual", "order", "stamp", "ruling", "align", "qr", "allow", "outlines", "alphabet"),
    )
)
# Letters that the page names in words, and the form with nothing but ruled lines, which is chosen by choosing none.
KNOWN_LETTERS = ("first", "new-year", "birthday", "thanks", "answer", "postcard", "form")
_AS_THEY_ARE = ("country", "envelope", "feed", "sheet", "window", "order", "stamp", "printer", "shape", "align", "by")
_LARGEST = 99_999  # number in a field
_TEXTS = ("own_text", "return_address")
_LONGEST = 300  # letters in any other field


@dataclass(frozen=True, slots=True)
class Typed:
    """Everything that stands in the form, as it was typed; nothing of it is lost when something is wrong."""

    values: Mapping[str, str]
    who: tuple[str, ...]
    only: tuple[str, ...]

    def __getitem__(self, name: str) -> str:
        return self.values[name]

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Name and value of every field, to be sent once more."""
        several = (*(("who", one) for one in self.who), *(("only", one) for one in self.only))
        return (*self.values.items(), *several)

    @property
    def kept(self) -> dict[str, str]:
        """What can be offered the next time."""
        letter = "" if self.values["letter"] == OWN else self.values["letter"]
        return {**self.values, "letter": letter, "only": ",".join(self.only)}


def first_choices(last: Mapping[str, str], country: str | None, language: str, who: tuple[str, ...]) -> Typed:
    """What is chosen before anybody has touched the form: as the last time, else as the book and the pages say."""
    values = {**FIRST, "language": language, "country": country or "", **{k: v for k, v in last.items() if k in FIRST}}
    only = tuple(kind for kind in last.get("only", "").split(",") if kind in KINDS)
    return Typed(values, who, only or KINDS)


def typed(form: "MultiDict[str, str]") -> Typed:
    """The form as it was sent; a tick that is not there was taken away."""
    values = {name: form.get(name, "" if name in TICKS else first) for name, first in FIRST.items()}
    return Typed(values, tuple(form.getlist("who")), tuple(form.getlist("only")))


def asked_run(form: Typed, desk: Desk) -> tuple[Run, Composition | None]:
    """The run that the form asks for, and how its letters are composed; raises CommandError with all that is wrong."""
    problems = list(_problems(form))
    if any(problem.code == "field-text" for problem in problems):
        raise CommandError(*problems)
    try:
        run = read_run(_values(form, desk, problems))
    except LettersError as error:
        raise CommandError(*problems, *error.problems) from error
    if problems:
        raise CommandError(*problems)
    return run, _composition(form, run) if form["letter"] == COMPOSED else None


def _problems(form: Typed) -> Iterator[Problem]:
    """What only the form knows: nobody is chosen, a text is missing, a field holds no number."""
    for name, text in form.values.items():
        if name not in _TEXTS and (len(text) > _LONGEST or not text.isprintable()):
            hint = sentence("Write less, in plain letters.")
            yield Problem("", sentence("cannot hold such a text."), hint, code="field-text", field=name)
    choice = form["choice"]
    if choice == TICKED and not form.who:
        hint = sentence("Tick people, or choose another way.")
        yield Problem("", sentence("nobody is chosen yet."), hint, code="nobody-named", field="who")
    if choice == EVERYBODY and form.who:
        what = sentence("some people are ticked, and everybody is chosen.")
        yield Problem("", what, sentence("Choose one of the two."), code="ticked-and-everybody", field="choice")
    if choice == FAIR and not form["picked"].strip():
        yield Problem(
            "", sentence("nobody says how many."), sentence("Write a number."), code="no-number", field="picked"
        )
    if form["letter"] == OWN and not form["own_text"].strip():
        hint = sentence("Write it, or choose another letter.")
        yield Problem("", sentence("there is no text yet."), hint, code="no-own-text", field="own_text")
    if form["letter"] not in ("", COMPOSED, OWN, *letter_names()):  # never the name of a file
        hint = sentence("Choose one of the list.")
        yield Problem("", sentence("there is no such letter."), hint, code="unknown-letter", field="letter")
    if not form.only:
        hint = sentence("Tick at least one of them.")
        yield Problem("", sentence("nothing is chosen to be made."), hint, code="nothing-to-make", field="only")


def _values(form: Typed, desk: Desk, problems: list[Problem]) -> dict[str, Any]:
    """The values of a run by field, as the command line gives them."""
    choice, texts = form["choice"], {name: form[name].strip() for name in _AS_THEY_ARE}
    values: dict[str, Any] = {name: text for name, text in texts.items() if text}
    values |= {name: form[name] == "yes" for name in TICKS}
    if texts["envelope"] == OTHER_SIZE:
        values["envelope"] = form["size"].strip()
    if form["letter"] in letter_names():
        values["letter"] = form["letter"]
    values |= {
        "book": desk.book,
        "out": desk.out,
        "ledger_file": desk.ledger_file,
        "today": _day(form["today"], desk.today(), problems),
        "who": form.who if choice != EVERYBODY else (),
        "only": tuple(kind for kind in KINDS if kind in form.only) or KINDS,
        "picked": _number(form, "picked", problems) if choice == FAIR else None,
        "birthdays": form["birthdays"] if choice == BIRTHDAYS else None,
        "guests": _number(form, "guests", problems),
        "seed": form["seed"].strip() or FIRST["seed"],
        "start": _number(form, "start", problems) or 1,
        "split": _number(form, "split", problems),
        "ruling": _ruling(form, problems),
        "own": form["own_text"] if form["letter"] == OWN else None,
        "language": form["language"],
        "qr": form["qr"] or None,
        "paper": form["paper"] or None,
        "bilingual": {"yes": True, "no": False}.get(form["bilingual"]),
        "allow": tuple(form["allow"].replace(",", " ").split()),
    }
    return values


def _number(form: Typed, name: str, problems: list[Problem]) -> int | None:
    text = form[name].strip()
    number = whole_number(text, _LARGEST)
    if text and number is None:
        problems.append(no_number(text, name))
    return number


def _ruling(form: Typed, problems: list[Problem]) -> float:
    text = form["ruling"].strip().replace(",", ".")
    if re.fullmatch(r"[0-9]{1,2}(\.[0-9]{1,2})?", text) and LEAST_RULING <= float(text) <= MOST_RULING:
        return float(text)
    hint = sentence("Write mm, {least} to {most}.", least=f"{LEAST_RULING:g}", most=f"{MOST_RULING:g}")
    problems.append(Problem("", sentence("is no distance of lines."), hint, code="no-ruling", field="ruling"))
    return RULING


def _day(text: str, today: date, problems: list[Problem]) -> date:
    try:
        return date.fromisoformat(text) if text.strip() else today
    except ValueError:
        hint = sentence("Write it as {day}.", day=today.isoformat())
        problems.append(Problem("", sentence("is no day."), hint, code="no-day", field="today"))
        return today


def _composition(form: Typed, run: Run) -> Composition:
    """Letters for the people of the run; by chance, of the subjects that were ticked."""
    slots = tuple((slot, text) for slot, text in (("writer", form["name"]), ("city", form["city"])) if text.strip())
    problems: list[Problem] = []
    words = _number(form, "words", problems)
    if form["writer"] not in WRITERS:
        what = sentence("nobody like that writes.")
        problems.append(Problem("", what, sentence("Choose one of the list."), code="unknown-choice", field="writer"))
    if problems:
        raise CommandError(*problems)
    return Composition(
        book=run.book,
        out=run.out,
        today=run.today,
        writer=form["writer"],  # type: ignore[arg-type]  # it is one of them
        who=run.who,
        phrases=tuple(form["phrases"].replace(",", " ").split()),
        words=words or WORDS,
        shuffle=form["shuffle"].strip() or FIRST["shuffle"],
        slots=slots,
        country=run.post.country,
        language="en",
        people=PeopleWish(ledger_file=run.people.ledger_file),
    )
