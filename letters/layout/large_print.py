"""Paragraphs set larger or smaller than their styles say: the one place for large print and for a page that is full."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from letters.marks import Font, Paragraph, Setter, Style


@dataclass(frozen=True, slots=True)
class Scaled:
    """A setter that sets every paragraph `factor` times as large; single lines keep the size they ask for.

    No type comes out below `least` points, and none is made larger than `most`. What is made larger is black.
    """

    setter: Setter
    factor: float
    least: float = 0
    most: float = math.inf

    def text_width(self, text: str, font: Font, font_size: float) -> float:
        """Width in mm of one line of text, at the size given."""
        return self.setter.text_width(text, font, font_size)

    def height(self, paragraphs: Sequence[Paragraph], width: float) -> float:
        """Height in mm of the scaled paragraphs broken to `width` mm."""
        return self.setter.height(self._scaled(paragraphs), width)

    def stack(self, paragraphs: Sequence[Paragraph], width: float) -> tuple[float, tuple[object, ...]]:
        """The height of the scaled paragraphs in mm, and what draws them in one box."""
        return self.setter.stack(self._scaled(paragraphs), width)

    def content_height(self, content: Sequence[object], width: float) -> float:
        """Height in mm of what `fill` has put into one box."""
        return self.setter.content_height(content, width)

    def fill(
        self, paragraphs: Sequence[Paragraph], width: float, heights: Iterable[float]
    ) -> tuple[tuple[object, ...], ...]:
        """The scaled paragraphs broken to `width` and dealt over boxes."""
        return self.setter.fill(self._scaled(paragraphs), width, heights)

    def _scaled(self, paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
        return [replace(paragraph, style=self._style(paragraph.style)) for paragraph in paragraphs]

    def _style(self, style: Style) -> Style:
        """The style with its size and all that goes with it changed alike."""
        size = max(self.least, min(style.font_size * self.factor, max(self.most, style.font_size)))
        factor = size / style.font_size
        return replace(
            style,
            font_size=size,
            leading=style.leading * factor,
            indent=style.indent * factor,
            space_after=style.space_after * factor,
            hanging=style.hanging * factor,
            grey=0 if self.factor > 1 else style.grey,
        )


def large_guide(setter: Setter) -> Scaled:
    """For guides and lists in large print: 16 points and more."""
    return Scaled(setter, 1.75, 16, 26)


def large_letter(setter: Setter) -> Scaled:
    """For letters and the kit, whose type is larger to begin with."""
    return Scaled(setter, 1.28, 16, 22)
