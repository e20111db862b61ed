"""Carries out a command of the program, then says which modules it has loaded, one a line."""

import sys

from letters.cli import main

if __name__ == "__main__":
    code = main(sys.argv[1:])
    print("\n".join(["", "loaded:", *sorted(sys.modules)]))  # noqa: T201
    sys.exit(code)
