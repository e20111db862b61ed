"""Knows where links to case pages lead, what is cut off them, and that only pages with a code need room for one."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from letters.app.check import check_book
from letters.app.make import make, read_run
from letters.errors import DataError
from letters.links import without_tracking
from letters.store.book import read_book
from tests.rows import rows

ROWS = yaml.safe_load((Path(__file__).parent / "cases" / "links.yaml").read_text("utf-8"))
LINE = (
    "656021, Алтайский край, г. Барнаул, Канатный проезд, д. 81, ФКУ СИЗО-1 УФСИН России по Алтайскому краю, "
    "Копытову Глебу Ильичу, 1990 г. р."
)
LONG = f"https://example.org/{'x' * 300}"


def book(folder: Path, link: str) -> Path:
    path = folder / "book.yaml"
    entry = {"id": "kop", "address": LINE, "case": link, "verified": "2026-11-20"}
    path.write_text(yaml.safe_dump({"people": [entry]}, allow_unicode=True, width=1000), "utf-8")
    return path


@rows("row", ROWS, ids=[row["link"] for row in ROWS])
def test_link(row, tmp_path):
    found = read_book(book(tmp_path, row["link"]))
    assert sorted(problem.code for problem in found.problems if problem.code != "never-verified") == row["says"]
    assert without_tracking(row["link"])[0] == row.get("kept", row["link"])
    assert found.people[0].case == row.get("kept", row["link"])


@pytest.mark.parametrize(
    ("only", "more", "carrier"),
    [
        (("envelopes",), {}, None),
        (("letters",), {}, None),
        (("envelopes", "letters"), {"kit": True}, None),
        (("guides",), {"qr": "none"}, None),
        (("guides",), {}, "code of the guide"),
        (("list",), {}, "code of the guide"),
        (("envelopes", "letters", "guides", "list"), {}, "code of the guide"),
        (("envelopes",), {"qr": "envelope"}, "code on the envelope"),
        (("letters",), {"qr": "letter"}, "code in the letter"),
        (("letters",), {"qr": "stub"}, "code on the strip"),
    ],
)
def test_a_link_too_long_for_a_code_stops_only_what_has_one(only, more, carrier, tmp_path):
    run = read_run(
        {"book": book(tmp_path, LONG), "out": tmp_path / "out", "today": date(2026, 11, 22), "only": only, **more}
    )
    if carrier is None:
        assert {file.kind for file in make(run).files} >= {*only}
        return
    with pytest.raises(DataError) as caught:
        make(run)
    assert {problem.code for problem in caught.value.problems} == {"link-too-long"}
    assert f"book.yaml:2 ({carrier}, kop)" in str(caught.value)
    assert not (tmp_path / "out").exists() or not [*(tmp_path / "out").iterdir()]


def test_check_says_that_a_link_is_too_long(tmp_path):
    found = check_book(book(tmp_path, LONG), date(2026, 11, 22))
    assert [(problem.code, problem.who) for problem in found.problems] == [("link-too-long", "kop")]


def test_what_tracks_needs_no_room(tmp_path):
    link = f"https://example.org/a?utm_source={'x' * 400}"
    run = {"book": book(tmp_path, link), "out": tmp_path / "out", "today": date(2026, 11, 22), "only": ("guides",)}
    report = make(read_run(run))
    assert [note.code for note in report.warnings] == ["link-tracking"]
