"""The figures as a table for the screen and as a page of Markdown."""

import os
import platform
from collections.abc import Iterator
from datetime import date

from bench.story import DRAWING, OURS, PEERS, Results, Row

HEAD = ("pages", "program", "people", "pages a second", "MB at most", "bytes a page", "ours : theirs", "our size")
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


def markdown(results: Results) -> str:
    """The page docs/benchmarks.md."""
    wish = results.wish
    options = f"--n {wish.n} --rounds {wish.rounds}"
    table = [HEAD, tuple("---" for _ in HEAD), *_cells(results.rows)]
    lines = "\n".join(f"| {' | '.join(row)} |" for row in table)
    facts = "\n".join(f"- {fact}" for fact in _facts(results))
    return (
        f"# Benchmarks\n\nMade by `python3 -m bench {options} --write docs/benchmarks.md` on {date.today()}: "
        f"{machine()}. "
        f"Rounds: {wish.rounds}, medians, all in one run; only ratios mean something on another machine.\n"
        f"{COMPARED}\n{lines}\n\n{facts}\n"
    )


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
    yield from _against_peers(results.rows, "envelopes", 2)
    yield from _against_peers(results.rows, "letters", 10)
    yield from _guides(results.rows)
    yield from _whole_run(results)
    yield from _memory(results.memory)
    for what, seconds in results.reading.items():
        yield f"{what}: {seconds:.2f} s of processor time"
    if results.missing:
        yield f"not on this machine: {', '.join(results.missing)}"


def _against_peers(rows: list[Row], kind: str, wanted: float) -> Iterator[str]:
    found = {row.program: row for row in rows if row.kind == kind}
    others = [row for name, row in found.items() if name.split()[0] in PEERS]
    if OURS not in found or not others:
        return
    fastest = max(others, key=lambda row: row.speed)
    for program, what in ((DRAWING, "drawn from the same lines"), (OURS, "from the YAML book")):
        if row := found.get(program):
            speed = row.speed / fastest.speed
            yield (
                f"{kind}, {what}: {speed:.1f} times the pages a second of {fastest.program}, the fastest of the others "
                f"(wanted: {wanted}): {_verdict(speed >= wanted)}"
            )
    size = found[OURS].weight / fastest.weight
    yield f"{kind}: {size:.2f} of its file size (wanted: at most 0.5): {_verdict(size <= 0.5)}"


def _guides(rows: list[Row]) -> Iterator[str]:
    for row in (row for row in rows if row.kind == "guides"):
        each = row.taken.seconds * 1000 / row.pages
        yield f"guides with distinct QR codes: {each:.2f} ms a page (wanted: at most 2): {_verdict(each <= 2)}"


def _whole_run(results: Results) -> Iterator[str]:
    whole, qpdf = results.whole, results.qpdf
    if whole is None:
        return
    yield f"whole run, {results.wish.n} people, from YAML to files: {whole.seconds:.1f} s, {whole.memory:.0f} MB"
    if qpdf:
        ratio = whole.seconds / qpdf
        yield (
            f"qpdf writes the same three files anew in {qpdf:.2f} s: the whole run takes {ratio:.1f} times "
            f"as long (wanted: at most 8): {_verdict(ratio <= 8)}"
        )


def _memory(memory: dict[int, float]) -> Iterator[str]:
    if memory:
        (few, less), (many, more) = memory.items()
        yield (
            f"envelopes, one process: {less:.1f} MB for {few} people, {more:.1f} MB for {many}: "
            f"{more / less:.2f} times as much (wanted: at most 1.3): {_verdict(more <= 1.3 * less)}"
        )


def _verdict(reached: bool) -> str:
    return "reached" if reached else "**not reached**"
