"""The modules of a code: codewords in their places, the mask that costs least, the format."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

import qrcode
from qrcode.constants import ERROR_CORRECT_M

from letters.qr.codewords import codewords
from letters.qr.links import check_payload
from letters.qr.penalty import penalty
from letters.qr.sizes import MIN_MODULE, side_of, size_of


@dataclass(frozen=True, slots=True)
class Matrix:
    """The modules of one code: a row is a text of `#` = dark and `.` = light, without the quiet zone."""

    rows: tuple[str, ...]
    version: int
    mask: int

    @property
    def side(self) -> int:
        """Modules along one side, without the quiet zone."""
        return len(self.rows)

    def __str__(self) -> str:
        """The code as text."""
        return "\n".join(self.rows)


def size_needed(code: Matrix, module: float = MIN_MODULE) -> float:
    """Width and height in mm that the code takes with its quiet zone when a module is `module` mm wide."""
    return size_of(code.side, module)


@lru_cache(maxsize=512)
def matrix(payload: str) -> Matrix:
    """The code of a link at level M in the smallest version; raises `DataError` for a link it must refuse."""
    check_payload(payload)
    version, words = codewords(payload)
    unmasked = _placed(words, version)
    mask = best_mask(version, unmasked)
    return Matrix(_rows(unmasked ^ _finishing_changes(version)[mask], side_of(version)), version, mask)


def _rows(dark: int, side: int) -> tuple[str, ...]:
    flat = f"{dark:0{side * side}b}"[::-1].translate({48: ".", 49: "#"})
    return tuple(flat[at : at + side] for at in range(0, side * side, side))


def best_mask(version: int, unmasked: int) -> int:
    """The mask that costs least, the first of equals, ISO/IEC 18004, 7.8.3: what qrcode chooses, but sooner."""
    costs = [penalty(unmasked ^ change, side_of(version)) for change in _mask_changes(version)]
    return costs.index(min(costs))


# --- learnt from qrcode, which knows the standard ---


class _Places(NamedTuple):
    """Where the bits of the codewords stand in a symbol under mask 0 whose format is left blank."""

    order: Callable[[str], tuple[str, ...]]  # takes all bits and a 0; for each module its bit, the bottom right first
    empty: int  # the dark modules when all bits are 0


def _placed(words: bytes, version: int) -> int:
    """The dark modules under mask 0 with a blank format (7.7.3)."""
    places = _places(version)
    bits = f"{int.from_bytes(words, 'big'):0{8 * len(words)}b}0"
    return int("".join(places.order(bits)), 2) ^ places.empty


@lru_cache(maxsize=40)
def _places(version: int) -> _Places:
    """Found with about a dozen symbols: in the n-th a bit is set if its number has the n-th binary digit."""
    code = _blank(version)
    count = 8 * len(code.data_cache)
    empty = bits_of(code.modules)
    numbers = [0] * side_of(version) ** 2  # of the bit in each module, counted from 1; 0 = not of the codewords
    for digit in range(count.bit_length()):
        chosen = sum(1 << (count - number) for number in range(1, count + 1) if number >> digit & 1)
        code.data_cache = [*chosen.to_bytes(count // 8, "big")]
        code.makeImpl(True, 0)
        changed = bits_of(code.modules) ^ empty
        numbers = [number | (changed >> module & 1) << digit for module, number in enumerate(numbers)]
    return _Places(itemgetter(*(number - 1 for number in reversed(numbers))), empty)


def _mask_changes(version: int) -> tuple[int, ...]:
    """For each mask the modules that differ from the same code under mask 0 while its format is left blank."""
    return _learnt_changes(version, True)


def _finishing_changes(version: int) -> tuple[int, ...]:
    """For each mask the modules in which the finished code differs from the one under mask 0 with a blank format."""
    return _learnt_changes(version, False)


@lru_cache(maxsize=80)
def _learnt_changes(version: int, blank: bool) -> tuple[int, ...]:
    """Masks and formats change the same modules whatever a code says."""
    code = _blank(version)
    first = bits_of(code.modules)
    changes = []
    for mask in range(8):
        code.makeImpl(blank, mask)
        changes.append(bits_of(code.modules) ^ first)
    return tuple(changes)


def _blank(version: int) -> "qrcode.QRCode[object]":
    """A symbol whose codewords are all 0, under mask 0 with a blank format."""
    code = qrcode.QRCode(version=version, error_correction=ERROR_CORRECT_M, border=0)
    code.add_data("A")
    code.makeImpl(True, 0)
    code.data_cache = [0] * len(code.data_cache)
    code.makeImpl(True, 0)
    return code


def bits_of(modules: list[list[bool]]) -> int:
    """The modules as one number, row after row, the top left module in the lowest bit."""
    flat = "".join("1" if dark else "0" for row in modules for dark in row)
    return int(flat[::-1], 2)
