"""How `check` and `diff` show what they found to people: grouped, the rare before the common, with both values."""

from collections.abc import Iterable, Iterator

from rich.table import Table
from rich.text import Text

from letters.app.diff import Changes, Entry, Move
from letters.cli import screen
from letters.cli.words import said, typed
from letters.errors import Problem
from letters.messages import Alike, fold, one_line
from letters.sentences import _, ngettext

SHOWN = 12  # of one kind; `--json` has them all


def show_findings(problems: Iterable[Problem]) -> None:
    """Mistakes on the error stream, a line each; then notes by kind, with ids, line numbers and both values."""
    if screen.is_nameless():
        screen.show_problems(problems)
        return
    found = list(problems)
    screen.show_errors(problem for problem in found if problem.level == "error")
    notes = fold((problem for problem in found if problem.level != "error"), apart=0)
    for kind in sorted(notes, key=lambda kind: kind.count):
        _show_kind(kind)


def _show_kind(kind: Alike) -> None:
    """The first few notes of a kind, and how many there are."""
    number = ngettext("{count} note", "{count} notes", kind.count)
    pieces = ((f"{number}: ", "yellow"), (typed(kind.title), "bold"), (f" {typed(kind.problem.hint)}", "dim"))
    screen.out.print(Text.assemble(*((one_line(text), style) for text, style in pieces)))
    notes = [said(problem) for problem in kind.problems[: None if screen.is_each_shown() else SHOWN]]
    if kind.says_each:
        _print_rows((_place(note), note.what) for note in notes)
    elif places := [place for note in notes if (place := _place(note))]:
        _print_rows([(", ".join(places),)])
    if more := kind.count - len(notes):
        screen.out.print(Text("  " + _("and {count} more", count=more)))


def _place(note: Problem) -> str:
    """«ivanov (line 12)»."""
    file, _colon, line = note.where.rpartition(":")
    place = _("line {line}", line=line) if file and line.isdigit() else note.where
    return f"{note.who} ({place})" if note.who else place


def _print_rows(rows: Iterable[tuple[str, ...]]) -> None:
    if not screen.out.is_terminal:
        _print_plain([[one_line(cell) for cell in row] for row in rows])
        return
    table = Table(box=None, show_header=False, pad_edge=True, padding=(0, 1, 0, 2))
    for row in rows:
        table.add_row(*(Text(one_line(cell), overflow="fold") for cell in row))
    screen.out.print(table, soft_wrap=False)


def _print_plain(rows: list[list[str]]) -> None:
    """Where nobody looks (a pipe, a file) nothing is wrapped."""
    width = max((len(row[0]) for row in rows), default=0)
    for first, *rest in rows:
        screen.out.print(Text("  ".join(["", first.ljust(width) if rest else first, *rest])))


def show_changes(changes: Changes) -> None:
    """Who is new, moved, gone, and whose status changed."""
    groups: tuple[tuple[str, list[tuple[str, ...]]], ...] = (
        (_("new"), [(_who(entry), _address(entry)) for entry in changes.new]),
        (_("moved"), list(_moves(changes.moved))),
        (_("same prison, address written differently"), list(_moves(changes.rewritten))),
        (_("status changed"), [(_who(move.new), f"{move.old.status} → {move.new.status}") for move in changes.status]),
        (_("gone"), [(_who(entry), _address(entry)) for entry in changes.gone]),
    )
    for title, rows in groups:
        if rows:
            screen.out.print(Text(f"{title}:", style="bold"))
            _print_rows(rows)
    counts = (changes.new, changes.moved, changes.rewritten, changes.status, changes.gone)
    words = (
        _("{count} new", count=len(changes.new)),
        _("{count} moved", count=len(changes.moved)),
        _("{count} written differently", count=len(changes.rewritten)),
        _("{count} with another status", count=len(changes.status)),
        _("{count} gone", count=len(changes.gone)),
    )
    told = ", ".join(word for found, word in zip(counts, words, strict=True) if found)
    changed = told or _("nobody is new, moved or gone")
    screen.out.print(Text(_("{changed}; {count} as before.", changed=changed, count=changes.same)))


def _moves(moves: Iterable[Move]) -> Iterator[tuple[str, ...]]:
    for move in moves:
        yield _who(move.new), _("from  {address}", address=_address(move.old))
        yield "", _("to    {address}", address=_address(move.new))


def _who(entry: Entry) -> str:
    born = f", {entry.born}" if entry.born else ""
    return f"{entry.id}: {entry.name}{born}" if entry.id else f"{entry.name}{born}"


def _address(entry: Entry) -> str:
    return entry.place.text if entry.place else _("no postal address")
