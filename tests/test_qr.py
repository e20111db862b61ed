"""QR codes: links that may be coded or not, the modules, and what a foreign reader makes of them."""

import string

import pytest
import qrcode
import zxingcpp
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from qrcode.constants import ERROR_CORRECT_M

from letters.errors import DataError
from letters.marks import dark_runs
from letters.qr import QUIET_ZONE, find_problems, find_size_problems, matrix
from letters.qr.code import MAX_BYTES, size_needed
from tests.rows import rows

ZIMIN = "https://memopzk.org/en/news/my-schitaem-politzaklyuchyonnym-dmitriya-zimina"
BACZENIN = "https://memopzk.org/en/news/my-schitaem-politzaklyuchyonnym-aleksandra-baczenina"

ZIMIN_MODULES = """
#######....#..#..##.##.#.#..#.#######
#.....#...#.##.##.##.##..####.#.....#
#.###.#.###..#..#.#####.#..#..#.###.#
#.###.#.##..##.#.#.#..#####...#.###.#
#.###.#.#.........######.#....#.###.#
#.....#.#......#..#.##..#.###.#.....#
#######.#.#.#.#.#.#.#.#.#.#.#.#######
........#.#...#.#..#.###..#..........
#.#####.....####..#....#.#..#.#####..
#..##...#.####.###...#.#.#..#..#...#.
...#.#####...#....#.#.#..###.#.#.#.##
...#.#.#.###.#..#....##.#.#.####....#
..#...#..##.##...#....#####..##.#.###
.####......##...##.##.##.##.#..#...#.
##.#..#.......##.#..###...##..####.##
.#...#.##.#.#.##.###.###..#..#.##..##
.....##.##.#.####.....#####..####.#..
.#..#..#####..##..######....#..#.###.
.#.##.##..##...##.......##.#.###.####
#.####..###.#.##..#######...###.#...#
###...#..##....###.##...###.###.###..
######..#######.#.###..##...#....#...
.#.##.#..########.#.#...#.##...###.##
.###.....#....###...##.#...#..###...#
###...#.#.##......##..##.###.####.##.
####.#...##.##.##..##..#....##.#.#...
#..####.#.#..##...#.#.#.######.....##
#.##.#.......##.#....##...#.#####..#.
#.#.#####..##....#.#..#.##..#######..
........###...#..###...#.#..#...##...
#######...#.#..###..##....#.#.#.#.###
#.....#.###..######..##...#.#...##.#.
#.###.#.#.#####.#..#..#..########.##.
#.###.#.###.####..###..#.#..###.###.#
#.###.#.#####..##...###..##.#.....###
#.....#...#.#.##....###.#.###...#...#
#######.#.####.#.#.##.#####..##.#####
"""

LINK = st.builds(
    "{}://{}/{}".format,
    st.sampled_from(["https", "http", "HTTPS"]),
    st.sampled_from(["memopzk.org", "a.b", "example.org:8080", "xn--80ajjnbboq.xn--p1ai"]),
    st.text(alphabet="abcxyzABCXYZ0123456789-._~/?#=&%", max_size=400),
)


def picture(rows: tuple[str, ...]) -> Image.Image:
    """The code in its quiet zone."""
    scale, side = 4, len(rows) + 2 * QUIET_ZONE
    image = Image.new("L", (side * scale, side * scale), "white")
    draw = ImageDraw.Draw(image)
    for y, row in enumerate(rows, QUIET_ZONE):
        for first, count in dark_runs(row):
            left, top = (first + QUIET_ZONE) * scale, y * scale
            draw.rectangle((left, top, left + count * scale - 1, top + scale - 1), "black")
    return image


def read(link: str) -> zxingcpp.Barcode:
    """What a foreign reader makes of the code of a link."""
    (found,) = zxingcpp.read_barcodes(picture(matrix(link)))
    return found


