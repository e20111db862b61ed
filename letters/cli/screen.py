"""What the user sees: problems, warnings folded together, progress, and the closing table."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from letters.app import FAILED, MIXED, POSTED, Kind, Report, Reprinted, Written
from letters.errors import Problem, Stopped
from letters.messages import Alike, fold, in_words
from letters.pages.feeding import next_step
from letters.paper.weight import Weight
from letters.russian.lint import how_to_allow

out = Console(highlight=False, soft_wrap=True, emoji=False)
err = Console(stderr=True, highlight=False, soft_wrap=True, emoji=False)
MOST_ERRORS = 100  # shown at a time
WORTH_A_BAR = 20  # people; below that there is nothing to wait for

_NEXT: dict[Kind, str] = {
    "replies": "the same envelopes again: one for the answer into each letter",
    "letters": "{paper}, one-sided, 100 %; a letter and a blank sheet for the answer per person",
    "guides": "{paper}; for the table, never for the post",
    "kit": "{paper}; a card per person to fold for the table, then talk, shopping list and checklist for you",
    "table": "{paper}, one-sided, 100 %; a set per person: guide, letter, blank sheet; pages with the black strip are "
    "the guides and stay, the others are posted",
    "list": "{paper}; for you: tick off as you go",
}
_HTML = "the same for a phone, a screen reader or large print: open it in a browser"


def show_problems(problems: Iterable[Problem]) -> None:
    """Problems on the error stream, a line each; then warnings, those that are alike in one line with their places."""
    found = tuple(problems)
    errors = [problem for problem in found if problem.level == "error"]
    show_alike(Alike(problem, (problem.where,), 1) for problem in errors[:MOST_ERRORS])
    if len(errors) > MOST_ERRORS:
        say(f"And {len(errors) - MOST_ERRORS} more problems: mend these first.")
    show_alike(fold(problem for problem in found if problem.level == "warning"))
    if stay := how_to_allow(errors):
        say(in_options(stay))


def show_alike(groups: Iterable[Alike]) -> None:
    """Problems that say the same, each group in one line."""
    for group in groups:
        problem, places = group.problem, ", ".join(filter(None, group.places))
        word = "" if problem.level == "error" else "note: "
        more = f" and {group.count - len(group.places)} more" if group.count > len(group.places) and places else ""
        where = f"{places}{more}: " if places else ""
        hint = f" {problem.hint}" if problem.hint else ""
        pieces = ((word, "yellow"), (where, "bold"), (group.what, ""), (hint, "dim"))
        err.print(Text.assemble(*((one_line(text), style) for text, style in pieces)))


def in_options(text: str) -> str:
    """The text with each ‹field=value› as it stands on a command line."""
    return in_words(text, lambda field, value: f"--{field.replace('_', '-')} {value}".rstrip())


def say(sentence: str) -> None:
    """One sentence on the error stream, as it stands."""
    err.print(Text(sentence))


# What could steer a terminal, turn the direction of writing, or is not seen.
_STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ue000-\uf8ff\ufeff]")


def one_line(text: str) -> str:
    """The text without anything that could steer a terminal, for a text that a stranger wrote."""
    return _STEERING.sub(lambda found: f"<U+{ord(found[0]):04X}>", text)


class _Rate(ProgressColumn):
    """People a second."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:,.0f}/s" if task.speed else "", style="progress.data.speed")


@contextmanager
def progress(words: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on the error stream when there is something to wait for and somebody to see it."""
    columns = (
        "[progress.description]{task.description}",
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(),
    )
    # without a thread of its own, so that workers can be copies of this process
    with Progress(*columns, console=err, auto_refresh=False, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task(words, total=None, visible=False)

        def advance(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, visible=total >= WORTH_A_BAR, refresh=True)

        yield advance


def show_report(report: Report) -> None:
    """The closing table: what was written, how many pages, and what to do next."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading, justify in (("", "left"), ("pages", "right"), ("", "left"), ("next", "left")):
        table.add_column(heading, justify=justify, overflow="fold")  # type: ignore[arg-type]
    for name, file, pages in _rows(report.files):
        table.add_row(name, str(pages), _fate(file.kind), _words(file, report))
    out.print(
        f"Written for {report.people} {'person' if report.people == 1 else 'people'} into {report.folder}:",
        markup=False,
    )
    out.print(table, soft_wrap=False)
    _show_more(report)


def _show_more(report: Report) -> None:
    if report.weight:
        out.print(_weight_line(report.weight, report.setting.envelope.name), markup=False)
    for proof in report.proofs:
        out.print(f"Verified: {proof}.", markup=False)
    if report.resumed:
        out.print(f"{_volumes(report.resumed)} had been written before.", markup=False)
    for person in report.absent:
        out.print(f"{escape(person.id)} gets no envelope: status {person.status} ({escape(person.where)}).")


def _rows(files: Iterable[Written]) -> Iterator[tuple[str, Written, int]]:
    """A row a file, and one for all volumes of a kind: the name, the first file, and the pages together."""
    groups: dict[tuple[str, str], list[Written]] = {}
    for file in files:
        groups.setdefault((file.kind, file.path.suffix), []).append(file)
    for first, *more in groups.values():
        name = f"{first.path.stem} … {more[-1].path.name}" if more else first.path.name
        yield name, first, first.pages + sum(file.pages for file in more)


def _fate(kind: Kind) -> str:
    if kind in POSTED:
        return "[bold]posted[/bold]"
    return "[bold]mixed[/bold]" if kind in MIXED else "kept"


def _words(file: Written, report: Report) -> str:
    """What to do with a file."""
    if file.path.suffix == ".html":
        return _HTML
    step = _NEXT.get(file.kind)
    if step:
        return step.format(paper=report.setting.paper.name)
    return next_step(report.setting.run, report.setting.envelope)


def _weight_line(weight: Weight, envelope: str) -> str:
    heaviest = f"Heaviest letter: about {weight.grams:.0f} g"
    parts = f"{weight.sheets} sheets with the blank one, {envelope}, a {weight.inside} inside for the answer"
    return f"{heaviest} ({parts}); {f'up to {weight.limit} g' if weight.limit else 'too heavy for a letter'}."


def _volumes(count: int) -> str:
    return "Volume 1" if count == 1 else f"Volumes 1 to {count}"


def show_reprinted(files: Iterable[Reprinted], folder: Path) -> None:
    """Which pages were written again, and whose they are."""
    out.print(f"Written again into {folder}:", markup=False)
    for file in files:
        pages = "1 page" if file.pages == 1 else f"{file.pages} pages"
        whose = f"{', '.join(file.people[:5])}{' …' if len(file.people) > 5 else ''}"
        out.print(f"{file.path.name}  {pages}  {whose}", markup=False)


def show_failed(report: Report) -> None:
    """Who was left out of a run that kept going, why, and where that can be mended."""
    show_problems(problem for entry in report.failed for problem in entry.problems)
    count = len(report.failed)
    words = "1 entry of the book was left out" if count == 1 else f"{count} entries of the book were left out"
    err.print(Text(f"{words}: mend them in {report.folder / FAILED}, and give that file with --book."))


def show_stopped(stop: Stopped) -> None:
    """Where a run was stopped, and what is there."""
    where = f" after {stop.done} of {stop.people} people" if stop.done else ""
    if not stop.volumes:
        say(f"Stopped{where}; the files are as they were before.")
    else:
        say(f"Stopped{where}. {_volumes(stop.volumes)} can be printed; the same command with --resume makes the rest.")
