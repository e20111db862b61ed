"""What somebody types or pastes, or another program sends; a program that was started without any input has neither."""

import sys


def is_somebody_there() -> bool:
    """Whether a person sits at a terminal and can be asked."""
    return bool(sys.stdin and sys.stdin.isatty())


def read_pasted(most: int) -> bytes:
    """What comes in, one byte more than `most` at the most: whoever takes it says that it is too much."""
    return sys.stdin.buffer.read(most + 1) if sys.stdin else b""
