"""What the program says, in the language of whoever reads it: English that remembers how it was made (gettext).

A room below the doors makes a `sentence`, which is its English text; a door says it with `translated`. A door itself
may say `_("…")` at once. Catalogues are `locale/<language>/LC_MESSAGES/letters.po`.
"""

import gettext as catalogues
from collections.abc import Mapping
from contextvars import ContextVar
from functools import cache
from typing import Any

from letters import shipped

ENGLISH = "en"


class Sentence(str):
    """An English sentence, with the template and the values that it was made of."""

    __slots__ = ("many", "number", "template", "values")

    template: str
    many: str | None  # the template for several things, `None` where nothing is counted
    number: int
    values: Mapping[str, object]

    def __new__(cls, template: str, many: str | None, count: int, values: Mapping[str, object]) -> "Sentence":
        """The sentence in English; `count` chooses between the template for one thing and that for several."""
        chosen = template if many is None or count == 1 else many
        made = super().__new__(cls, chosen.format_map(values) if values else chosen)
        made.template, made.many, made.number, made.values = template, many, count, values
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        """For copies, and for other processes."""
        return Sentence, (self.template, self.many, self.number, dict(self.values))


def sentence(template: str, /, **values: object) -> Sentence:
    """A sentence that can be said in another language: «{who} was released», with who="zimin"."""
    return Sentence(template, None, 1, values)


def sentences(one: str, many: str, count: int, /, **values: object) -> Sentence:
    """The same of something that is counted: «{count} person», «{count} people»."""
    return Sentence(one, many, count, {"count": count, **values})


_language: ContextVar[str] = ContextVar("language", default=ENGLISH)


def speak(language: str) -> None:
    """From now on, in this thread or request, `translated` speaks that language; English if it has no catalogue."""
    _language.set(language)


def spoken() -> str:
    """The language that is spoken now."""
    return _language.get()


def translated(text: str) -> str:
    """The text in the language that is spoken now; what is no `sentence` or has no translation stays English."""
    language = _language.get()
    if language == ENGLISH or not isinstance(text, Sentence):
        return str(text)
    said = _catalogue(language)
    template = said.ngettext(text.template, text.many, text.number) if text.many else said.gettext(text.template)
    values = {name: translated(value) if isinstance(value, str) else value for name, value in text.values.items()}
    return template.format_map(values) if values else template


def _(template: str, /, **values: object) -> str:
    """A sentence of a door, said at once."""
    return translated(sentence(template, **values))


def ngettext(one: str, many: str, count: int, /, **values: object) -> str:
    """The same of something that is counted."""
    return translated(sentences(one, many, count, **values))


@cache
def _catalogue(language: str) -> catalogues.NullTranslations:
    return catalogues.translation("letters", shipped.locales(), [language], fallback=True)
