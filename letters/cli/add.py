"""The command `add`: a pasted case page becomes a record, is shown with all doubts, and goes into the book."""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click
from rich.text import Text

from letters.cli import screen
from letters.cli.options import own_book_option, print_json
from letters.intake import MOST_BYTES, Draft, SeveralAddressesError, decode, read_draft
from letters.russian.postal import normalise
from letters.store.book.append import Addition, plan_addition
from letters.store.book.rewrite import write_addition
from letters.textfile import read_start

_PASTED = "the pasted page"
_WORDS = {"new": "New in", "update": "Changes in", "same": "Nothing new for"}


@dataclass(frozen=True, slots=True)
class _Wish:
    """What the command line asks for."""

    file: Path
    book: Path
    case: str | None
    which: int | None
    name: str | None
    born: str | None
    wanted: str | None
    yes: bool
    dry_run: bool
    as_json: bool

    @property
    def source(self) -> str:
        return _PASTED if str(self.file) == "-" else self.file.name

    @property
    def decided(self) -> dict[str, str]:
        """The fields that the user named."""
        values = {"case": self.case, "name": self.name, "born": self.born}
        return {key: value for key, value in values.items() if value}


@click.command("add")
@click.argument("file", default="-", type=click.Path(path_type=Path, allow_dash=True))
@own_book_option("The book to write to.")
@click.option("--case", metavar="URL", help="Address of the case page. [default: what the page says]")
@click.option("--which", type=click.IntRange(min=1), metavar="N", help="The N-th address, if the page has several.")
@click.option("--id", "wanted", metavar="ID", help="The id of a new person. [default: the surname in Latin letters]")
@click.option("--name", metavar="NAME", help="Nominative, surname first, if the line does not prove it.")
@click.option("--born", metavar="YEAR", help="Year of birth if the line lacks it, or unknown.")
@click.option("--yes", is_flag=True, help="Write without asking.")
@click.option("--dry-run", is_flag=True, help="Show everything and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for other programs; writes only with --yes.")
def add_command(**options: Any) -> None:
    """Put a person into the book from a case page.

    FILE is the page: its text, or HTML saved from a browser, in English or Russian; only the lines of the address will
    do. - or nothing reads what you paste (end with Ctrl-D, on Windows Ctrl-Z and Enter).

    The record is shown with everything that was not understood. At a terminal you are asked before anything is
    written; what comes through a pipe is written at once unless there is --dry-run. Somebody who is in the book
    already is changed: the old address stays under `history`.

    \b
    Examples
      python3 make_letters.py add page.txt --case https://memopzk.org/en/news/some-page
      python3 make_letters.py add saved-page.html --dry-run
      python3 make_letters.py add lines.txt --json
    """
    wish = _Wish(**options)
    text = decode(_read(wish), wish.source)
    draft = _draft(text, wish)
    record = draft.fields() | wish.decided
    addition = plan_addition(wish.book, record, date.today(), wish.wanted, wish.decided)
    written = _carry_out(wish, draft, addition)
    if wish.as_json:
        print_json(_object(draft, addition, written))


def _read(wish: _Wish) -> bytes:
    """At most one byte more than a page may have."""
    if wish.source == _PASTED:
        if sys.stdin.isatty():
            screen.say("Paste the page, then press Enter and Ctrl-D (on Windows Ctrl-Z and Enter).")
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    return read_start(wish.file, MOST_BYTES)


def _draft(text: str, wish: _Wish) -> Draft:
    try:
        return read_draft(text, wish.source, wish.which, wish.case)
    except SeveralAddressesError as error:
        if wish.as_json or wish.yes or not sys.stdin.isatty():
            raise
        screen.show_problems(error.problems)
        choice = click.IntRange(1, len(error.problems) - 1)
        return read_draft(text, wish.source, click.prompt("Which one", type=choice, err=True), wish.case)


def _carry_out(wish: _Wish, draft: Draft, addition: Addition) -> bool:
    """Show, ask, write; whether the book was written."""
    if not wish.as_json:
        _show(draft, addition)
    screen.show_problems((*draft.warnings, *addition.warnings))
    if addition.kind == "same" or not _is_agreed(wish, addition):
        if not wish.as_json:
            screen.say("Nothing was written.")
        return False
    write_addition(addition)
    if not wish.as_json:
        screen.out.print(Text(f"{addition.id} stands in {wish.book}. Next: make_letters.py check --book {wish.book}"))
    return True


def _is_agreed(wish: _Wish, addition: Addition) -> bool:
    if wish.dry_run or wish.yes or wish.as_json:
        return wish.yes and not wish.dry_run
    if not sys.stdin.isatty():
        return True
    new = "" if addition.seen else " (a new file)"
    return click.confirm(f"Write this into {wish.book}{new}?", default=True, err=True)


def _show(draft: Draft, addition: Addition) -> None:
    for label, text in _rows(draft, addition):
        screen.out.print(Text.assemble((f"{label:<16}", "dim"), normalise(text)))
    screen.out.print(Text(f"\n{_WORDS[addition.kind]} {addition.path}: {addition.id}", "bold"))
    for line, style in _lines(addition):
        screen.out.print(Text(line, style))


def _rows(draft: Draft, addition: Addition) -> Iterator[tuple[str, str]]:
    person = addition.person
    values = {
        "name": str(person.name) if person else str(draft.name or draft.recipient.text),
        "on the envelope": person.dative if person else "",
        "born": str(person.born or "") if person else str(draft.born or ""),
        "title": draft.title,
        "subtitle": draft.subtitle,
        "services": " · ".join(f"{offer.id} ({offer.note})" if offer.note else offer.id for offer in draft.offers),
    }
    yield from ((label, text) for label, text in values.items() if text)
    yield from (("not understood", f"«{text}»") for text in draft.not_understood)
    if draft.unused:
        yield "not used", f"{draft.unused} further lines of the page"


def _lines(addition: Addition) -> Iterator[tuple[str, str]]:
    """A new person as the lines of the book; a changed one as fields before and after."""
    if addition.kind == "new":
        yield from ((line, "green") for line in addition.text.split("\n") if line.strip() and line != "people:")
    for change in addition.changes:
        before, after = _pair(change.before, change.after)
        yield from ((f"  - {change.field}: {text}", "red") for text in before)
        yield from ((f"  + {change.field}: {text}", "green") for text in after)


def _pair(before: Any, after: Any) -> tuple[list[str], list[str]]:
    """What is only before and what is only after, a text a line."""
    old, new = _texts(before), _texts(after)
    return [text for text in old if text not in new], [text for text in new if text not in old]


def _texts(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return [f"{key}: {text}" for key, text in value.items()]
    if isinstance(value, list | tuple):
        return [", ".join(map(normalise, _texts(item))) for item in value]
    return [] if value is None else [normalise(str(value))]


def _object(draft: Draft, addition: Addition, written: bool) -> dict[str, Any]:
    person = addition.person
    warnings = (*draft.warnings, *addition.warnings)
    return {
        "action": addition.kind,
        "written": written,
        "record": addition.record,
        "changes": [asdict(change) for change in addition.changes],
        "name": str(person.name) if person else str(draft.name or ""),
        "dative": person.dative if person else None,
        "born": person.born if person else draft.born,
        "title": draft.title,
        "subtitle": draft.subtitle,
        "services": [{"id": offer.id, "payment": offer.note, "usual": offer.usual} for offer in draft.offers],
        "warnings": [{key: getattr(problem, key) for key in ("where", "what", "hint")} for problem in warnings],
        "not_understood": list(draft.not_understood),
        "unused_lines": draft.unused,
    }
