"""Knows how a test carries out many commands quickly: each in a child of one process that has loaded the program."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent


class Nursery:
    """Commands carried out in children of one warm process (tests/programs/nursery.py)."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self._said, self._printed = folder / "said.txt", folder / "printed.txt"
        environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "3", "COLUMNS": "200"}
        command = [sys.executable, "-m", "tests.programs.nursery"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def begin(
        self,
        *arguments: object,
        disturb: Sequence[object] = (),
        seconds: float | None = None,
        by: int = signal.SIGKILL,
        folder: Path = ROOT,
    ) -> None:
        """Start a command in a child, with a disturbance of nursery.py; a signal comes after some seconds."""
        words = [str(word) for word in arguments]
        files = {"said": str(self._said), "printed": str(self._printed), "folder": str(folder)}
        order = {"arguments": words, "disturb": disturb, "seconds": seconds, "signal": int(by), **files}
        assert self.process.stdin
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()

    def end(self) -> int:
        """The exit code of the command."""
        assert self.process.stdout
        return int(self.process.stdout.readline())

    def run(
        self,
        *arguments: object,
        disturb: Sequence[object] = (),
        seconds: float | None = None,
        folder: Path = ROOT,
    ) -> int:
        """The exit code of a command that is waited for."""
        self.begin(*arguments, disturb=disturb, seconds=seconds, folder=folder)
        return self.end()

    @property
    def said(self) -> str:
        """What the last command wrote on the error stream."""
        return self._said.read_text("utf-8")

    @property
    def printed(self) -> str:
        """What the last command printed."""
        return self._printed.read_text("utf-8")

    def close(self) -> None:
        """End the process."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()
