"""The places of an address in English: type words from the table, names transliterated, regions as usual."""

import re

from letters.russian.english.words import data, quoted, without_type
from letters.russian.names import latin
from letters.russian.postal.regions import regions_for_index, regions_named
from letters.russian.tidy import fold_case

_ORDINAL = re.compile(r"(?<![\w-])([0-9]+)-(?:[йяе]|[ыиоа][йея]|г?о)(?![а-яё])")
_AND = re.compile(r"\s+и\s+|,\s*")
_NUMBERINGS = re.compile(r",\s*|\s+(?=[а-яё]+\.?\s*[0-9])")  # «д. 11, корп. 2», «д. 5 стр. 1»
_INSIDE_NUMBER = re.compile(r"[\s\"«»“”№-]+(?=[а-яё]|$)|[\"«»“”№]", re.IGNORECASE)
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def settlement(part: str) -> str:
    """«г. Енисейск» = Yeniseysk, «п. Харп» = Kharp settlement."""
    return _placed("settlement", part)


def district(part: str) -> str:
    """«Урицкий р-н» = Uritsky District."""
    return _placed("district", part)


def street(part: str) -> str:
    """«ул. Декабристов» = Dekabristov Street; of two type words the second counts: «ул. Бульвар Ленина»."""
    outer, name = without_type("street", part)
    inner, bare = without_type("street", name)
    if outer is None:
        return _name(part)
    return inner.format(_name(bare)) if inner else outer.format(_name(name))


def house(part: str) -> tuple[str, str]:
    """What stands before the street and what behind it: «д. 11, корп. 2» = 11, block 2."""
    rows = [without_type("house", piece) for piece in _NUMBERINGS.split(part)]
    numbers = [(template or "{}", _number(text)) for template, text in rows]
    is_plain = numbers[0][0] == "{}"
    rest = ", ".join(template.format(number) for template, number in numbers[is_plain:])
    return numbers[0][1] if is_plain else "", rest


def regions(text: str, index: str) -> str:
    """The regions that a text names in any case, joined by «and»; the index decides what «РБ» is."""
    return " and ".join(_region(piece, index) for piece in _AND.split(text))


def _region(text: str, index: str) -> str:
    named = regions_named(text)
    if len(named) > 1:
        named &= frozenset(regions_for_index(index))
    return str(data()["region"][next(iter(named))]) if len(named) == 1 else settlement(text)


def _placed(kind: str, part: str) -> str:
    template, name = without_type(kind, part)
    return (template or "{}").format(_name(name))


def _name(text: str) -> str:
    known = data()["city"].get(fold_case(text))
    return str(known) if known else quoted(latin(_ORDINAL.sub(_ordinal, text)))


def _ordinal(found: re.Match[str]) -> str:
    number = int(found[1])
    teen = number // 10 % 10 == 1
    return f"{number}{'th' if teen else _ENDINGS.get(number % 10, 'th')}"


def _number(text: str) -> str:
    """«50 «а»», «53-а» = 50a, 53a."""
    return latin(_INSIDE_NUMBER.sub("", text))
