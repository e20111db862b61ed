"""Regular expressions that are compiled when they are first asked: a run needs few of those that stand in the code."""

import re
from collections.abc import Callable
from typing import cast


class _Compiled:
    """What is asked of a regular expression."""

    def become(self, compiled: re.Pattern[str]) -> None:
        """Take over what the compiled expression can do."""
        self.search, self.match, self.fullmatch = compiled.search, compiled.match, compiled.fullmatch
        self.finditer, self.findall = compiled.finditer, compiled.findall
        self.sub, self.subn, self.split, self.pattern = compiled.sub, compiled.subn, compiled.split, compiled.pattern


class _Later(_Compiled):
    """The same before it is asked for the first time."""

    def __init__(self, text: str | Callable[[], str], flags: int) -> None:
        self._text, self._flags = text, flags

    def __getattr__(self, name: str) -> object:
        self.__class__ = _Compiled  # type: ignore[assignment]  # whose attributes are looked up faster
        self.become(re.compile(self._text if isinstance(self._text, str) else self._text(), self._flags))
        return getattr(self, name)


def pattern(text: str | Callable[[], str], flags: int = 0) -> re.Pattern[str]:
    """The regular expression of that text, compiled later; where tables must be read for the text, it is a function."""
    return cast("re.Pattern[str]", _Later(text, flags))
