"""The pages for a browser: templates/guide/guide.html filled in, and everything from a book escaped."""

from collections.abc import Mapping
from functools import cache

from jinja2 import Environment, StrictUndefined, Template

from letters import shipped


@cache
def _template() -> Template:
    path = shipped.templates() / "guide" / "guide.html"
    room = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    room.globals.clear()
    return room.from_string(path.read_text(encoding="utf-8"))


def fill_html(part: str, words: Mapping[str, object]) -> str:
    """One part of the page, "head", "person" or "foot", with the words filled in and made inert."""
    return _template().render(words, part=part)
