"""The words of a form that nobody replaced: «ФИО», «год рождения», «(указать адрес)», «____», «XXXX»."""

from collections.abc import Iterator
from functools import lru_cache

from letters.model import Address
from letters.patterns import pattern
from letters.russian.postal.words import PERSON, either, words_of
from letters.russian.tidy import fold_case


def _listed(key: str) -> str:
    return either(words_of("placeholder", key))


def _asked_name() -> str:
    around, names = _listed("around"), _listed("names")
    return rf"(?:{around} )*{names}(?: (?:{around}|{names}))*"


def _typed() -> list[str]:
    """The words that want a name or a number behind them: «г.», «ул.», «д.», «отряд»."""
    return [word for kind in ("district", "settlement", "street", "house", "ward") for word in words_of(kind, "before")]


_SIGNS = pattern(r"[\W_]+")
_WORD = pattern(lambda: _listed("words"))
_NAME = pattern(_asked_name)
_NAMELESS = pattern(
    lambda: (
        rf"(?:{either(_typed())}(?:\.\s*|\s+)(?:[nx]|[xх]{{2,}}|№\s?[nxх]{{0,3}}|\(?(?:назван|наименован|номер(?![а-я])).*)"
        rf"|г(?:ор|ород)?[.\s]\s*(?:город|[а-я]\.|[nн]-?ск)|ул(?:ица)?[.\s]\s*улица|{either(_typed())}\.[.…\s]*)"
    )
)
_SO_AND_SO = pattern(r"(?<![а-я-])(?<!по )так[а-я]{2,3}-то(?![а-я])")  # «ул. Такая-то», «Такому-то Ивану»
_EXAMPLE = pattern(
    lambda: (
        rf"(?:{either(_typed())}(?:\.\s*|\s+))?{_listed('examples')}"
        rf"(?:\s+{either(words_of('street', 'inside'))}\.?)?"
    )
)
_NOTHING = pattern(lambda: _listed("nothing"))
_START = pattern(lambda: rf"{_listed('starts')}(?![а-яa-z])")
_REPEATED = pattern(r"(?:(?:19|20)?(?:[xх]{2,}|[nн]{3,})\s?)+")  # «XXXX», «XX.XX.19XX»; one «х» is a village
_BLANK = pattern(r"_{2,}(?:\s?г\.?\s?р\.?)?")
_BRACKETED = pattern(r"\(([^()]*)\)|\[([^\[\]]*)\]|<([^<>]*)>|(?<!\{)\{{1,2}([^{}]*)\}{1,2}")
_ANY_SIGN = pattern(r"[(\[<{_]")
_NO_NUMBER = pattern(
    r"(?:[-–—]|№)\s?(?:n{1,3}|[xх]{1,3}|_+|\?+|\*+|#+|\.{2,}|…)(?![а-яa-z0-9])"  # «СИЗО-N», «ИК № XX», «ИК-…»
    # «СИЗО-№», «по N-ской области», «по … области», «по такой-то области», «по региону»
    r"|№(?!\s?[0-9])|(?<![а-яa-z0-9])n-?ск"
    r"|(?<![а-я])по\s(?:\.{2,}|…|(?:так|как)\w+-то|(?:региону|области|краю|республике)(?:$|[,)»]))"
)
_CYRILLIC = pattern("[А-Яа-яЁё]")


@lru_cache(maxsize=8192)  # towns, streets and prisons come again and again
def is_placeholder(part: str) -> bool:
    """Whether a part between commas is a word of a form, in brackets or not."""
    if _BLANK.search(part) or any(placeholder == part for placeholder in placeholders_in(part)):
        return True
    folded = fold_case(part)
    introduced = PERSON.match(folded)
    words = " ".join(_SIGNS.sub(" ", folded[introduced.end() if introduced else 0 :]).split())
    if _NAMELESS.fullmatch(folded) or _SO_AND_SO.search(folded) or _REPEATED.fullmatch(words.removesuffix(" г р")):
        return True
    return bool(_WORD.fullmatch(words) or _NAME.fullmatch(words) or _START.match(words))


def placeholders_in(text: str) -> Iterator[str]:
    """What stands in a text besides its comma parts: in brackets of any kind, or as a line to write on."""
    if not _ANY_SIGN.search(text):
        return
    for found in _BRACKETED.finditer(text):
        inner = "".join(filter(None, found.groups()))
        is_template = found[0][0] == "{" or (found[0][0] == "<" and _CYRILLIC.search(inner))
        if is_template or is_placeholder(inner):
            yield found[0]
    yield from (found[0] for found in _BLANK.finditer(text))


def is_no_name(recipient: str) -> bool:
    """Whether where a name would stand there is said that there is none: «нет данных»; in a table that is an answer."""
    return is_placeholder(recipient) or bool(_NOTHING.fullmatch(fold_case(recipient)))


def examples_in(address: Address) -> Iterator[str]:
    """The parts that forms have for an example, and a real address may have as well: «ул. Примерная», «123456»."""
    parts = (address.index, *address.settlements, address.street)
    return (part for part in parts if part and _EXAMPLE.fullmatch(fold_case(part)))


def is_without_number(facility: str) -> bool:
    """Whether an institution has a sign in place of its number or of its region."""
    return bool(_NO_NUMBER.search(fold_case(facility)))
