"""Knows how the suite is run: `python3 -m tests [pytest's arguments]`; the whole suite shows its coverage."""

import subprocess
import sys

from letters import bootstrap

if __name__ == "__main__":
    bootstrap.ensure(("test",))

    # a process of its own, so that coverage sees letters/ imported
    sys.exit(subprocess.call([sys.executable, "-m", "pytest", *(sys.argv[1:] or ["--cov"])]))
