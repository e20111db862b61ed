"""A list that lies in an unnamed temporary file once it is long, so that a book of any length fits the memory."""

import pickle
import struct
import tempfile
import weakref
from collections.abc import Iterator
from io import BytesIO
from typing import IO, Generic, TypeVar

T = TypeVar("T")
IN_MEMORY = 2_000_000  # bytes
_LENGTH = struct.Struct("<I")


class Spool(Generic[T]):
    """Values in the order they were appended; may be read as often as one likes. The file has no name."""

    def __init__(self) -> None:
        self._file: IO[bytes] = BytesIO()
        self._count = 0
        self._end = 0

    def append(self, value: T) -> None:
        """Put a value behind the others."""
        data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        if self._end > IN_MEMORY and isinstance(self._file, BytesIO):
            self._move_to_disk(self._file)
        self._file.seek(self._end)
        self._file.write(_LENGTH.pack(len(data)) + data)
        self._end += _LENGTH.size + len(data)
        self._count += 1

    def _move_to_disk(self, memory: BytesIO) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  lives as long as the spool
        weakref.finalize(self, self._file.close)
        self._file.write(memory.getbuffer())

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[T]:
        place = 0
        while place < self._end:
            self._file.seek(place)
            (length,) = _LENGTH.unpack(self._file.read(_LENGTH.size))
            value: T = pickle.loads(self._file.read(length))
            place += _LENGTH.size + length
            yield value
