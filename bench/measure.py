"""How long a whole process takes, and how much memory it and its children hold together at most."""

import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psutil

_PAUSE = 0.2  # seconds from one look at the memory to the next


@dataclass(frozen=True, slots=True)
class Measured:
    """One command: seconds from start to end, and MB at most."""

    seconds: float
    memory: float


def measured(command: Sequence[str], folder: Path, rounds: int) -> Measured:
    """The median time of so many rounds, and the memory of one more, for looking at the memory takes time."""
    return Measured(median(timed(command, folder) for _ in range(rounds)), memory_of(command, folder))


def timed(command: Sequence[str], folder: Path) -> float:
    """Seconds that a command takes in `folder`; raises RuntimeError with the end of what it said when it fails."""
    begun = time.perf_counter()
    _run(command, folder, psutil.Popen.wait)
    return time.perf_counter() - begun


def memory_of(command: Sequence[str], folder: Path) -> float:
    """MB that a command and all below it hold at most; raises RuntimeError as `timed` does."""
    peak = 0.0

    def watch(process: psutil.Popen) -> None:
        nonlocal peak
        while process.poll() is None:
            peak = max(peak, _memory(process))
            with suppress(psutil.TimeoutExpired):
                process.wait(_PAUSE)

    _run(command, folder, watch)
    return peak / 1e6


def _run(command: Sequence[str], folder: Path, wait: Callable[[psutil.Popen], object]) -> None:
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        process = psutil.Popen(command, cwd=folder, stdout=said, stderr=subprocess.STDOUT)
        wait(process)
        if process.returncode:
            said.seek(0)
            raise RuntimeError(f"{command[0]} ended with {process.returncode}: {said.read()[-1500:]}")


def _memory(process: psutil.Process) -> float:
    """Bytes of the process and all below it; what they share is counted once where the system can tell (PSS)."""
    total = 0.0
    with suppress(psutil.Error):
        for one in (process, *process.children(recursive=True)):
            with suppress(psutil.Error):
                full = one.memory_full_info()
                total += getattr(full, "pss", full.rss)
    return total
