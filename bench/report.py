"""The figures as a table for the screen and as a page of Markdown."""

import os
import platform
from collections.abc import Iterator, Sequence
from datetime import date

from bench.story import DRAWING, OURS, Results, Row

HEAD = ("pages", "program", "people", "pages a second", "MB at most", "bytes a page", "ours : theirs", "our size")
TARGETS = (
    ("letters", "typst", 1),
    ("envelopes", "fpdf2", 1),
    ("envelopes", "typst", 0.5),
)  # times their pages a second
MEMORY = 300  # MB of the whole run
COMPARED = """
What is compared:

- Every program is a whole process, its start included. Memory is that of the process and all below it together; it is
  watched in one more run, whose time does not count.
- **This program** begins with the YAML book: it reads and checks every entry, finds the parts of each address, works
  out greeting and line breaks, reads each letter as a censor would, and writes `run.json`. The **others** are handed a
  JSON file in which all of that is done already; the time for preparing it is not counted.
- **Its drawing alone** is handed that same JSON file, and does what the others do: it is this program's layout and
  drawing without the rest, and the files are the same byte by byte. What it takes against the others is a comparison
  of like with like; what «make_letters.py» takes has all the reading and checking in it.
- *Envelopes*: C6, the same lines at the same places, PT Sans. *Letters*: A4, the same text with a greeting of its own,
  justified, in PT Serif, and behind each letter a blank ruled page. fpdf2 does not hyphenate. All embed subsets of the
  same fonts.
- *Guides* are drawn by this program alone: none of the others makes QR codes without further packages.
- Slow programs draw fewer people, as the table says. «ours : theirs» is pages a second.
- LibreOffice gets a flat OpenDocument text and starts its address block at the same place; it is not told where each
  line stands. gLabels merges a template of one label a page with a table; it has no letters of two pages.
"""


def text(results: Results) -> str:
    """The table for the screen, with the targets below."""
    rows = [HEAD, *_cells(results.rows)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([*(lines if results.rows else []), *_facts(results)])


def markdown(all_results: Sequence[Results]) -> str:
    """The page docs/benchmarks.md, a table a size."""
    wish = all_results[0].wish
    sizes = ",".join(str(results.wish.n) for results in all_results)
    tables = "\n".join(map(_section, all_results))
    return (
        f"# Benchmarks\n\nMade by `python3 -m bench --n {sizes} --rounds {wish.rounds} --write docs/benchmarks.md` on "
        f"{date.today()}: {machine()}. "
        f"Rounds: {wish.rounds}, medians, all in one run; only ratios mean something on another machine.\n"
        f"{COMPARED}\n{tables}"
    )


def _section(results: Results) -> str:
    table = [HEAD, tuple("---" for _ in HEAD), *_cells(results.rows)]
    lines = "\n".join(f"| {' | '.join(row)} |" for row in table)
    facts = "\n".join(f"- {fact}" for fact in _facts(results))
    return f"## {results.wish.n} people\n\n{lines}\n\n{facts}\n"


def machine() -> str:
    """Processor, cores, system and Python, without a name."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{platform.machine()}, {cores} cores, {platform.system()}, Python {platform.python_version()}"


def _cells(rows: list[Row]) -> Iterator[tuple[str, ...]]:
    for row in rows:
        ours = next(one for one in rows if one.kind == row.kind and one.program == OURS)
        other = row.program not in (OURS, DRAWING)
        yield (
            row.kind,
            row.program,
            str(row.people),
            f"{row.speed:.0f}",
            f"{row.taken.memory:.0f}",
            f"{row.weight:.0f}",
            f"{ours.speed / row.speed:.1f}" if other else "",
            f"{ours.weight / row.weight:.2f} of theirs" if other else "",
        )


def _facts(results: Results) -> Iterator[str]:
    """Each target with what was measured, whether it is reached or not."""
    for kind, peer, wanted in TARGETS:
        yield from _against(results.rows, kind, peer, wanted)
    if whole := results.whole:
        yield (
            f"envelopes, letters, guides and list in one run: {whole.seconds:.1f} s, {whole.memory:.0f} MB "
            f"(wanted: at most {MEMORY}): {_verdict(whole.memory <= MEMORY)}"
        )
    for what, seconds in results.reading.items():
        yield f"{what}: {seconds:.2f} s of processor time"
    if results.missing:
        yield f"not on this machine: {', '.join(results.missing)}"


def _against(rows: list[Row], kind: str, peer: str, wanted: float) -> Iterator[str]:
    found = {row.program.split()[0]: row for row in rows if row.kind == kind}
    if OURS not in found or peer not in found:
        return
    theirs = found[peer]
    speed = found[OURS].speed / theirs.speed
    yield (
        f"{kind}, from the YAML book: {speed:.2f} times the pages a second of {theirs.program} "
        f"(wanted: {wanted}): {_verdict(speed >= wanted)}"
    )


def _verdict(reached: bool) -> str:
    return "reached" if reached else "**not reached**"
