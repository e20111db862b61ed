#!/usr/bin/env python3
"""Knows where the program begins: it sets itself up on the first run, then `letters.cli` takes over."""

import sys

from letters import bootstrap

if __name__ == "__main__":
    bootstrap.ensure(("proof",) if "--proof" in sys.argv else ())

    from letters.cli import main

    sys.exit(main())