def side(link: str) -> int:
    """How many modules qrcode takes when it is left to itself."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M)
    code.add_data(link)
    return 4 * code.best_fit() + 17


# --- modules


def test_a_code_of_the_sample_book() -> None:
    assert "\n".join(matrix(ZIMIN)) == ZIMIN_MODULES.strip()
    assert size_needed(ZIMIN) == 22.5


@given(LINK)
@example(BACZENIN)
def test_a_foreign_reader_reads_the_link_back(link: str) -> None:
    found = read(link)
    assert (found.text, found.format, found.ec_level) == (link, zxingcpp.BarcodeFormat.QRCode, "M")


@pytest.mark.parametrize("length", [25, 60, 100, 200, 700, 1500, MAX_BYTES])
def test_links_of_every_size_are_read_back(length: int) -> None:
    assert read("https://a.b/".ljust(length, "q")).text == "https://a.b/".ljust(length, "q")


@rows("character", string.ascii_letters + string.digits + "-._~/?#=&%")
def test_a_mask_that_is_always_the_same_hides_no_link(character: str) -> None:
    """One character all over could make large areas of one colour."""
    for length in (40, 150, 251):
        link = "https://a.b/".ljust(length, character)
        assert read(link).text == link


PACKED = ["1" * 30, "ABC-12:" * 5, "7" * 19, "A" * 20 + "b" + "1" * 40, "q7-X_%2F" * 30, "0" * 19]


@pytest.mark.parametrize("tail", PACKED)
def test_digits_and_capitals_in_a_row_are_packed_as_qrcode_packs_them(tail: str) -> None:
    link = f"https://a.b/{tail}"
    assert len(matrix(link)) == side(link)
    assert read(link).text == link


@given(LINK)
def test_the_size_is_the_one_that_qrcode_takes(link: str) -> None:
    if "0" * 20 not in link:
        assert len(matrix(link)) == side(link) == size_needed(link) / 0.5 - 8


@pytest.mark.parametrize("host", ["https://a.b/", "HTTPS://A.B/"])
@pytest.mark.parametrize("zeros", [20, 60, 150, 400, 2300])
def test_zeros_in_a_row_are_coded(host: str, zeros: int) -> None:
    """qrcode 8.2 fails where they fill a block of their own."""
    link = f"{host}{'0' * zeros}7"
    assert read(link).text == link


def test_the_smallest_version_is_taken() -> None:
    links = ("http://a.b", "https://a.b/qq", "https://a.b/qqq", "https://a.b/".ljust(MAX_BYTES, "q"))
    assert [len(matrix(link)) for link in links] == [21, 21, 25, 177]


def test_a_code_is_made_once() -> None:
    assert matrix(ZIMIN) is matrix(ZIMIN)
    assert matrix.cache_info().maxsize == 512


# --- links

COPY = "Copy the whole link from the address bar of the browser."
SPACE = "Remove it, or write %20 if it belongs to the link."
SHORTER = "Use a shorter link, or ‹qr=none›; envelopes and letters have no code: ‹only=envelopes,letters›."
HOST = "Write it as https://host/page."

BAD_LINKS = [
    ("", ["b.yaml:9: the link is empty. Copy it from the address bar of the browser."]),
    ("https://a.org/b c", [f'b.yaml:9: link "https://a.org/b c" has a space at character 16. {SPACE}']),
    (" https://a.org/", [f'b.yaml:9: link " https://a.org/" has a space at character 1. {SPACE}']),
    (
        "https://a.org/\n",
        [f'b.yaml:9: link "https://a.org/\\n" has a line break at character 15. {SPACE}'],
    ),
    (
        "https://a.org/\x00",
        [
            'b.yaml:9: link "https://a.org/\\x00" has an invisible character (U+0000) at character 15. '
            "Type the link anew."
        ],
    ),
    (
        "https://a.org/\u202egpj",
        [
            'b.yaml:9: link "https://a.org/\\u202egpj" has an invisible character (U+202E) at character 15. '
            "Type the link anew."
        ],
    ),
    ("ftp://a.org/", [f'b.yaml:9: link "ftp://a.org/" does not begin with https:// or http://. {COPY}']),
    (
        "javascript:alert(1)",
        [f'b.yaml:9: link "javascript:alert(1)" does not begin with https:// or http://. {COPY}'],
    ),
    ("a.org/page", [f'b.yaml:9: link "a.org/page" does not begin with https:// or http://. {COPY}']),
    ("https:a.org", [f'b.yaml:9: link "https:a.org" does not begin with https:// or http://. {COPY}']),
    ("https://", [f'b.yaml:9: link "https://" names no host. {HOST}']),
    ("https:///page", [f'b.yaml:9: link "https:///page" names no host. {HOST}']),
    ("https://:80/", [f'b.yaml:9: link "https://:80/" names no host. {HOST}']),
    ("https://-a.org/", [f'b.yaml:9: link "https://-a.org/" has no proper host: -a.org. {HOST}']),
    ("https://a..org/", [f'b.yaml:9: link "https://a..org/" has no proper host: a..org. {HOST}']),
    ("https://%65.org/", [f'b.yaml:9: link "https://%65.org/" has no proper host: %65.org. {HOST}']),
    (
        "https://a.org:99999/",
        [f'b.yaml:9: link "https://a.org:99999/" has no proper host: a.org:99999. {HOST}'],
    ),
    ("https://[::1/", [f'b.yaml:9: link "https://[::1/" has no proper host: [::1. {HOST}']),
    (
        "https://мемориал.рф/дело",
        [
            'b.yaml:9: link "https://мемориал.рф/дело" has letters outside a-z in its host. '
            "Write the host in punycode: xn--80ajjnbboq.xn--p1ai.",
            'b.yaml:9: link "https://мемориал.рф/дело" has letters outside a-z after its host. '
            "Percent-encode them: /%D0%B4%D0%B5%D0%BB%D0%BE.",
        ],
    ),
    (
        "https://anna:secret@a.org/",
        [
            'b.yaml:9: link "https://…@a.org/" holds a user name or password before @. '
            "Remove everything between // and @."
        ],
    ),
    (
        "https://a.org\\@b.org/",
        [
            'b.yaml:9: link "https://a.org\\@b.org/" has \\ at character 14, which may not stand in a link. '
            "Write %5C if it belongs to the link."
        ],
    ),
    (
        "https://a.org/<b>",
        [
            'b.yaml:9: link "https://a.org/<b>" has < at character 15, which may not stand in a link. '
            "Write %3C if it belongs to the link."
        ],
    ),
]


@rows(("link", "messages"), BAD_LINKS)
def test_bad_links_are_refused_with_a_reason(link: str, messages: list[str]) -> None:
    assert list(map(str, find_problems(link, "b.yaml:9"))) == messages
    with pytest.raises(DataError) as caught:
        matrix(link)
    assert len(caught.value.problems) == len(messages)


@pytest.mark.parametrize(
    "link",
    [
        *(ZIMIN, BACZENIN),
        *("http://localhost:8000/x", "https://a.org./", "https://192.0.2.7/", "https://[2001:db8::1]:8080/"),
        *(
            "https://a.org?x=[1]&y=a@b#z!",
            "https://a.org/@anna/1",
            "HTTPS://A.ORG",
            "https://xn--p1ai.org/%D0%B4",
        ),
    ],
)
def test_good_links_pass(link: str) -> None:
    assert find_problems(link) == ()
    assert matrix(link)


def test_a_code_that_would_be_too_fine_for_its_place_is_refused() -> None:
    link = "https://a.org/".ljust(220, "q")
    assert find_size_problems(link, "zimin", width=34.5) == ()
    (problem,) = find_size_problems(link, "zimin", width=25)
    assert str(problem) == (
        f'zimin: link "https://a.org/{"q" * 15}…{"q" * 29}" is too long for a code 25 mm wide: '
        f"it needs 34.5 mm. {SHORTER}"
    )


def test_a_link_that_no_code_holds_is_a_link_all_the_same() -> None:
    link = "https://a.org/".ljust(2332, "q")
    assert find_problems(link) == ()
    (problem,) = find_size_problems(link, "b.yaml:9")
    shown = f"https://a.org/{'q' * 15}…{'q' * 29}"
    assert str(problem) == f'b.yaml:9: link "{shown}" is 2332 bytes long, a QR code holds 2331. {SHORTER}'
    with pytest.raises(DataError):
        matrix(link)


@given(st.text() | st.text().map("https://{}".format) | LINK)
def test_any_text_is_either_coded_or_refused(text: str) -> None:
    if find_problems(text) or find_size_problems(text):
        with pytest.raises(DataError):
            matrix(text)
    else:
        assert text.isascii()
        assert len(matrix(text)) % 4 == 1


@pytest.mark.parametrize("piece", ["a-", "a.", "[", ":", "@", "%", " ", "ы.", "//"])
def test_long_hostile_links_are_refused_soon(piece: str) -> None:
    assert find_problems("https://" + piece * 200_000)
