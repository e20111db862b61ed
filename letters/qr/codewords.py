"""A link as codewords: data and error correction, ISO/IEC 18004, 7.4 to 7.6, with the tables of qrcode."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain, zip_longest
from typing import NamedTuple

from qrcode import base, util
from qrcode.constants import ERROR_CORRECT_M

_WORTH_ITS_OWN_MODE = 20  # characters in a row; what qrcode itself takes
_OTHER_MODE = re.compile(b"[%s]{%d}" % (re.escape(util.ALPHA_NUM), _WORTH_ITS_OWN_MODE))
_PADDING = b"\xec\x11"


class Codewords(NamedTuple):
    """What fills a symbol of this version, in the order in which it is placed."""

    version: int
    words: bytes


class _Bits:
    """Bits in a row, to which qrcode writes."""

    def __init__(self) -> None:
        self.value = 0
        self.length = 0

    def put(self, number: int, length: int) -> None:
        self.value = self.value << length | number
        self.length += length


class _Segment(NamedTuple):
    """A stretch of the payload in one mode, encoded; only its head depends on the version (7.4.2)."""

    mode: int
    characters: int
    content: _Bits


def version_of(payload: str) -> int:
    """The smallest version that holds the payload at level M."""
    return _version(_segments(payload))


def codewords(payload: str) -> Codewords:
    """The payload at level M in the smallest version."""
    segments = _segments(payload)
    version = _version(segments)
    blocks = _blocks(version)
    data = _data(segments, version, sum(block.data_count for block in blocks))
    return Codewords(version, _interleaved(data, blocks))


def _segments(payload: str) -> tuple[_Segment, ...]:
    data = payload.encode()
    if len(data) > _WORTH_ITS_OWN_MODE and not _OTHER_MODE.search(data):  # a link in small letters is bytes throughout
        content = _Bits()
        content.put(int.from_bytes(data, "big"), 8 * len(data))
        return (_Segment(util.MODE_8BIT_BYTE, len(data), content),)
    return tuple(map(_segment, util.optimal_data_chunks(payload, minimum=_WORTH_ITS_OWN_MODE)))


def _segment(data: util.QRData) -> _Segment:
    content = _Bits()
    data.write(content)
    return _Segment(data.mode, len(data), content)


def _version(segments: Sequence[_Segment]) -> int:
    limits = util.BIT_LIMIT_TABLE[ERROR_CORRECT_M]
    content = sum(segment.content.length for segment in segments)
    for version in range(1, 41):
        heads = sum(4 + util.length_in_bits(segment.mode, version) for segment in segments)
        if heads + content <= limits[version]:
            return version
    raise ValueError("more than a symbol holds")  # links are measured beforehand


def _data(segments: Sequence[_Segment], version: int, count: int) -> bytes:
    """`count` bytes: segments, terminator, padding (7.4.9, 7.4.10)."""
    bits = _Bits()
    for segment in segments:
        bits.put(segment.mode, 4)
        bits.put(segment.characters, util.length_in_bits(segment.mode, version))
        bits.put(segment.content.value, segment.content.length)
    bits.put(0, min(4, 8 * count - bits.length))
    bits.put(0, -bits.length % 8)
    data = bits.value.to_bytes(bits.length // 8, "big")
    return data + (_PADDING * count)[: count - len(data)]


@lru_cache(maxsize=40)
def _blocks(version: int) -> tuple[base.RSBlock, ...]:
    return tuple(base.rs_blocks(version, ERROR_CORRECT_M))


def _interleaved(data: bytes, blocks: Sequence[base.RSBlock]) -> bytes:
    """The first codeword of each block, then the second of each, …; the same for error correction (7.6)."""
    pieces, corrections, start = [], [], 0
    for block in blocks:
        piece = data[start : start + block.data_count]
        pieces.append(piece)
        corrections.append(_correction(piece, block.total_count - block.data_count))
        start += block.data_count
    both = chain(zip_longest(*pieces), zip_longest(*corrections))
    return bytes(word for words in both for word in words if word is not None)


def _correction(piece: bytes, count: int) -> bytes:
    """The remainder of a division of polynomials, one codeword after the other (7.5.2)."""
    remainders, top, kept = _remainders(count), 8 * (count - 1), (1 << 8 * count) - 1
    rest = 0
    for word in piece:
        rest = (rest << 8 & kept) ^ remainders[rest >> top ^ word]
    return rest.to_bytes(count, "big")


@lru_cache(maxsize=16)
def _remainders(count: int) -> tuple[int, ...]:
    """The error correction of a block of one codeword, for each value of it, as qrcode works it out."""

    def correction(word: int) -> int:
        single = util.BitBuffer()
        single.put(word, 8)
        return int.from_bytes(util.create_bytes(single, [base.RSBlock(1 + count, 1)])[1:], "big")

    return (0, *map(correction, range(1, 256)))
