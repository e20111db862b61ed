"""The page of the printer: the sheet says what the page says, two numbers are remembered, and can be forgotten."""

import html
import re

import pytest

from letters.app.choices import FEEDS
from letters.store.printers import Offset, find_offset, remember_offset
from tests.conftest import SAMPLE
from tests.pdf import read
from tests.web import pages, text_of

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def client(tmp_path):
    return pages(tmp_path)


def sheet_of(answer, folder):
    """The one page of a PDF that was answered."""
    (folder / "sheet.pdf").write_bytes(answer.data)
    [sheet] = read(folder / "sheet.pdf")
    return sheet, " ".join(" ".join(line.text for line in sheet.lines).split())


def send(client, **values):
    values = {"printer": "Laser", "envelope": "C6", "feed": "landscape", **values}
    return client.post("/printer", data=values, follow_redirects=True)


@pytest.mark.parametrize("envelope", ["C6", "DL", "140x90"])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_sheet_says_what_the_page_says(client, tmp_path, envelope, language):
    client.application.extensions["desk"].language = language
    steps = re.findall(r"<li>(\d\. .*?)</li>", client.get(f"/printer?envelope={envelope}").text)
    _sheet, printed = sheet_of(client.get(f"/printer/test-sheet.pdf?envelope={envelope}"), tmp_path)
    assert len(steps) == 4
    for step in map(html.unescape, steps):
        assert " ".join(step.split()) in printed


@pytest.mark.parametrize("feed", FEEDS)
def test_every_feed_has_its_drawing_and_its_sheet(client, tmp_path, feed):
    answer = client.get(f"/printer?feed={feed}")
    assert f'<option value="{feed}" selected>' in answer.text
    width, height = map(float, re.search(r'viewBox="-4 -4 (\S+) (\S+)"', answer.text).groups())
    sheet, _printed = sheet_of(client.get(f"/printer/test-sheet.pdf?feed={feed}"), tmp_path)
    assert (sheet.width + 8, sheet.height + 8) == pytest.approx((width, height), abs=0.05)


@pytest.mark.parametrize(
    ("measured", "offset", "said"),
    [
        ({"from_left": "10", "from_top": "10"}, Offset(), "nothing: it prints right"),
        ({"from_left": "11,5", "from_top": "8 mm"}, Offset(-1.5, 2), "1.5 mm to the left, 2 mm down"),
        (
            {"from_left": "10", "from_top": "10", "level": "99", "upright": "101"},
            Offset(-0.1, 0.1, 1.0101, 0.9901),
            "0.1 mm to the left, 0.1 mm down, 1.0101 times as wide, 0.9901 times as high",
        ),
    ],
)
def test_what_was_measured_is_reckoned_and_remembered(client, measured, offset, said):
    answer = send(client, **measured)
    assert f"Remembered for Laser: {said}." in text_of(answer)
    assert find_offset("Laser", "landscape") == offset
    assert f"Laser As the printer wants it: choose the size in the print window {said}" in text_of(answer)


@pytest.mark.parametrize(
    ("measured", "fields", "said"),
    [
        ({"from_left": "", "from_top": "wide"}, ("from_left", "from_top"), "is no length in mm."),
        ({"from_left": "nan", "from_top": "10"}, ("from_left",), "is no length in mm."),
        ({"from_left": "10", "from_top": "10", "level": "0"}, ("level",), "is no length in mm."),
        ({"from_left": "60", "from_top": "10"}, ("from_left",), "more than 30 mm"),
        ({"from_left": "10", "from_top": "10", "level": "50"}, ("from_left",), "is not between 0.9 and 1.1"),
        ({"from_left": "10", "from_top": "10", "printer": ""}, ("printer",), "cannot be the name of a printer"),
        ({"from_left": "10", "from_top": "10", "envelope": "C99"}, ("envelope",), "no such envelope"),
        (
            {"from_left": "10", "from_top": "10", "envelope": "C4", "feed": "a4-left"},
            ("feed",),
            "is larger than a page",
        ),
    ],
)
def test_what_is_wrong_stands_at_its_field(client, home, measured, fields, said):
    answer = send(client, **measured)
    assert answer.status_code == 422
    assert said in text_of(answer)
    for field in fields:
        assert f'id="{field}-wrong"' in answer.text
    assert not list(home.rglob("*.json"))


def test_a_known_printer_gets_a_moved_sheet_and_can_be_forgotten(client, tmp_path):
    remember_offset("Laser & Co", "landscape", Offset(-1.5, 2))
    answer = client.get("/printer")
    link = html.unescape(re.search(r'href="(/printer/test-sheet.pdf\?[^"]*printer=[^"]*)"', answer.text)[1])
    _sheet, printed = sheet_of(client.get(link), tmp_path)
    assert "Every cross should stand 10 mm from its two edges." in printed
    done = client.post("/printer/forget", data={"printer": "Laser & Co"}, follow_redirects=True)
    assert "Laser & Co is forgotten." in text_of(done)
    assert "None yet." in text_of(done)


@pytest.mark.parametrize("path", ["/printer", "/tonight"])
def test_a_known_printer_is_offered_where_one_is_named(tmp_path, path):
    client = pages(tmp_path, can_print=False)  # whatever printers this computer has
    (tmp_path / "addresses.yaml").write_text(SAMPLE, "utf-8")
    assert "<datalist" not in client.get(path).text
    remember_offset("Laser & Co", "landscape", Offset(-1.5, 2))
    page = client.get(path).text
    assert 'list="printer-offers"' in page
    assert '<datalist id="printer-offers"><option value="Laser &amp; Co">' in page


def test_a_broken_file_of_figures_is_said(client, home):
    home.mkdir()
    (home / "printers.json").write_text("[]", "utf-8")
    answer = client.get("/printer")
    assert (answer.status_code, "does not hold printer offsets" in text_of(answer)) == (422, True)
