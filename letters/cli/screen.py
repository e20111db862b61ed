"""What the user sees: problems, warnings folded together, and progress; no text of a stranger steers the terminal."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from letters.cli.main import EACH
from letters.cli.words import typed
from letters.errors import Problem
from letters.messages import PLACES_SHOWN, Alike, fold, lines_kept, nameless, one_line
from letters.sentences import _, ngettext, some, translated

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
MOST_ERRORS = 100  # lines at a time


@dataclass(slots=True)
class _Manner:
    """How things are said."""

    nameless: bool = False  # only problems, and those without anybody in them
    each: bool = False  # every problem on a line of its own, however many are alike


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


@contextmanager
def one_by_one() -> Iterator[None]:
    """Inside, every problem is shown, on a line of its own."""
    _manner.each = True
    try:
        yield
    finally:
        _manner.each = False


def is_each_shown() -> bool:
    """Whether problems that are alike must not be put together."""
    return _manner.each


def show_problems(problems: Iterable[Problem]) -> None:
    """Problems on the error stream, a line each, many of one kind in one line; then warnings in the same way."""
    found = tuple(problems)
    errors = [problem for problem in found if problem.level == "error"]
    show_errors(errors)
    _show_groups(_grouped(problem for problem in found if problem.level == "warning"))
    if any(problem.code.startswith("lint-") for problem in errors) and not _manner.nameless:
        from letters.app.lint import how_to_allow  # what only letters need

        say(typed(how_to_allow(errors) or ""))


def show_errors(errors: Iterable[Problem]) -> None:
    """A line each, or for many of one kind, down to so many lines."""
    groups = _grouped(errors)
    most = len(groups) if _manner.each else MOST_ERRORS
    _show_groups(groups[:most])
    if more := sum(group.count for group in groups[most:]):
        say(
            ngettext(
                "And {count} more problem: correct these first.",
                "And {count} more problems: correct these first.",
                more,
            )
        )
    if any(len(group.places) > PLACES_SHOWN for group in groups[:most]) and not _manner.nameless:
        say(_("The same command with {option} says each of them on a line of its own.", option=EACH))


def _grouped(problems: Iterable[Problem]) -> tuple[Alike, ...]:
    if _manner.nameless:
        return fold(map(nameless, problems), apart=0)
    return tuple(Alike((problem,)) for problem in problems) if _manner.each else fold(problems)


def _show_groups(groups: Iterable[Alike]) -> None:
    for group in groups:
        problem, places = group.problem, _places(group)
        word = "" if problem.level == "error" else _("note: ")
        where = f"{places}: " if places else ""
        hint = f" {typed(problem.hint)}" if problem.hint else ""
        pieces = ((word, "yellow"), (typed(where), "bold"), (typed(group.what), ""), (hint, "dim"))
        err.print(Text.assemble(*((one_line(text), style) for text, style in pieces)))


def _places(group: Alike) -> str:
    """«addresses.yaml:12 (zimin)», where notes or several people are put together, and how many more there are."""
    is_named = group.problem.level != "error" or group.count > 1
    told = [(translated(place), who) for place, who in group.places]
    shown = [f"{place} ({who})" if is_named and who and who not in place else place for place, who in told]
    return translated(some(shown, PLACES_SHOWN))


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
