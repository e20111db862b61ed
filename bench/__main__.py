"""`python3 -m bench`: this program and what else a group could use, on the same pages, timed as whole processes."""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from letters import bootstrap

PARTS = ("reading", "envelopes", "letters", "guides", "run")


def arguments(words: Sequence[str] | None = None) -> argparse.Namespace:
    """What is asked for on the command line."""
    parser = argparse.ArgumentParser(prog="python3 -m bench", description=__doc__)
    parser.add_argument("--n", default="20,500,5000", help="how many people, one size or some (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="how often; medians are shown (default: %(default)s)")
    parser.add_argument("--only", default=",".join(PARTS), help=f"some of {','.join(PARTS)}")
    parser.add_argument(
        "--peers", default="typst,fpdf2,weasyprint,libreoffice,glabels", help="some of these (default: all)"
    )
    parser.add_argument("--write", type=Path, metavar="FILE", help="the result as Markdown")
    return parser.parse_args(words)


def main(words: Sequence[str] | None = None) -> None:
    """Measure, print, and write if asked to."""
    from bench.report import markdown, text
    from bench.story import Wish, tell

    given = arguments(words)
    parts, peers = (tuple(filter(None, names.split(","))) for names in (given.only, given.peers))
    if unknown := [part for part in parts if part not in PARTS]:
        raise SystemExit(f"--only: there is no part {unknown[0]!r}; parts: {', '.join(PARTS)}.")
    results = []
    for size in map(int, given.n.split(",")):
        with tempfile.TemporaryDirectory(prefix="letters-bench-") as folder:
            results.append(tell(Wish(size, given.rounds, parts, peers), Path(folder)))
        print(text(results[-1]), flush=True)
        if given.write:
            given.write.write_text(markdown(results), encoding="utf-8")


if __name__ == "__main__":
    bootstrap.ensure(("bench",))
    sys.exit(main())
