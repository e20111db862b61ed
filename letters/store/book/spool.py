"""A list that lies in an unnamed temporary file once it is long, so that a book of any length fits the memory."""

import pickle
import struct
import tempfile
import weakref
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import IO, Any, Generic, TypeVar

T = TypeVar("T")
IN_MEMORY = 2_000_000  # bytes
_LENGTH = struct.Struct("<I")


def dumped(value: object) -> bytes:
    """A value as bytes that a spool takes."""
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def loaded(data: bytes) -> Any:
    """A value that was `dumped`."""
    return pickle.loads(data)


class Spool(Generic[T]):
    """Values in the order they were appended; may be read as often as one likes. The file has no name."""

    def __init__(self) -> None:
        self._file: IO[bytes] = BytesIO()
        self._count = 0
        self._end = 0

    def append(self, value: T) -> None:
        """Put a value behind the others."""
        self._write(dumped(value))

    def append_dumped(self, data: bytes) -> None:
        """Put a value that was `dumped`, perhaps by another process, behind the others."""
        self._write(data)

    def _move_to_disk(self, memory: BytesIO) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  lives as long as the spool
        weakref.finalize(self, self._file.close)
        self._file.write(memory.getbuffer())

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[T]:
        return (pickle.loads(data) for _, data in self._records())

    def dumped(self) -> Iterator[bytes]:
        """The values as they were `dumped`, for another process."""
        return (data for _, data in self._records())

    def ordered(self, key: Callable[[T], Any]) -> "Spool[T]":
        """The same values sorted by a key; only the keys and the places of the values are in memory."""
        order = sorted((key(pickle.loads(data)), place) for place, data in self._records())
        found: Spool[T] = Spool()
        for _, place in order:
            found._write(self._read(place))
        return found

    def _write(self, data: bytes) -> None:
        if self._end > IN_MEMORY and isinstance(self._file, BytesIO):
            self._move_to_disk(self._file)
        self._file.seek(self._end)
        self._file.write(_LENGTH.pack(len(data)) + data)
        self._end += _LENGTH.size + len(data)
        self._count += 1

    def _read(self, place: int) -> bytes:
        self._file.seek(place)
        (length,) = _LENGTH.unpack(self._file.read(_LENGTH.size))
        return self._file.read(length)

    def _records(self) -> Iterator[tuple[int, bytes]]:
        place = 0
        while place < self._end:
            data = self._read(place)
            yield place, data
            place += _LENGTH.size + len(data)
