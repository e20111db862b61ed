"""What `make` says in the end: the closing table, and who was left out."""

from collections.abc import Iterable, Iterator, Sequence

from rich.markup import escape
from rich.table import Table

from letters.app.make import Failed, Report, Weight, Written
from letters.cli import screen
from letters.cli.words import typed
from letters.sentences import _, joined, ngettext, sentence, translated

FATES = {"posted": sentence("posted"), "kept": sentence("kept"), "mixed": sentence("mixed")}


def show_report(report: Report) -> None:
    """The closing table: what was written, how many pages, and what to do next."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading, justify in (("", "left"), (_("pages"), "right"), ("", "left"), (_("next"), "left")):
        table.add_column(heading, justify=justify, overflow="fold")  # type: ignore[arg-type]
    for name, file, pages in _rows(report.files):
        fate = translated(FATES[file.fate])
        table.add_row(
            name, str(pages), fate if file.fate == "kept" else f"[bold]{fate}[/bold]", escape(typed(file.step))
        )
    screen.out.print(_written(report), markup=False)
    screen.out.print(table, soft_wrap=False)
    _show_more(report)


def _written(report: Report) -> str:
    """«Written for 12 people», with the letters where somebody gets two."""
    folder, people = report.folder, report.people
    if report.sets == people:
        return ngettext(
            "Written for {count} person into {folder}:",
            "Written for {count} people into {folder}:",
            people,
            folder=folder,
        )
    return ngettext(
        "{letters} letters written for {count} person into {folder}:",
        "{letters} letters written for {count} people into {folder}:",
        people,
        folder=folder,
        letters=report.sets,
    )


def _show_more(report: Report) -> None:
    if report.weight:
        screen.out.print(_weight_line(report.weight, report.envelope), markup=False)
    for proof in report.proofs:
        screen.out.print(_("Verified: {what}.", what=proof), markup=False)
    for person in report.absent:
        screen.show_absent(person)


def _rows(files: Iterable[Written]) -> Iterator[tuple[str, Written, int]]:
    """A row a file, and one for all files of a kind that is divided: the name, the first file, all pages."""
    groups: dict[tuple[str, str], list[Written]] = {}
    for file in files:
        groups.setdefault((file.kind, file.path.suffix), []).append(file)
    for first, *more in groups.values():
        name = f"{first.path.stem} … {more[-1].path.name}" if more else first.path.name
        yield name, first, first.pages + sum(file.pages for file in more)


def _weight_line(weight: Weight, envelope: str) -> str:
    told = _(
        "The heaviest letter weighs about {grams:.0f} g ({sheets} sheets with the blank one, {envelope}, a {inside} "
        "inside for the answer):",
        grams=weight.grams,
        sheets=weight.sheets,
        envelope=envelope,
        inside=joined(filter(None, (weight.inside, weight.folding)), " "),
    )
    known, unknown = _("postage for up to {grams} g.", grams=weight.limit), _("ask at the post office for the postage.")
    return f"{told} {known if weight.limit else unknown}"


def show_left_out(left_out: Sequence[Failed]) -> None:
    """Who was left out of a run that kept going, and why."""
    screen.show_problems(problem for entry in left_out for problem in entry.problems)
    told = ngettext(
        "{count} entry of the book was left out: correct what is said above, then make those alone by their ids.",
        "{count} entries of the book were left out: correct what is said above, then make those alone by their ids.",
        len(left_out),
    )
    screen.say(told)
