"""guides.html, the guides for phones and screen readers, as a file that is written person by person."""

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TextIO

from letters.errors import DataError, Problem
from letters.layout.guide import Explained
from letters.layout.guide.html_guide import html_foot, html_head, html_person
from letters.layout.guide.page import GuideText
from letters.sentences import sentence

NAME = "guides.html"


class HtmlGuides:
    """The file while it is being written; whole when the `with` block ends without an error."""

    def __init__(self, folder: Path, language: str) -> None:
        self._path = folder / NAME
        self._language = language
        self._file: TextIO
        self.count = 0

    def __enter__(self) -> "HtmlGuides":
        self._file = self._path.open("w", encoding="utf-8", newline="\n")
        self._file.write(html_head(self._language))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if error is None:
            self._file.write(html_foot(self._language))
        self._file.close()

    def add(self, text: GuideText, link: str | None, explained: Sequence[Explained] = ()) -> None:
        """One person's guide; raises DataError when a character of the book cannot stand in a page."""
        self.count += 1
        page = html_person(text, self.count, self._language, link, explained)
        try:
            self._file.write(page)
        except UnicodeEncodeError as error:
            what = sentence("holds a half of a character: {object!r}.", object=error.object[error.start])
            hint = sentence("Type the text again instead of pasting it.")
            raise DataError(Problem("", what, hint, code="forbidden-character")) from error
