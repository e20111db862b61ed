"""What the user sees: problems, warnings folded together, and progress; no text of a stranger steers the terminal."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from letters.cli.words import typed
from letters.errors import Problem
from letters.messages import Alike, fold, lines_kept, nameless, one_line
from letters.sentences import _, ngettext, translated

if TYPE_CHECKING:
    from letters.app.make import Absent


class _Screen(Console):
    """A console that shows what could steer a terminal as <U+202E>, wherever it comes from: names of files too."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """The pieces that are printed, in order."""
        for piece in super().render(renderable, options):
            yield piece if piece.control else piece._replace(text=lines_kept(piece.text))

    def on_broken_pipe(self) -> None:
        """Say it to whoever prints; called inside the handler of the library, which would end the program."""
        raise


out = _Screen(highlight=False, soft_wrap=True, emoji=False)
err = _Screen(stderr=True, highlight=False, soft_wrap=True, emoji=False)
MOST_ERRORS = 100  # shown at a time


@dataclass(slots=True)
class _Manner:
    """How things are said; `nameless` = only problems, and those without anybody in them."""

    nameless: bool = False


_manner = _Manner()


@contextmanager
def without_names() -> Iterator[None]:
    """Inside, nothing is shown but problems, by code, line, and what all of the kind have in common."""
    _manner.nameless = out.quiet = True
    say(_("Problems by kind and line, without names; docs/messages.md explains the kinds."))
    try:
        yield
    finally:
        _manner.nameless = out.quiet = False


def is_nameless() -> bool:
    """Whether names must not be shown."""
    return _manner.nameless


def show_problems(problems: Iterable[Problem]) -> None:
    """Problems on the error stream, a line each; then warnings, those that are alike in one line with their places."""
    found = tuple(problems)
    errors = [problem for problem in found if problem.level == "error"]
    show_errors(errors, MOST_ERRORS)
    show_alike(fold(problem for problem in found if problem.level == "warning"))
    if any(problem.code.startswith("lint-") for problem in errors) and not _manner.nameless:
        from letters.app.lint import how_to_allow  # what only letters need

        say(typed(how_to_allow(errors) or ""))


def show_errors(errors: Sequence[Problem], most: int) -> None:
    """A line each, down to so many."""
    show_alike(Alike(problem, (problem.place,), 1) for problem in errors[:most])
    if len(errors) > most:
        more = len(errors) - most
        say(
            ngettext(
                "And {count} more problem: correct these first.",
                "And {count} more problems: correct these first.",
                more,
            )
        )


def show_alike(groups: Iterable[Alike]) -> None:
    """Problems that say the same, each group in one line."""
    for group in fold(nameless(group.problem) for group in groups) if _manner.nameless else groups:
        problem, places = group.problem, ", ".join(_places(group))
        word = "" if problem.level == "error" else _("note: ")
        rest = group.count - len(group.places)
        more = " " + _("and {count} more", count=rest) if rest > 0 else ""
        where = f"{places}{more}: " if places else ""
        hint = f" {typed(problem.hint)}" if problem.hint else ""
        pieces = ((word, "yellow"), (typed(where), "bold"), (typed(group.what), ""), (hint, "dim"))
        err.print(Text.assemble(*((one_line(text), style) for text, style in pieces)))


def _places(group: Alike) -> Iterator[str]:
    """«addresses.yaml:12 (zimin)»: where people are alike, each is named."""
    for place, who in zip_longest(map(translated, filter(None, group.places)), group.people):
        yield f"{place} ({who})" if who and who not in place else place


def show_absent(person: "Absent") -> None:
    """Somebody who gets no envelope, and why."""
    fate = translated(person.fate)
    told = _("{who} {fate}: no envelope ({place}).", who=person.id, fate=fate, place=person.where)
    out.print(told, markup=False)


def say(sentence: str) -> None:
    """One sentence on the error stream, in the language that is spoken."""
    err.print(Text(translated(sentence)))


@contextmanager
def progress(words: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on the error stream when there is something to wait for and somebody to see it."""
    if not err.is_terminal:
        yield lambda done, total: None
        return
    from letters.cli.bar import shown_bar  # what only a terminal needs

    with shown_bar(err, words) as advance:
        yield advance
