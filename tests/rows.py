"""Knows how one test goes through a table: every row is tried, and every row that is wrong is told."""

from collections.abc import Callable, Iterable
from inspect import signature
from typing import Any

import pytest

WRONG = (Exception, pytest.fail.Exception)  # the second: what should have been raised was not


def rows(names: str | tuple[str, ...], table: Iterable[Any], ids: Any = "{!r:.80}".format) -> Callable[..., Any]:
    """Written as `pytest.mark.parametrize`, but one test: to pytest a test is more work than most rows are.

    `ids` is the names of the rows, or what gives one for a row; of `tmp_path` each row has a folder of its own.
    """
    names, table = (names, list(table)) if isinstance(names, tuple) else ((names,), [(row,) for row in table])
    labels = [ids(row if len(row) > 1 else row[0]) for row in table] if callable(ids) else [*ids]
    assert len(labels) == len(table) > 0

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        def every_row(**fixtures: Any) -> None:
            __tracebackhide__ = True
            wrong = []
            for number, row in enumerate(table):
                given = fixtures | dict(zip(names, row, strict=True))
                if folder := fixtures.get("tmp_path"):
                    given["tmp_path"] = folder / str(number)
                    given["tmp_path"].mkdir()
                try:
                    test(**given)
                except WRONG as error:
                    wrong.append((f"{labels[number]}: {error or type(error).__name__}", error))
            if wrong:
                told = "\n\n".join(text for text, _ in wrong)
                raise AssertionError(f"{len(wrong)} of {len(table)} rows are wrong\n\n{told}") from wrong[0][1]

        shape = signature(test)
        left = [each for name, each in shape.parameters.items() if name not in names]
        every_row.__signature__ = shape.replace(parameters=left)  # type: ignore[attr-defined]
        every_row.__name__, every_row.__doc__ = test.__name__, test.__doc__
        every_row.pytestmark = getattr(test, "pytestmark", [])  # type: ignore[attr-defined]
        return every_row

    return decorate
