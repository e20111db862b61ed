"""The bar of a terminal that says how far a run has come, and how fast it goes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TimeRemainingColumn
from rich.text import Text

WORTH_A_BAR = 20  # people; below that there is nothing to wait for
STEPS = 200  # that a bar is drawn in


class _Rate(ProgressColumn):
    """People a second."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:,.0f}/s" if task.speed else "", style="progress.data.speed")


@contextmanager
def shown_bar(console: Console, words: str) -> Iterator[Callable[[int, int], None]]:
    """A bar that is moved by what is given back, called with the people done and all of them."""
    columns = (
        "[progress.description]{task.description}",
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, auto_refresh=False, transient=True) as bar:
        task = bar.add_task(words, total=None, visible=False)

        def advance(done: int, total: int) -> None:
            is_seen = done % max(total // STEPS, 1) == 0 or done == total
            bar.update(task, completed=done, total=total, visible=total >= WORTH_A_BAR, refresh=is_seen)

        yield advance
