"""The command `add`: pasted case pages become records, are shown with all doubts, and go into the book."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any, get_args

import click
from rich.text import Text

from letters.app.add import (
    MOST_BYTES,
    AddRequest,
    CasePage,
    CheckedRequest,
    Offered,
    Proposal,
    SeveralAddressesError,
    note_checked,
    propose,
    read_pages,
    shown,
    write_proposal,
)
from letters.cli import screen
from letters.cli.keyboard import is_somebody_there, read_pasted
from letters.cli.options import own_book_option, print_json
from letters.cli.words import as_object, named_file
from letters.errors import CommandError, DataError, Problem
from letters.messages import one_line
from letters.model import Status
from letters.sentences import _, ngettext, sentence, translated

_PASTED = sentence("the pasted page")
_WORDS = {
    "new": sentence("New in {book}: {id}"),
    "update": sentence("Changes in {book}: {id}"),
    "same": sentence("Nothing new for {book}: {id}"),
}


@click.command("add")
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path, allow_dash=True))
@own_book_option("The book to write to.")
@click.option("--case", metavar="URL", help="Address of the case page. [default: what the page says]")
@click.option("--which", type=click.IntRange(min=1), metavar="N", help="The N-th address, if the page has several.")
@click.option("--id", metavar="ID", help="The id of a new person. [default: the surname in Latin letters]")
@click.option("--name", metavar="NAME", help="Nominative, surname first, if the line does not prove it.")
@click.option("--dative", metavar="NAME", help="The name as on the envelope, if the nominative does not tell it.")
@click.option("--gender", type=click.Choice(["m", "f"]), help="If the name does not tell it.")
@click.option("--born", metavar="YEAR", help="Year of birth if the line lacks it, or unknown.")
@click.option("--birthday", metavar="MM-DD", help="Day of birth, if the page does not say it: 05-17.")
@click.option("--status", metavar="WORD", help="What the page leaves in doubt: held, released, exchanged, died.")
@click.option("--checked", is_flag=True, help="FILE... are ids of the book: note that you compared them today.")
@click.option("--yes", is_flag=True, help="Write without asking.")
@click.option("--dry-run", is_flag=True, help="Show everything and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for other programs; writes only with --yes.")
def add_command(
    files: tuple[Path, ...], book: Path, checked: bool, yes: bool, dry_run: bool, as_json: bool, **more: Any
) -> None:
    """Put people into the book from their case pages.

    FILE is a page: its text, or HTML saved from a browser, in English or Russian; only the lines of the address will
    do. It may also be a folder of such files, or a text with the addresses of several people. - or nothing reads what
    you paste (end with Ctrl-D, on Windows Ctrl-Z and Enter).

    Each record is shown with everything that was not understood. At a terminal you are asked before anything is
    written; what comes through a pipe is written at once unless there is --dry-run. Somebody who is in the book
    already is changed: the old address stays under `history`. Today is noted as the day on which the address was
    checked. Pages that cannot be taken are named, and the code at the end is 1; the others are written.

    With --checked the words are ids: whose addresses you have just compared with the case pages, all unchanged.

    \b
    Examples
      python3 make_letters.py add page.txt --case https://memopzk.org/en/news/some-page
      python3 make_letters.py add saved-page.html --dry-run
      python3 make_letters.py add pages/ one-more.txt
      python3 make_letters.py add lines.txt --json
      python3 make_letters.py add --checked zimin batsenin
    """
    if checked:
        _note_checked(CheckedRequest(book, tuple(map(str, files)), date.today(), dry_run), as_json)
        return
    request = AddRequest(book, _pages(files or (Path("-"),)), date.today(), **more)
    is_asked = is_somebody_there() and not (yes or dry_run or as_json)
    proposal = _proposal(request, is_asked)
    if not as_json:
        _show(proposal)
    screen.show_problems((*proposal.problems, *(doubt for person in proposal.people for doubt in person.doubts)))
    is_agreed = yes or not (as_json or is_asked or dry_run) or (is_asked and _is_agreed(proposal))
    is_written = is_agreed and not dry_run and proposal.changes_book
    if is_written:
        proposal = write_proposal(proposal)
    _show_end(proposal, is_written, as_json)
    if proposal.problems:
        raise SystemExit(DataError.exit_code)


def _note_checked(request: CheckedRequest, as_json: bool) -> None:
    if not request.ids:
        what = sentence("names nobody.")
        hint = sentence("Write the ids after it: add --checked zimin.")
        raise CommandError(Problem("", what, hint, code="nobody-named", field="checked"))
    ids = [person.id for person in note_checked(request)]
    names = ", ".join(ids)
    if as_json:
        print_json({"verified": request.today.isoformat(), "ids": ids, "written": not request.dry_run})
    else:
        would = _("Would be noted as checked on {day}: {names}.", day=request.today, names=names)
        done = _("Checked on {day}: {names}.", day=request.today, names=names)
        screen.out.print(Text(would if request.dry_run else done))


def _pages(files: tuple[Path, ...]) -> tuple[CasePage, ...]:
    return tuple(page for path in files for page in ([_pasted()] if str(path) == "-" else read_pages((path,))))


def _pasted() -> CasePage:
    if is_somebody_there():
        screen.say(_("Paste the page, then press Enter and Ctrl-D (on Windows Ctrl-Z and Enter)."))
    return CasePage(_PASTED, read_pasted(MOST_BYTES))


def _proposal(request: AddRequest, is_asked: bool) -> Proposal:
    try:
        return propose(request)
    except SeveralAddressesError as error:
        if not is_asked:
            raise
        screen.show_problems(error.problems)
        choice = click.IntRange(1, len(error.problems) - 1)
        which = click.prompt(_("Which one"), type=choice, err=True)
        return _proposal(replace(request, which=which), is_asked)
    except DataError as error:
        is_open = any(problem.field == "status" for problem in error.problems) and len(request.pages) == 1
        if not is_asked or not is_open or request.status:
            raise
        screen.show_problems(error.problems)
        status = click.prompt(_("What is true of this person"), type=click.Choice(get_args(Status)), err=True)
        return _proposal(replace(request, status=status), is_asked)


def _is_agreed(proposal: Proposal) -> bool:
    if not proposal.changes_book:
        return False
    book, count = one_line(named_file(proposal.request.book, proposal.is_new_book)), len(proposal.people)
    asked = ngettext("Write this into {book}?", "Write these {count} people into {book}?", count, book=book)
    return click.confirm(asked, default=True, err=True)


def _show(proposal: Proposal) -> None:
    for place, person in enumerate(proposal.people):
        if place:
            screen.out.print()
        for label, text in _rows(person):
            screen.out.print(Text.assemble((f"{label:<16}", "dim"), text))
        planned = person.planned
        heading = translated(_WORDS[planned.kind]).format(book=proposal.request.book, id=planned.id)
        screen.out.print(Text(f"\n{heading}", "bold"))
        for line, style in _lines(person):
            screen.out.print(Text(line, style))


def _rows(offered: Offered) -> Iterator[tuple[str, str]]:
    person, draft = offered.planned.person, offered.draft
    values = {
        _("name"): str(person.name) if person else str(draft.name or draft.recipient.text),
        _("on the envelope"): person.dative if person else "",
        _("born"): str(person.born or "") if person else str(draft.born or ""),
        _("birthday"): str(person.birthday or "") if person else "",
        _("title"): draft.title,
        _("subtitle"): draft.subtitle,
        _("services"): " · ".join(f"{offer.id} ({offer.note})" if offer.note else offer.id for offer in draft.offers),
    }
    yield from ((label, "".join(shown(text))) for label, text in values.items() if text)
    yield from ((_("not understood"), f"«{''.join(shown(text))}»") for text in draft.not_understood)
    if draft.unused:
        yield _("not used"), ngettext("{count} other line of the page", "{count} other lines of the page", draft.unused)


def _lines(offered: Offered) -> Iterator[tuple[str, str]]:
    """A new person as the lines of the book; a changed one as fields before and after."""
    planned = offered.planned
    if planned.kind == "new":
        yield from ((line, "green") for line in planned.text.split("\n") if line.strip())
    for change in planned.changes:
        before, after = shown(change.before), shown(change.after)
        yield from ((f"  - {change.field}: {text}", "red") for text in before if text not in after)
        yield from ((f"  + {change.field}: {text}", "green") for text in after if text not in before)


def _show_end(proposal: Proposal, is_written: bool, as_json: bool) -> None:
    if as_json:
        found = [_object(person, is_written) for person in proposal.people]
        print_json(found[0] if len(found) == 1 and not proposal.problems else found)
    elif not is_written:
        screen.say(_("Nothing was written."))
    else:
        ids = [person.planned.id for person in proposal.people if person.planned.kind != "same"]
        book = proposal.request.book
        next_ = f"make_letters.py check --book {book}"
        told = _("Written to {book}: {names}. Next: {command}", book=book, names=", ".join(ids), command=next_)
        screen.out.print(Text(told))


def _object(offered: Offered, is_written: bool) -> dict[str, Any]:
    draft, planned = offered.draft, offered.planned
    person = planned.person
    return {
        "source": offered.source,
        "action": planned.kind,
        "written": is_written and planned.kind != "same",
        "record": planned.record,
        "changes": [asdict(change) for change in planned.changes],
        "name": str(person.name) if person else str(draft.name or ""),
        "dative": person.dative if person else None,
        "born": person.born if person else draft.born,
        "title": draft.title,
        "subtitle": draft.subtitle,
        "services": [{"id": offer.id, "payment": offer.note, "usual": offer.usual} for offer in draft.offers],
        "warnings": list(map(as_object, offered.doubts)),
        "not_understood": list(draft.not_understood),
        "unused_lines": draft.unused,
    }
