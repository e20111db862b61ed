"""Knows how the suite is run: the quick list, the slow rest, all with its coverage, or pytest's own arguments; and
the quick list inside the Python of letters.html.
"""

import os
import subprocess
import sys

from letters import bootstrap

# Two workers; a file stays with one, so that what its tests print together is printed once. The last files are quick.
WORKERS = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
QUICK = ["-q", *WORKERS, "-m", "not slow"]
# Properties are tried again there, with ten times as many examples.
THOROUGH = ["-q", *WORKERS, "--hypothesis-profile", "thorough"]
ALL = [*THOROUGH, "--cov"]
SLOW = [*THOROUGH, "-m", "slow or hypothesis"]
INSIDE = ["-q", "tests/test_browser_suite.py", "--inside"]


def arguments(words):
    """What pytest is called with."""
    if not words:
        return QUICK
    lists = {"--all": ALL, "--slow": SLOW, "--inside": INSIDE}
    return lists.get(words[0], words[:1]) + words[1:]


if __name__ == "__main__":
    bootstrap.ensure(("test",))

    # a process of its own, so that coverage sees letters/ imported; what many processes read is compiled once
    settings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    sys.exit(subprocess.call([sys.executable, "-m", "pytest", *arguments(sys.argv[1:])], env=settings))
