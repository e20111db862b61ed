"""What the program says, in the language of whoever reads it: English that remembers how it was made (gettext).

A room below the doors makes a `sentence`, which is its English text; a door says it with `translated`. A door itself
may say `_("…")` at once. Catalogues are `locale/<language>/LC_MESSAGES/letters.po`.
"""

import gettext as catalogues
import re
import struct
from collections.abc import Hashable, Iterable, Mapping, Sequence
from contextlib import suppress
from contextvars import ContextVar
from functools import cache, reduce
from io import BytesIO
from pathlib import Path
from typing import Any
from zlib import crc32

from letters import shipped

ENGLISH = "en"
DOMAIN = "letters"  # the name of the catalogues
LANGUAGES = (ENGLISH, "ru", "de", "fr", "es", "it", "pl")  # that the program speaks


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
        return type(self), (self.template, self.many, self.number, dict(self.values))


class SentenceRow(Sentence):
    """Texts one after the other, each of which is said by itself."""

    __slots__ = ()


def sentence(template: str, /, **values: object) -> str:
    """A `Sentence`, which can be said in another language: «{who} was released», with who="zimin"."""
    return Sentence(template, None, 1, values)


def sentences(one: str, many: str, count: int, /, **values: object) -> str:
    """The same of something that is counted: «{count} person», «{count} people»."""
    return Sentence(one, many, count, {"count": count, **values})


def joined(texts: Iterable[str], between: str = ", ") -> str:
    """Words in a row, or whole sentences one after the other, each of which can be said in another language."""
    row = {f"part{number}": text for number, text in enumerate(texts)}
    if not any(isinstance(text, Sentence) for text in row.values()):
        return between.join(row.values())
    return SentenceRow(between.join(f"{{{name}}}" for name in row), None, 1, row)


def kind_of(text: object) -> Hashable:
    """The same for sentences that differ only in the values that stand in them."""
    if isinstance(text, SentenceRow):
        return text.template, *map(kind_of, text.values.values())
    return (text.template, text.number) if isinstance(text, Sentence) else str(text)


class _Various(str):
    """Stands for values that differ, numbers too."""

    def __format__(self, how: str) -> str:
        return str(self)


def in_common(texts: Sequence[str]) -> str:
    """What sentences of one kind say alike; «…» stands for a value in which they differ."""
    first = texts[0]
    if not isinstance(first, Sentence):
        return first
    rows = [text.values for text in texts if isinstance(text, Sentence)]
    values = {name: _shared([row[name] for row in rows]) for name in first.values}
    return type(first)(first.template, first.many, first.number, values)


def _shared(values: Sequence[object]) -> object:
    first = values[0]
    if all(value == first for value in values):
        return first
    texts = [value for value in values if isinstance(value, Sentence)]
    is_one_kind = len(texts) == len(values) and len({*map(kind_of, texts)}) == 1
    return in_common(texts) if is_one_kind else _Various("…")


def ended(text: str) -> str:
    """The text with a full stop, if it has none."""
    return text if text.endswith(".") else joined([text, ""], ".")


def either(names: Iterable[str]) -> str:
    """«a or b or c»."""
    return reduce(lambda first, second: sentence("{first} or {second}", first=first, second=second), names)


def both(names: Iterable[str]) -> str:
    """«a and b and c»."""
    return reduce(lambda first, second: sentence("{first} and {second}", first=first, second=second), names)


def some(names: Sequence[str], most: int) -> str:
    """The first few: «a, b and 3 more»."""
    shown = joined(names[:most])
    more = len(names) - most
    return shown if more <= 0 else sentence("{names} and {count} more", names=shown, count=more)


_language: ContextVar[str] = ContextVar("language", default=ENGLISH)


def speak(language: str) -> None:
    """From now on, in this thread or request, `translated` speaks that language; English if it has no catalogue."""
    _language.set(language)


_NAME = re.compile(r"[A-Za-z]{2,3}(?=$|[-_.@])")


def find_language(name: str) -> str | None:
    """The language that a name of a locale means, «de_AT.UTF-8» or «de-AT», or `None` if it is not spoken here."""
    found = _NAME.match(name)
    return found[0].lower() if found and found[0].lower() in LANGUAGES else None


def spoken() -> str:
    """The language that is spoken now."""
    return _language.get()


def translated(text: str) -> str:
    """The text in the language that is spoken now; what is no `sentence` or has no translation stays English."""
    language = _language.get()
    if language == ENGLISH or not isinstance(text, Sentence) or not text.template:
        return str(text)
    template = text.template if isinstance(text, SentenceRow) else _template(text, _catalogue(language))
    return (
        template.format_map({name: _value(value) for name, value in text.values.items()}) if text.values else template
    )


def _template(text: Sentence, said: catalogues.NullTranslations) -> str:
    return said.ngettext(text.template, text.many, text.number) if text.many else said.gettext(text.template)


class _Comma(float):
    """A number that is written with a decimal comma, as all languages here but English do."""

    def __format__(self, how: str) -> str:
        return super().__format__(how).replace(".", ",")


class _Spaced(int):
    """A whole number whose thousands are held apart by a space, which all of them read: «12 000»."""

    def __format__(self, how: str) -> str:
        return super().__format__(how).replace(",", "\u00a0")


def _value(value: object) -> object:
    if isinstance(value, float):
        return _Comma(value)
    if type(value) is int:
        return _Spaced(value)
    return translated(value) if isinstance(value, Sentence) else value


def _(template: str, /, **values: object) -> str:
    """A sentence of a door, said at once."""
    return translated(sentence(template, **values))


def ngettext(one: str, many: str, count: int, /, **values: object) -> str:
    """The same of something that is counted."""
    return translated(sentences(one, many, count, **values))


SOURCE = f"{DOMAIN}.po"  # in a compiled catalogue: its translation is the digest of the source


def digest(source: bytes) -> str:
    """What tells the source of a catalogue from another one."""
    return f"{len(source)}-{crc32(source):08x}"


@cache
def _catalogue(language: str) -> catalogues.NullTranslations:
    """The catalogue, compiled anew if it is not that of its source; none if there is no source either."""
    source = shipped.locales() / language / "LC_MESSAGES" / SOURCE
    compiled = _read(source.with_suffix(".mo"))
    with suppress(OSError, EOFError, ValueError):
        data = source.read_bytes()
        if compiled is None or compiled.gettext(SOURCE) != digest(data):
            from letters.languages.catalogues import compile_catalogue  # slow to load, and hardly ever needed

            return catalogues.GNUTranslations(BytesIO(compile_catalogue(source)))
    return compiled or catalogues.NullTranslations()


def _read(file: Path) -> catalogues.GNUTranslations | None:
    try:
        return catalogues.GNUTranslations(BytesIO(file.read_bytes()))
    except (OSError, EOFError, ValueError, UnicodeError, struct.error):
        return None


def catalogues_folder() -> Path:
    """Where the catalogues are, for a library that asks gettext itself."""
    return shipped.locales()
