"""The address in Latin letters for an envelope, line by line: streets transliterated, places under their English names.

A post abroad reads the place, the Russian post the Cyrillic lines above; «ul. Dekabristov» can be said and found again
by both, «Dekabristov Street» by one (Universal Postal Union: the address in Roman letters).
"""

from collections.abc import Iterator

from letters.model import Address
from letters.paper import LatinAmount
from letters.russian.english.line import facility
from letters.russian.english.places import district, regions, settlement
from letters.russian.english.words import quoted
from letters.russian.names import latin
from letters.russian.postal.block import NO_BREAK, Line


def latin_lines(address: Address, name: str, born: int | None, amount: LatinAmount) -> tuple[Line, ...]:
    """The lines under the Russian ones; `name` is the English spelling, the country line is not among them."""
    if amount == "none":
        return ()
    return tuple(_whole(address, name, born) if amount == "all" else _place(address))


def _whole(address: Address, name: str, born: int | None) -> Iterator[Line]:
    yield Line("recipient", f"{name} (born{NO_BREAK}{born})" if born else name)
    yield Line("facility", facility(address.facility, address.index).replace("No. ", f"No.{NO_BREAK}"))
    if street := ", ".join(filter(None, (address.street, address.house))):
        yield Line("street", quoted(latin(street)))
    yield from _place(address)


def _place(address: Address) -> Iterator[Line]:
    """Settlement in capitals (UPU), district, region, index: on one line, to leave room for the Russian ones."""
    towns = [settlement(part).upper() for part in reversed(address.settlements)]
    region = regions(address.region, address.index) if address.region else ""
    known = "" if region.upper() in towns else region  # «г. Москва, Москва» is one Moscow
    far = NO_BREAK.join(filter(None, (known, address.index)))
    parts = (*towns, address.district and district(address.district), far)
    yield Line("settlement", ", ".join(filter(None, parts)))
