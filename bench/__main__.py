"""`python3 -m bench`: how long reading takes, for address lines and for a whole book of invented people."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.invented import invented_lines, write_book
from letters.book import parse_object, read_book

COUNT, ROUNDS = 10_000, 3


def seconds(job: Callable[[], object]) -> float:
    """The middle one of three runs, in seconds of this process's processor time."""
    taken = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        job()
        taken.append(time.process_time() - begun)
    return sorted(taken)[ROUNDS // 2]


def main() -> None:
    """Print the figures, one line each."""
    lines = tuple(invented_lines(COUNT))
    parsing = seconds(lambda: [parse_object(line) for line in lines])
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "book.yaml"
        write_book(book, COUNT)
        reading = seconds(lambda: read_book(book))
    print(f"{COUNT} published lines parsed:            {parsing:.2f} s of processor time")
    print(f"a book of {COUNT} people read and checked:  {reading:.2f} s ({reading / parsing:.1f} times as long)")


if __name__ == "__main__":
    main()
