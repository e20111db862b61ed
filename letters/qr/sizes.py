"""How large codes are, in modules and in mm."""

QUIET_ZONE = 4  # modules kept light on each side, ISO/IEC 18004; not part of a Matrix
CODE_WIDTH = 36.0  # mm, quiet zone included: what a page has for a code; a longer link is refused
MIN_MODULE = 0.5  # mm; smaller modules suffer from household printers and old telephones
MAX_BYTES = 2331  # what version 40 holds at level M, ISO/IEC 18004


def side_of(version: int) -> int:
    """Modules along one side of a symbol, without the quiet zone, ISO/IEC 18004, 6.3.1."""
    return version * 4 + 17


def size_of(side: int, module: float) -> float:
    """Width and height in mm of a code with its quiet zone when a module is `module` mm wide."""
    return (side + 2 * QUIET_ZONE) * module
