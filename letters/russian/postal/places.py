"""What the parts of an address between index and recipient are: region, district, settlement, street, house."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from letters.model import PartKind
from letters.patterns import pattern
from letters.russian.postal.facility import is_mark
from letters.russian.postal.line import LinePiece, tidied
from letters.russian.postal.regions import REGION_START, is_region_alone, region_of_city
from letters.russian.postal.words import (
    BARE_HOUSE,
    COUNTRY,
    DOUBT,
    ENDED,
    HOUSE_AT_END,
    INNER,
    INSIDE,
    LABEL,
    PERSON,
    START,
    STREET_AFTER,
    WARD_START,
)
from letters.russian.tidy import fold_case

_KINDS: dict[str, PartKind] = {"house": "house", "district": "district", "settlement": "settlement", "street": "street"}
_OPEN = (None, "rest")
_PASSED = frozenset({"street", "house"})  # behind these stands no town any more
_BEHIND_TOWN = frozenset({"street", "settlement", "district", None})  # before these a second one may
_BEHIND_ANY_TOWN = frozenset({"region", "index"})  # in the order of an envelope the town stands before these
_ULUS = pattern(r"улус\s+[а-я-]+ский")  # a district of Yakutia; «улус Балта» is a village of Buryatia
_LOWER_WORD = pattern(r"[а-яё]{2,}")
_SMALL_WORD = pattern(r"(?<![\w-])[а-яё]+(?![\w-])")
_NAME_WORD = pattern(r"[а-яa-z]{3}|[0-9]")


@lru_cache(maxsize=8192)  # towns, streets and houses of prisons come again and again
def places_in(part: str) -> tuple[LinePiece, ...]:
    """The places that one comma part names, cut where a comma was forgotten: «Челябинская область г. Копейск»."""
    folded = fold_case(part)
    cuts = sorted({0, *_cuts(part, folded), len(part)})
    pieces = tidied(part, (LinePiece(None, start, end) for start, end in pairwise(cuts)))
    return tuple(piece._replace(kind=classify(part[piece.start : piece.end])) for piece in pieces)


def _cuts(part: str, folded: str) -> Iterator[int]:
    opening = START.match(folded)
    if opening is None:
        yield from _region_cuts(part, folded)
    elif opening.lastgroup == "house":
        return
    inner = list(_inner_cuts(part, folded, opening.end() if opening else 0))
    inner += _street_cuts(part, folded, [0, *inner])
    yield from inner
    if (number := HOUSE_AT_END.search(folded)) and _is_street(part[max(inner, default=0) : number.start()]):
        yield number.start()


def _inner_cuts(part: str, folded: str, named: int) -> Iterator[int]:
    """Before each type word that has a name before it; all numbers of one house stay together."""
    for found in INNER.finditer(part, named):
        if _NAME_WORD.search(folded, named, found.start()):
            yield found.start()
            if opens_as(folded, found.start()) == "house":
                return


def _street_cuts(part: str, folded: str, starts: list[int]) -> Iterator[int]:
    """Before a street that has its type word behind it, after the name of a town: «г. Барнаул Канатный проезд»."""
    for town in (START.match(folded, start) for start in starts):
        if town and town.lastgroup == "settlement" and (street := STREET_AFTER.search(part, town.end())):
            if _NAME_WORD.search(folded, town.end(), street.start()):
                yield street.start()
            return


def _region_cuts(part: str, folded: str) -> Iterator[int]:
    region = REGION_START.match(folded)
    if region and part[region.end() : region.end() + 2].strip(" .").isalpha():
        yield region.end()
    for found in ENDED.finditer(part, 1):
        yield found.end()


def _is_street(place: str) -> bool:
    """A bare number at the end is a house only behind the name of a street: «ул. Мира 5», not «поселок Шахта 3»."""
    return " " in place and classify(place) == "street"


def opens_as(folded: str, position: int = 0) -> str | None:
    """The kind that the type word at that position announces: «г. …» a settlement, «д. 5» a house."""
    opening = START.match(folded, position)
    return opening.lastgroup if opening else None


def classify(place: str) -> PartKind | None:
    """What a place is by its words alone; `None` for a bare name and for «кв.», a flat or a quarter."""
    folded = fold_case(place)
    if BARE_HOUSE.fullmatch(folded):
        return "house"
    if COUNTRY.fullmatch(folded):
        return "label"
    if WARD_START.match(folded):
        return "note"
    if _ULUS.fullmatch(folded):
        return "district"
    opening = opens_as(folded)
    return _KINDS.get(opening) if opening else _classify_inside(place, folded)


def _classify_inside(place: str, folded: str) -> PartKind | None:
    if is_region_alone(folded):
        return "region"
    if is_mark(place, folded, 0, len(place)):
        return "facility"
    if _is_prose(place):
        return _classify_prose(folded)
    return next((kind for kind, words in INSIDE if words.search(folded)), None)


def _is_prose(place: str) -> bool:
    """Words without a capital: «предположительно», «в настоящее время»."""
    return place.islower() and bool(_LOWER_WORD.match(place))


def is_of_house(folded: str) -> bool:
    """Whether brackets behind a house say more of it: «д. 18 (корпус 2)», «д. 5 (б)»."""
    return opens_as(folded) in ("house", "flat") or bool(BARE_HOUSE.fullmatch(folded)) or len(folded) < 3


def is_sentence(name: str) -> bool:
    """Whether a bare name is rather words of a sentence: «Задержан у дома на»."""
    return opens_as(fold_case(name)) is None and len(_SMALL_WORD.findall(name)) > 1


def _classify_prose(folded: str) -> PartKind:
    if DOUBT.search(folded):
        return "note"
    return "label" if LABEL.search(folded) or PERSON.fullmatch(f"{folded} ") else "rest"


def settle(cased: str, pieces: list[LinePiece]) -> list[LinePiece]:
    """The pieces with their kinds; a bare name is a street right before a house, a settlement only in front."""
    settled = [place for piece in pieces for place in _placed(cased, piece)]
    done: list[LinePiece] = []
    for at, place in enumerate(settled):
        done.append(_settle_name(cased, done, place, settled[at + 1 :]) if place.kind in _OPEN else place)
    return done


def _placed(cased: str, piece: LinePiece) -> Iterable[LinePiece]:
    if piece.kind:
        return (piece,)
    here = piece.start
    return (LinePiece(kind, here + start, here + end) for kind, start, end in places_in(cased[here : piece.end]))


def _settle_name(cased: str, before: list[LinePiece], piece: LinePiece, behind: list[LinePiece]) -> LinePiece:
    """A bare name: the capital of a region, a street right before a house, a town where a town may stand."""
    name = cased[piece.start : piece.end]
    kinds = [place.kind for place in before]
    if piece.kind == "rest":  # words without a capital, printed where a place would be
        return piece if "facility" in kinds else piece._replace(kind="unknown")
    following = behind[0].kind if behind else "born"
    is_placed = "settlement" in kinds
    if opens_as(fold_case(name)) == "flat":
        return piece._replace(kind="house" if kinds[-1:] == ["house"] else "settlement")
    if not is_placed and (following in _BEHIND_ANY_TOWN or region_of_city(name)):
        return piece._replace(kind="settlement")
    if following == "house" and "street" not in kinds and not name[0].islower():
        return piece._replace(kind="street")
    is_last = following not in _BEHIND_TOWN and not {"settlement", "facility"}.isdisjoint(kinds)
    return piece._replace(kind="unknown" if is_last or not _PASSED.isdisjoint(kinds) else "settlement")
