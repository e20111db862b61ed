"""What `make` says in the end: the closing table, who was left out, where a run was stopped."""

from collections.abc import Iterable, Iterator, Sequence

from rich.markup import escape
from rich.table import Table
from rich.text import Text

from letters.app.make import Failed, Report, Weight, Written
from letters.cli import screen
from letters.errors import Stopped


def show_report(report: Report) -> None:
    """The closing table: what was written, how many pages, and what to do next."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading, justify in (("", "left"), ("pages", "right"), ("", "left"), ("next", "left")):
        table.add_column(heading, justify=justify, overflow="fold")  # type: ignore[arg-type]
    for name, file, pages in _rows(report.files):
        table.add_row(
            name, str(pages), file.fate if file.fate == "kept" else f"[bold]{file.fate}[/bold]", escape(file.step)
        )
    screen.out.print(
        f"{_written(report)} into {report.folder}:",
        markup=False,
    )
    screen.out.print(table, soft_wrap=False)
    _show_more(report)


def _written(report: Report) -> str:
    """«Written for 12 people», with the letters where somebody gets two."""
    people = f"{report.people} {'person' if report.people == 1 else 'people'}"
    return f"Written for {people}" if report.sets == report.people else f"{report.sets} letters written for {people}"


def _show_more(report: Report) -> None:
    if report.weight:
        screen.out.print(_weight_line(report.weight, report.envelope), markup=False)
    for proof in report.proofs:
        screen.out.print(f"Verified: {proof}.", markup=False)
    for person in report.absent:
        screen.out.print(f"{person.id} {person.fate}: no envelope ({person.where}).", markup=False)


def _rows(files: Iterable[Written]) -> Iterator[tuple[str, Written, int]]:
    """A row a file, and one for all files of a kind that is divided: the name, the first file, all pages."""
    groups: dict[tuple[str, str], list[Written]] = {}
    for file in files:
        groups.setdefault((file.kind, file.path.suffix), []).append(file)
    for first, *more in groups.values():
        name = f"{first.path.stem} … {more[-1].path.name}" if more else first.path.name
        yield name, first, first.pages + sum(file.pages for file in more)


def _weight_line(weight: Weight, envelope: str) -> str:
    heaviest = f"The heaviest letter weighs about {weight.grams:.0f} g"
    reply = f"a {weight.inside} {weight.folding}".strip()
    parts = f"{weight.sheets} sheets with the blank one, {envelope}, {reply} inside for the answer"
    postage = f"postage for up to {weight.limit} g" if weight.limit else "ask at the post office for the postage"
    return f"{heaviest} ({parts}): {postage}."


def show_left_out(left_out: Sequence[Failed]) -> None:
    """Who was left out of a run that kept going, and why."""
    screen.show_problems(problem for entry in left_out for problem in entry.problems)
    count = len(left_out)
    words = "1 entry of the book was left out" if count == 1 else f"{count} entries of the book were left out"
    screen.err.print(Text(f"{words}: correct what is said above, then make those alone by their ids."))


def show_stopped(stop: Stopped) -> None:
    """Where a run was stopped."""
    where = f" after {stop.done} of {stop.people} people" if stop.done else ""
    screen.say(f"Stopped{where}; the files are as they were before.")
