"""Notes letters in a ledger, for tests of races and kills: `write FILE COUNT`, or `kill FILE OTHER TIMES SEED`.

`kill` forks a child for each time, which writes acts of SIZE events or merges OTHER, and kills it after a moment by
chance; then every act must be whole. It prints how often the file had grown.
"""

import os
import random
import signal
import sys
import time
from collections import Counter
from pathlib import Path

from letters.store.ledger import Event, merge_ledgers, new_mark, read_events, writing

SIZE = 40


def act(size: int) -> list[Event]:
    """The events of one command."""
    name = new_mark()
    return [Event(new_mark(), name, "2026-11-22", "posted", "Копытов Лев Ильич", 1970) for _ in range(size)]


def write(path: Path, count: int) -> None:
    """So many commands, one event each."""
    for _ in range(count):
        with writing(path) as ledger:
            ledger.append(act(1))


def busy(path: Path, other: Path | None) -> None:
    """Write until somebody kills this process."""
    while other is None:
        with writing(path) as ledger:
            ledger.append(act(SIZE))
    while True:
        merge_ledgers(path, other, lambda event: None, lambda done, total: None)


def kill(path: Path, other: Path, times: int, seed: int) -> int:
    """Kill so many writers, every second one while it merges; how often the file had grown."""
    chance, grown, before = random.Random(seed), 0, 0
    whole, begun = len(read_events(other)), time.monotonic()
    with writing(path) as ledger:
        ledger.append(act(SIZE))
    longest = max(3 * (time.monotonic() - begun), 0.06)  # as quick as this machine is now
    for number in range(times):
        merging = bool(number % 2)
        if merging:  # into a file without those events
            path.unlink(missing_ok=True)
            path.with_name(path.name + "-journal").unlink(missing_ok=True)
            before = 0
        child = os.fork()
        if child == 0:
            busy(path, other if merging else None)
        time.sleep(chance.uniform(0.0, longest))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        events = read_events(path)
        counts = Counter(event.act for event in events)
        foreign = sum(count for count in counts.values() if count != SIZE)
        assert foreign in (0, whole), (number, counts)
        grown += len(events) > before
        before = len(events)
    return grown


if __name__ == "__main__":
    task, file, *words = sys.argv[1:]
    if task == "write":
        write(Path(file), int(words[0]))
    else:
        sys.stdout.write(str(kill(Path(file), Path(words[0]), int(words[1]), int(words[2]))))
