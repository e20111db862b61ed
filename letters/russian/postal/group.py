"""Which addresses lead to one prison, however it is spelled: type, number and region, not the text."""

from dataclasses import dataclass
from functools import lru_cache

from letters.model import Address
from letters.russian.postal.regions import regions_for_index, regions_named, regions_of_cities

_WITHOUT_NUMBERS = frozenset({"hospital", "police", "other"})  # a region has many of them, the rest of a kind one


@dataclass(frozen=True, slots=True)
class FacilityKey:
    """What tells prisons apart; `index` only where neither number nor type does («ГБУЗ …», «ИВС …»).

    The central service counts its own: СИЗО-2 ФСИН России is Lefortovo, СИЗО-2 УФСИН России по г. Москве Butyrka.
    """

    type: str
    number: str | None
    region: str  # as regions.toml names it; "" = unknown
    index: str | None = None
    is_central: bool = False  # «ФСИН России» itself runs it; the region is where it stands

    def __str__(self) -> str:
        """«ИК-1, Сахалинская область», «СИЗО-2 ФСИН России, Москва», «hospital, Кировская область, 610000»."""
        number = f"-{self.number}" if self.number else ""
        owner = " ФСИН России" if self.is_central else ""
        return ", ".join(filter(None, (f"{self.type}{number}{owner}", self.region, self.index)))


def facility_key(address: Address) -> FacilityKey:
    """The key of the prison, hospital or police station to which the address leads."""
    place = address.facility
    region = _region(place.authority_region, address.region, address.settlements, address.index)
    is_open = place.number is None and place.type in _WITHOUT_NUMBERS
    return FacilityKey(place.type, place.number, region, address.index if is_open else None, place.is_central)


@lru_cache(maxsize=4096)  # some 265 facilities, in several spellings
def _region(authority: str | None, region: str | None, settlements: tuple[str, ...], index: str) -> str:
    """The authority's region, else the printed one, else the capital's; the index decides between several («РБ»)."""
    named = regions_named(authority or "") or regions_named(region or "") or regions_of_cities(settlements)
    by_index = regions_for_index(index)
    return next((name for name in by_index if name in named), None) or min(named, default=(*by_index, "")[0])


@lru_cache(maxsize=4096)
def pile_order(key: FacilityKey) -> tuple[str, str, tuple[int, ...], bool, str]:
    """For sorting: prisons of one region side by side, ИК-2 before ИК-10, the central service last."""
    number = tuple(map(int, key.number.split("/"))) if key.number else ()
    return key.region, key.type, number, key.is_central, key.index or ""


def facility_heading(address: Address) -> str:
    """What stands above a pile: «ИК-1, Сахалинская область»; of a hospital or the like the published words."""
    key = facility_key(address)
    return address.facility.text if key.type in _WITHOUT_NUMBERS else str(key)
