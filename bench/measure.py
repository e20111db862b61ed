"""How long a whole process takes, and how much memory it and its children hold together at most."""

import subprocess
import tempfile
import time
from collections.abc import Sequence
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


def measured(command: Sequence[str], folder: Path) -> Measured:
    """Run a command in `folder`; raises RuntimeError with the end of what it said when it fails."""
    begun = time.perf_counter()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        process = psutil.Popen(command, cwd=folder, stdout=said, stderr=subprocess.STDOUT)
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, _memory(process))
            with suppress(psutil.TimeoutExpired):
                process.wait(_PAUSE)
        seconds = time.perf_counter() - begun
        if process.returncode:
            said.seek(0)
            raise RuntimeError(f"{command[0]} ended with {process.returncode}: {said.read()[-1500:]}")
    return Measured(seconds, peak / 1e6)


def middle(rounds: Sequence[Measured]) -> Measured:
    """The median time, and the most memory of all rounds."""
    return Measured(median(one.seconds for one in rounds), max(one.memory for one in rounds))


def _memory(process: psutil.Process) -> float:
    """Bytes of the process and all below it; what they share is counted once where the system can tell (PSS)."""
    total = 0.0
    with suppress(psutil.Error):
        for one in (process, *process.children(recursive=True)):
            with suppress(psutil.Error):
                full = one.memory_full_info()
                total += getattr(full, "pss", full.rss)
    return total
