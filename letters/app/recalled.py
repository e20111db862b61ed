"""A run as run.json remembers it, so that nobody has to give its options again."""

from collections.abc import Collection

from letters.app.journal import NAME, read_head
from letters.app.recorded import recall
from letters.pages.run import Run


def recalled(run: Run, given: Collection[str]) -> Run:
    """The run with the options of the one in its folder; `given` = those the command names, which must agree.

    Raises CommandError when they differ. Without run.json nothing was finished, and the run is as the command says.
    """
    if not (run.out / NAME).exists():
        return run
    return recall(run, read_head(run.out).options, given)
