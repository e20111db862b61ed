"""What a masked symbol costs, ISO/IEC 18004, 7.8.3: the arithmetic of whole numbers in place of loops over modules."""

from dataclasses import dataclass
from functools import lru_cache


def penalty(dark: int, side: int) -> int:
    """What ISO/IEC 18004 charges for a masked symbol: long runs, blocks, finder look-alikes, imbalance."""
    across, down = _same_neighbours(dark, side)
    blocks = across & (across >> side) & down & _fields(side).block
    lines = _long_runs(across, 1) + _long_runs(down, side)
    return lines + 3 * blocks.bit_count() + 40 * _look_alikes(dark, side) + _imbalance(dark, side)


@dataclass(frozen=True, slots=True)
class _Fields:
    """Where a pattern may begin so that it does not run over the edge: sets of modules as numbers."""

    all: int
    across: int  # not in the last column
    down: int  # not in the last row
    block: int
    eleven_across: int
    eleven_down: int


@lru_cache(maxsize=40)
def _fields(side: int) -> _Fields:
    def field(width: int, height: int) -> int:
        return sum(((1 << width) - 1) << (row * side) for row in range(height))

    return _Fields(
        all=field(side, side),
        across=field(side - 1, side),
        down=field(side, side - 1),
        block=field(side - 1, side - 1),
        eleven_across=field(side - 10, side),
        eleven_down=field(side, side - 10),
    )


def _same_neighbours(dark: int, side: int) -> tuple[int, int]:
    """The modules that look like their right neighbour, and those that look like the one below."""
    fields = _fields(side)
    return ~(dark ^ (dark >> 1)) & fields.across, ~(dark ^ (dark >> side)) & fields.down


def _long_runs(same: int, step: int) -> int:
    """Each run of n >= 5 equal modules costs n - 2."""
    four = same & (same >> step)
    four &= four >> (2 * step)
    starts = four & ~(four << step)
    return four.bit_count() + 2 * starts.bit_count()


def _look_alikes(dark: int, side: int) -> int:
    """How often 1:1:3:1:1 stands beside four light modules, along rows and columns."""
    fields = _fields(side)
    light = ~dark & fields.all
    along = (_finders(dark, light, 1, fields.eleven_across), _finders(dark, light, side, fields.eleven_down))
    return sum(along)


def _finders(dark: int, light: int, step: int, field: int) -> int:
    finder = dark & (light >> step) & (dark >> 2 * step) & (dark >> 3 * step)
    finder &= (dark >> 4 * step) & (light >> 5 * step) & (dark >> 6 * step)
    margin = light & (light >> step)
    margin &= margin >> 2 * step
    after, before = finder & (margin >> 7 * step), margin & (finder >> 4 * step)
    return (after & field).bit_count() + (before & field).bit_count()


def _imbalance(dark: int, side: int) -> int:
    """Ten for each full 5 % that the dark share is away from one half."""
    percent = float(dark.bit_count()) / (side**2)
    return int(abs(percent * 100 - 50) / 5) * 10
