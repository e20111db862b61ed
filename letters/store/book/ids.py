"""The short names of people: how one is made, and which of them are one and the same for some file system or reader.

`compose` names files after them: Windows and macOS know no capitals, macOS no difference between «й» in one character
or two, Windows keeps some names for itself, and no reader tells «аnna» with a Russian letter from «anna».
"""

import re
import unicodedata
from collections.abc import Container, Iterator
from itertools import chain, count

from letters.model import Name
from letters.russian import names

LONGEST = 25  # letters of one word of a name
_NOT_IN_ID = re.compile(r"[^a-z0-9]+")
# learn.microsoft.com/windows/win32/fileio/naming-a-file: with any ending, in any case, also with superscript digits
_OF_WINDOWS = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9¹²³]", re.IGNORECASE)
# Letters that look like a Latin one in most fonts (Unicode TR39, confusables.txt: Cyrillic and Greek).
_LOOKS_LIKE = str.maketrans(
    "авгеёзікмнорсстухјѕԁԛԝһѵʏαικνορτυχ",
    "abreeзikmhopcctyxjsdqwhvyaikvoptux",
)


def is_reserved(name: str) -> bool:
    """Whether Windows keeps the name for itself: no file can be called so there."""
    return bool(_OF_WINDOWS.fullmatch(name))


def folded(name: str) -> str:
    """The same for ids that are one file on some system, or look alike: Con = con, аnna = anna."""
    return unicodedata.normalize("NFKC", name).casefold().translate(_LOOKS_LIKE)


def free_id(name: Name | None, born: int | None, taken: Container[str]) -> str:
    """The surname in Latin letters; if that is `taken` (folded ids), with the given name, the year, a number."""
    return next(found for found in _ids(name, born) if found not in taken and not is_reserved(found))


def _ids(name: Name | None, born: int | None) -> Iterator[str]:
    surname = _latin(name.last if name else "") or "person"
    yield surname
    given = _latin(name.first if name else "")
    stem = f"{surname}-{given}" if given else surname
    yield stem
    yield from (f"{stem}-{number}" for number in chain([born] if born else [], count(2)))


def _latin(word: str) -> str:
    return _NOT_IN_ID.sub("-", names.latin(word).lower()).strip("-")[:LONGEST].strip("-")
