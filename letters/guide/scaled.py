"""Paragraphs set larger or smaller than their styles say: the one place for large print and for a page that is full."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from letters.marks import Font, Paragraph, Setter, Style


def scaled(style: Style, factor: float) -> Style:
    """The style with its size and all that goes with it `factor` times as large."""
    return replace(
        style,
        font_size=style.font_size * factor,
        leading=style.leading * factor,
        indent=style.indent * factor,
        space_after=style.space_after * factor,
        hanging=style.hanging * factor,
    )


@dataclass(frozen=True, slots=True)
class Scaled:
    """A setter that sets every paragraph `factor` times as large; single lines keep the size they ask for."""

    setter: Setter
    factor: float

    def text_width(self, text: str, font: Font, font_size: float) -> float:
        """Width in mm of one line of text, at the size given."""
        return self.setter.text_width(text, font, font_size)

    def height(self, paragraphs: Sequence[Paragraph], width: float) -> float:
        """Height in mm of the scaled paragraphs broken to `width` mm."""
        return self.setter.height(self._scaled(paragraphs), width)

    def content_height(self, content: Sequence[object], width: float) -> float:
        """Height in mm of what `fill` has put into one box."""
        return self.setter.content_height(content, width)

    def fill(
        self, paragraphs: Sequence[Paragraph], width: float, heights: Iterable[float]
    ) -> tuple[tuple[object, ...], ...]:
        """The scaled paragraphs broken to `width` and dealt over boxes."""
        return self.setter.fill(self._scaled(paragraphs), width, heights)

    def _scaled(self, paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
        return [replace(paragraph, style=scaled(paragraph.style, self.factor)) for paragraph in paragraphs]
