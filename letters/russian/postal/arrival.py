"""What keeps a letter from arriving, however well the rest of the line was read; none of it may reach an envelope."""

from collections.abc import Iterator

from letters.model import Facility, PartKind
from letters.patterns import pattern
from letters.russian.postal.line import AddressFault, RecognisedLine
from letters.russian.postal.placeholders import is_no_name, is_without_number, placeholders_in
from letters.russian.postal.places import classify
from letters.russian.postal.regions import is_technical, region_of_city, regions_for_index
from letters.russian.postal.words import FOREIGN, FOREIGN_PLACE, INNER_PLACE
from letters.russian.tidy import fold_case

_PLACES: tuple[PartKind, ...] = ("settlement", "district", "region")
# «Карналлитовая», «Декабристов 11», «Космонавтов», «Мира»
_STREET_LIKE = pattern(
    r"[а-я-]+[ая]я|.*\s[0-9]+\s?[а-я]?|[а-я]+(?:исто|навто|нико|щико|теле|овце|енце)[вй]|мира|ленина|кирова|гагарина|победы"
)


def find_faults(found: RecognisedLine, facility: Facility | None) -> Iterator[AddressFault]:
    """The faults of an address, in a fixed order; none for a line that lacks index or facility."""
    index = found.joined("index")
    if index is None or facility is None:
        return
    if not regions_for_index(index) and not is_technical(index):
        yield AddressFault("index-not-russian", index)
    if country := _foreign_country(found):
        yield AddressFault("country-foreign", country)
    if facility.authority_region is None and not _names_place(found):
        yield AddressFault("no-place", facility.text)
    if name := _street_or_town(found):
        yield AddressFault("street-or-town", name)
    if words := tuple(_unfilled(found)):
        yield AddressFault("placeholder", "», «".join(words))


def _names_place(found: RecognisedLine) -> bool:
    """Whether the line names a town, a district or a region; «мкр. Южный» is in any town."""
    towns = found.texts("settlement")
    return bool(found.texts("district") or found.texts("region")) or not all(map(_is_inner, towns))


def _is_inner(town: str) -> bool:
    return bool(INNER_PLACE.fullmatch(fold_case(town)))


def _foreign_country(found: RecognisedLine) -> str | None:
    """The part that is another state, or a region or town of one: «Республика Беларусь», «г. Минск»."""
    texts = (*(text for kind in _PLACES for text in found.texts(kind)), *found.texts("unknown"))
    return next(
        (text for words in (FOREIGN, FOREIGN_PLACE) for text in texts if words.fullmatch(fold_case(text))), None
    )


def _street_or_town(found: RecognisedLine) -> str | None:
    """The name without a type word that may be either, where no town is certain: «656021, Степная, д. 1, СИЗО-1»."""
    towns, streets = found.texts("settlement"), found.texts("street")
    if any(map(_is_town, towns)):
        return None
    likely = tuple(name for name in towns if _STREET_LIKE.fullmatch(fold_case(name)))
    is_placed = bool(towns or found.texts("district"))
    bare = () if is_placed else tuple(name for name in streets if classify(name) is None)
    return next(iter(likely + bare), None)


def _unfilled(found: RecognisedLine) -> Iterator[str]:
    """The words of a form, as parts and inside other parts, each once."""
    parts = found.texts("placeholder")
    yield from parts
    yield from filter(is_no_name, found.texts("recipient"))
    yield from filter(is_without_number, found.texts("facility"))
    yield from (text for text in dict.fromkeys(placeholders_in(found.text.printed)) if text not in " ".join(parts))


def _is_town(name: str) -> bool:
    return classify(name) is not None or region_of_city(name) is not None
