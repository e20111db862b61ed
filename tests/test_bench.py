"""The benchmark: invented people, distinct and plain; every program draws the same pages; no time is asserted."""

import json
import sys
from itertools import islice
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from bench.__main__ import main
from bench.content import write_content
from bench.invented import invented_lines, invented_names, write_book
from bench.measure import Measured, measured, memory_of, timed
from bench.report import markdown, text
from bench.story import DRAWING, LETTER, PEERS, ROOT, Results, Row, Wish, is_here, make, peers_of
from letters.store.book import parse_object

COUNT = 3


def test_a_hundred_thousand_people_and_no_two_of_one_name() -> None:
    names = list(invented_names())
    assert len(names) == len(set(names)) > 100_000


def test_their_lines_are_plain() -> None:
    numbers = range(0, 100_000, 997)
    lines = islice(invented_lines(100_000), 0, None, 997)
    names = islice(invented_names(), 0, None, 997)
    for number, line, name in zip(numbers, lines, names, strict=False):
        found = parse_object(line)
        assert found["nominative"] == " ".join(name)
        assert (found["gender"], found["born"], found.get("warnings")) == ("m", 1955 + number % 52, None)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "peer"),
    [(kind, peer) for kind in ("envelopes", "letters") for peer in ("drawing", *peers_of(kind, tuple(PEERS)))],
)
def test_other_programs_draw_the_same_pages(kind: str, peer: str, tmp_path: Path) -> None:
    if peer in PEERS and not is_here(peer):
        pytest.skip(f"{peer} is not here")
    write_book(tmp_path / "book.yaml", COUNT)
    write_content(tmp_path / "book.yaml", LETTER, tmp_path / "content.json", COUNT)
    out = tmp_path / f"{kind}.pdf"
    words = [kind, tmp_path / "content.json", out, ROOT / "fonts"]
    timed([sys.executable, "-m", f"bench.peers.{peer}", *map(str, words)], ROOT)
    with pypdfium2.PdfDocument(out) as document:
        texts = [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    people = json.loads((tmp_path / "content.json").read_text(encoding="utf-8"))["people"]
    if kind == "envelopes":
        assert texts == [" ".join(line["text"] for line in person["envelope"]) for person in people]
        return
    assert texts[1::2] == [""] * COUNT
    for person, found in zip(people, texts[::2], strict=True):
        assert found.startswith(f"{person['header']} 27 ноября 2026 г. {person['salutation']} Меня зовут Анна,")
        assert found.endswith("Всего Вам доброго! Анна")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["envelopes", "letters"])
def test_the_drawing_alone_writes_the_very_file_of_the_program(kind: str, tmp_path: Path) -> None:
    write_book(tmp_path / "book.yaml", 2)
    write_content(tmp_path / "book.yaml", LETTER, tmp_path / "content.json", 2)
    timed(make(Wish(2, 1, (), ()), tmp_path, tmp_path / "out", kind), tmp_path)
    words = [kind, tmp_path / "content.json", tmp_path / "alone.pdf", ROOT / "fonts"]
    timed([sys.executable, "-m", "bench.peers.drawing", *map(str, words)], ROOT)
    assert (tmp_path / "alone.pdf").read_bytes() == (tmp_path / "out" / f"{kind}.pdf").read_bytes()


@pytest.mark.slow
def test_the_program_alone_is_measured_and_written_down(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "benchmarks.md"
    main(["--n", "3", "--rounds", "1", "--peers", "", "--write", str(page)])
    printed = capsys.readouterr().out
    for words in (
        "envelopes  make_letters.py    3",
        "envelopes  its drawing alone  3",
        "envelopes, letters, guides and list in one run:",
    ):
        assert words in printed
    written = page.read_text(encoding="utf-8")
    assert "| letters | make_letters.py | 3 |" in written
    assert str(Path.home()) not in written
    assert str(tmp_path) not in written


def test_an_unknown_part_is_named() -> None:
    with pytest.raises(SystemExit, match="there is no part 'postcards'; parts: reading"):
        main(["--only", "postcards"])


def test_what_fails_is_not_measured(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="ended with 3: no paper"):
        timed([sys.executable, "-c", "print('no paper'); raise SystemExit(3)"], tmp_path)


ONE_MORE = """
import pathlib, time
counter = pathlib.Path("runs")
run = len(counter.read_text()) if counter.exists() else 0
counter.write_text("x" * (run + 1))
held = bytearray(40_000_000 if run == 3 else 1)
time.sleep((1, 0, 4, 0.5)[run])
"""


@pytest.mark.slow
def test_time_is_the_middle_of_the_rounds_and_memory_that_of_one_run_more(tmp_path: Path) -> None:
    taken = measured([sys.executable, "-c", ONE_MORE], tmp_path, 3)
    assert 1 < taken.seconds < 4
    assert taken.memory > 40


@pytest.mark.slow
def test_the_memory_of_children_counts(tmp_path: Path) -> None:
    child = "import subprocess, sys; x = bytearray(60_000_000); sys.exit(subprocess.call([sys.executable, '-c', {}]))"
    inner = "import time; y = bytearray(80_000_000); time.sleep(1)"
    command = [sys.executable, "-c", child.format(repr(inner))]
    assert memory_of(command, tmp_path) > 135
    assert timed(command, tmp_path) > 1


def test_targets_are_judged_by_the_figures() -> None:
    results = Results(Wish(10, 1, (), ()))
    results.rows = [
        Row("letters", "make_letters.py", 10, 20, 2000, Measured(1, 50)),
        Row("letters", DRAWING, 10, 20, 2000, Measured(0.5, 50)),
        Row("letters", "typst 1", 10, 20, 5000, Measured(9, 50)),
        Row("envelopes", "make_letters.py", 10, 10, 2000, Measured(1, 50)),
        Row("envelopes", "typst 1", 10, 10, 5000, Measured(0.4, 50)),
    ]
    results.whole = Measured(8, 301)
    shown = text(results)
    assert "letters, from the YAML book: 9.00 times the pages a second of typst 1 (wanted: 1): reached" in shown
    assert (
        "envelopes, from the YAML book: 0.40 times the pages a second of typst 1 (wanted: 0.5): **not reached**"
        in shown
    )
    assert "8.0 s, 301 MB (wanted: at most 300): **not reached**" in shown
    page = markdown([results, results])
    assert (
        page.count("## 10 people")
        == page.count("| letters | typst 1 | 10 | 2 | 50 | 250 | 9.0 | 0.40 of theirs |")
        == 2
    )


@pytest.mark.slow
def test_pages_of_this_program_are_counted(tmp_path: Path) -> None:
    main(["--n", "2", "--rounds", "1", "--only", "letters", "--peers", ""])
    write_book(tmp_path / "book.yaml", 2)
    wish = Wish(2, 1, (), ())
    timed(make(wish, tmp_path, tmp_path / "out", "letters,guides"), tmp_path)
    with (
        pikepdf.open(tmp_path / "out" / "letters.pdf") as letters,
        pikepdf.open(tmp_path / "out" / "guides.pdf") as guides,
    ):
        assert (len(letters.pages), len(guides.pages)) == (4, 2)
