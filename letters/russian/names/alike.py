"""Whether two spellings may be one person's name, in whatever case and order; nothing is proved by it."""

import re
from itertools import takewhile

from letters.russian.names.table import fold

_ENDINGS = 2, 3  # letters of the shorter and the longer of two words that a case may change: «Камень», «Осадчему»
_RUSSIAN = re.compile("[а-я]+")
_ONE_LETTER = str.maketrans("ьй", "ии")


def is_alike(line: str, name: str) -> bool:
    """Whether a name of the book may be the one on the line, in whatever case and order: surname, given name, father.

    One of the two may lack a word, or have an initial for it. A name in Latin letters cannot be compared.
    """
    fewer, more = sorted((_stems(line), _stems(name)), key=len)
    return not fewer or all(any(_is_stem_alike(one, other) for other in more) for one in fewer)


def _stems(text: str) -> list[str]:
    """The Russian words of a name, in which what spellings and cases change for each other is one letter."""
    return _RUSSIAN.findall(fold(text).translate(_ONE_LETTER))


def _is_stem_alike(one: str, other: str) -> bool:
    """Whether two words are one but for the ending: «Лев» and «Льву», not «Лев» and «Пётр»."""
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    short, long = sorted((len(one) - common, len(other) - common))
    is_initial = common == 1 == min(len(one), len(other))
    return is_initial or (common > 0 and short <= _ENDINGS[0] and long <= _ENDINGS[1])
