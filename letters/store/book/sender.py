"""The sender's address put into a book that has none, everything else as it was."""

from contextlib import suppress
from pathlib import Path

from letters.errors import DataError, Problem
from letters.sentences import sentence
from letters.store.book.changing import book_alone, new_book
from letters.store.book.lines import BookLines, parse_lines, read_lines

_KEY = "sender"
_MARK = b"\xef\xbb\xbf"  # that Notepad puts in front of a text


def write_return_address(path: Path, lines: tuple[str, ...]) -> None:
    """Write the lines under «sender:» as «return_address:»; the same lines again change nothing.

    Raises DataError where the book has another address, or is written so that it cannot be changed; FileError.
    """
    with book_alone(path):
        _write(path, read_lines(path), lines)


def _write(path: Path, book: BookLines, lines: tuple[str, ...]) -> None:
    there = book.top.get(_KEY)
    known = there.get("return_address") if isinstance(there, dict) else None
    if known:
        if _plain(known) == lines:
            return
        raise DataError(_there(book.name))
    with new_book(path, None if book.is_new else book.data, _with_address(book, lines)) as data:
        _check(book, data, lines)


def _plain(address: str) -> tuple[str, ...]:
    return tuple(" ".join(line.split()) for line in address.splitlines() if line.strip())


def _there(name: str) -> Problem:
    what = sentence("the book has another sender's address already.")
    return Problem(name, what, sentence("Change it in the book, under «sender:»."), code="sender-there")


def _with_address(book: BookLines, lines: tuple[str, ...]) -> bytes:
    """The file with a new block before everything else that is no remark, or behind the line «sender:»."""
    at, indent, is_new = _room(book)
    block = [b"sender:"] if is_new else []
    block += [b" " * indent + b"return_address: |", *(b" " * (indent + 2) + line.encode() for line in lines)]
    block += [b""] if is_new else []
    before, behind = book.lines[:at], book.lines[at:]
    if before and not before[-1].endswith(b"\n"):
        before[-1] += book.line_end
    data = b"".join((*before, *(line + book.line_end for line in block), *behind))
    return _MARK + data.replace(_MARK, b"", 1) if book.data.startswith(_MARK) else data


def _room(book: BookLines) -> tuple[int, int, bool]:
    """Before which line, how far in, and whether «sender:» itself is missing."""
    if _KEY not in book.top:
        first = book.people if book.people is not None else len(book.lines)
        return min((first, *_keys(book))), 2, True
    at = next(number for number in _keys(book) if _is_sender(book.lines[number]))
    inner = next((line for line in book.lines[at + 1 :] if line.strip() and not line.lstrip().startswith(b"#")), b"")
    deep = len(inner) - len(inner.lstrip(b" "))
    return at + 1, deep or 2, False


def _keys(book: BookLines) -> list[int]:
    """The lines that begin at the left edge with something that is no remark."""
    return [number for number, line in enumerate(book.lines) if line[:1].strip() and line[:1] not in b"#-%"]


def _is_sender(line: bytes) -> bool:
    return line.removeprefix(_MARK).startswith((b"sender:", b"sender :"))


def _check(book: BookLines, data: bytes, lines: tuple[str, ...]) -> None:
    """Raise DataError unless the new book holds the address and all else as before."""
    with suppress(DataError):
        now = parse_lines(book.name, data)
        sender = now.top.get(_KEY)
        if isinstance(sender, dict) and _plain(sender.get("return_address") or "") == lines:
            old = book.top.get(_KEY) if isinstance(book.top.get(_KEY), dict) else {}
            rest = {key: value for key, value in sender.items() if key != "return_address"}
            before = {key: value for key, value in (old or {}).items() if key != "return_address"}
            others = {key: value for key, value in now.top.items() if key != _KEY}
            kept = {key: value for key, value in book.top.items() if key != _KEY}
            if now.records == book.records and rest == before and others == kept:
                return
    what = sentence("the address cannot be put into this book without touching more of it.")
    hint = sentence("Write it there by hand, under «sender:» as «return_address:»; the sample book shows how.")
    raise DataError(Problem(book.name, what, hint, code="book-fixed"))
