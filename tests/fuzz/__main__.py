"""Knows how a target is run by hand: `python -m tests.fuzz TARGET [libFuzzer's options]`, with atheris installed."""

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["letters"]):
    from tests.fuzz.targets import TARGETS


def main() -> None:
    """Run one target until libFuzzer's options end it."""
    target = TARGETS[sys.argv[1]]
    folder = Path(tempfile.mkdtemp(prefix="letters-fuzz-"))
    for number, seed in enumerate(target.seeds):
        (folder / str(number)).write_bytes(seed)
    atheris.Setup([sys.argv[0], *sys.argv[2:], str(folder)], target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
