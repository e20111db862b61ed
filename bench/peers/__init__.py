"""Other programs drawing the same pages, each a process: `python -m bench.peers.NAME KIND CONTENT OUT FONTS`.

Sizes in mm, type in points, as letters/layout/letter.py and letters/layout/envelope have them.
"""

import gc
import json
import sys
from pathlib import Path
from typing import Any, NamedTuple

ENVELOPE = (162.0, 114.0)
PAPER = (210.0, 297.0)
LEFT, TOP, RIGHT, BOTTOM = 25.0, 28.0, 20.0, 19.0  # of the letter
FIRST_RULE = 30.0  # of the blank sheet
HEADER = 18.0  # baseline
RULING = 9.0
POINT = 25.4 / 72


class Task(NamedTuple):
    """What a peer is asked for."""

    kind: str
    content: dict[str, Any]
    out: Path
    fonts: Path


def read_task() -> Task:
    """The task on the command line."""
    gc.set_threshold(50_000)  # what is read holds no cycles; looking for them takes a third of the reading
    kind, content, out, fonts = sys.argv[1:]
    return Task(kind, json.loads(Path(content).read_text(encoding="utf-8")), Path(out), Path(fonts))


def ruled_lines() -> list[float]:
    """Where the lines of the blank sheet stand, in mm from the top."""
    count = int((PAPER[1] - BOTTOM - FIRST_RULE) / RULING + 1e-6)
    return [FIRST_RULE + RULING * number for number in range(count + 1)]
