"""QR codes: links that may be coded or not, the modules, and what a foreign reader makes of them."""

import pytest
import qrcode
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from qrcode.constants import ERROR_CORRECT_M

from letters.errors import DataError
from letters.marks import dark_runs
from letters.qr import (
    MAX_BYTES,
    QUIET_ZONE,
    Matrix,
    check_payload,
    find_problems,
    links,
    matrix,
    size_needed,
)
from letters.qr.symbol import best_mask, bits_of

ZIMIN = "https://memopzk.org/en/news/my-schitaem-politzaklyuchyonnym-dmitriya-zimina"
BACZENIN = "https://memopzk.org/en/news/my-schitaem-politzaklyuchyonnym-aleksandra-baczenina"

ZIMIN_MODULES = """
#######.##.#.#.#.###...#..###.#######
#.....#..##.#.#.#.#.#.#.....#.#.....#
#.###.#..#.###...#.###.#...##.#.###.#
#.###.#.####.#.##.##.....##.#.#.###.#
#.###.#.##...###..#...##..##..#.###.#
#.....#.##...##...##....##..#.#.....#
#######.#.#.#.#.#.#.#.#.#.#.#.#######
........#..##.#..###.#..#.#.#........
#...#.####..#.....####.#..########..#
###.#..#.####.#.##.##..#..###...##.#.
#..##.########..##..#..######.##.##..
#..##..#.#..##...##..#.#..#....#..##.
.#.#..###.#.#.##.#.######..#.###.####
....#..###.#######...###...##...##.#.
.#.####...###.###.#.##.##.####.####..
##..#..##..#..###..#.#..#.#.#.###.#..
.###.###...#....#..######..#.##..##..
..###.....##.#....#...##.####...#.##.
##.#.###....#..#.##...##.#.##..#.#...
..##....##.#..####.###..........#.##.
#..#..###.#..##.##...#..#..#####..#..
#...##.#..###..##.#..#.######..##....
##.#.##..#...###.#..#.##..#########..
######...####.##.##.###.#..###.##.##.
#..#..##.###.###..#.####.....##..###.
#....#.##.#.#.#.#....#.#.#####..#....
...#..#.#..####.##..#..#.###..#...#..
..###.....#####..##..#.##.#....##.#.#
##.####..#.#####.#..###.#.#######.#..
........#.#..#.#.##.##.#..###...#....
#######.#..#...#..#.#####.#.#.#.#....
#.....#..#.#####.....#.##.#.#...###.#
#.###.#.#####..##...###.....########.
#.###.#...#.#.....#..#.#..######..#.#
#.###.#..#.....#.##.##.####..##......
#.....#....#..#####.##.#..##.##.#.##.
#######.#####.#..#...####..#.###..###
"""

BACZENIN_MODULES = """
#######.#.....###.#..##...#...#######
#.....#.#...#.#.#.##..#.#...#.#.....#
#.###.#.##.##..##.####.#.#.##.#.###.#
#.###.#..#..######..##.###.##.#.###.#
#.###.#.####.#.##.##.##..##...#.###.#
#.....#.....##.#....#..##.#...#.....#
#######.#.#.#.#.#.#.#.#.#.#.#.#######
..........#.#####.#.#..#.#.#.........
#..######.##.....#.#...##....#..#.###
.##....#.#..#...####...#.###...#####.
.###..#.#...#..####.#.##.#.#...###..#
...###..#...#...##.#...##.##..##.####
..######.......##...#..##...#.##....#
.......##.###..###....##...##...##.#.
..##..###....####.###.#..####.#.#####
#....#..####....#..##.##...###.#.####
##.####.##..##.#......#.##....##..##.
###..#..####..#..####.#....#.#.#.....
.#.##.##..###...##.#..##..###.#.##..#
#.##...#.#..#.###.#.#.##########.#..#
##.####..###.##..#.##.#.#.#..#####...
.#...#.#....##.#.###..###.##....#.#..
#.##..###.####.##....#.##.##.#.#.#..#
....#...#.#.##...##.#.....#.#########
##.##.#..#..###.....#.#....##.#......
#..#.#.....#.##...#..#.#.#####..#....
###.#.#..#..####..###.....##.#.#..###
#.###.....#..#..#...#..##..#.###.##.#
#.#.###.##.##.##....#.#.###.#########
........#..#...#####.##..#.##...#.##.
#######.###.#.##.###.#.#.#..#.#.#...#
#.....#.##.#.##.#..##.#..####...#..#.
#.###.#.##.###..#.#.....#.#######..#.
#.###.#.#.#.#.....##.###.###.##....##
#.###.#..##..##..#..####.#..##..#.#.#
#.....#...#.#..#.#.#...#..#..#..#####
#######.#.#...#.#..#...##...#.##.#..#
"""

LINK = st.builds(
    "{}://{}/{}".format,
    st.sampled_from(["https", "http", "HTTPS"]),
    st.sampled_from(["memopzk.org", "a.b", "example.org:8080", "xn--80ajjnbboq.xn--p1ai"]),
    st.text(alphabet="abcxyzABCXYZ0123456789-._~/?#=&%", max_size=400),
)


def picture(code: Matrix) -> Image.Image:
    """The code in its quiet zone."""
    scale, side = 4, code.side + 2 * QUIET_ZONE
    image = Image.new("L", (side * scale, side * scale), "white")
    draw = ImageDraw.Draw(image)
    for y, row in enumerate(code.rows, QUIET_ZONE):
        for first, count in dark_runs(row):
            left, top = (first + QUIET_ZONE) * scale, y * scale
            draw.rectangle((left, top, left + count * scale - 1, top + scale - 1), "black")
    return image


def by_qrcode(link: str) -> qrcode.QRCode:
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(link)
    code.make()
    return code


def as_rows(modules: list[list[bool]]) -> tuple[str, ...]:
    return tuple("".join("#" if dark else "." for dark in row) for row in modules)


# --- modules ---


@pytest.mark.parametrize(("link", "modules", "mask"), [(ZIMIN, ZIMIN_MODULES, 4), (BACZENIN, BACZENIN_MODULES, 6)])
def test_the_codes_of_the_sample_book(link: str, modules: str, mask: int) -> None:
    code = matrix(link)
    assert str(code) == modules.strip()
    assert (code.version, code.mask, code.side) == (5, mask, 37)
    assert size_needed(code) == 22.5
    assert size_needed(code, 0.6) == pytest.approx(27)


@settings(max_examples=60, deadline=None)
@given(LINK)
def test_a_foreign_reader_reads_the_link_back(link: str) -> None:
    (found,) = zxingcpp.read_barcodes(picture(matrix(link)))
    assert found.text == link
    assert found.format == zxingcpp.BarcodeFormat.QRCode
    assert found.ec_level == "M"


@pytest.mark.parametrize("length", [25, 60, 100, 200, 700, 1500, MAX_BYTES])
def test_links_of_every_size_are_read_back(length: int) -> None:
    link = "https://a.b/".ljust(length, "q")
    (found,) = zxingcpp.read_barcodes(picture(matrix(link)))
    assert found.text == link


@settings(max_examples=100, deadline=None)
@given(LINK)
def test_the_mask_is_the_one_that_qrcode_takes(link: str) -> None:
    assert matrix(link).rows == as_rows(by_qrcode(link).modules)


@pytest.mark.parametrize("length", [*range(14, 120), 150, 200, 300, 500, 800, 1200, 1700, MAX_BYTES])
def test_every_module_is_the_one_of_qrcode(length: int) -> None:
    link = ("https://a.b/" + "q7-X_%2F" * 300)[:length]
    assert matrix(link).rows == as_rows(by_qrcode(link).modules)


@pytest.mark.parametrize("tail", ["1" * 30, "ABC-12:" * 5, "7" * 19, "A" * 20 + "b" + "1" * 40])
def test_digits_and_capitals_in_a_row_are_packed_as_qrcode_packs_them(tail: str) -> None:
    link = f"https://a.b/{tail}"
    assert matrix(link).rows == as_rows(by_qrcode(link).modules)


@pytest.mark.parametrize("version", [1, 6, 7, 14, 21, 28, 40])
def test_the_mask_is_the_one_that_qrcode_takes_in_every_layout(version: int) -> None:
    code = qrcode.QRCode(version=version, error_correction=ERROR_CORRECT_M, border=0)
    code.add_data("A")
    best = code.best_mask_pattern()
    code.makeImpl(True, 0)
    assert best_mask(version, bits_of(code.modules)) == best


def test_the_smallest_version_is_taken() -> None:
    assert matrix("http://a.b").version == 1
    assert matrix("https://a.b/".ljust(14, "q")).version == 1
    assert matrix("https://a.b/".ljust(15, "q")).version == 2
    assert matrix("https://a.b/".ljust(MAX_BYTES, "q")).version == 40


def test_a_code_is_made_once() -> None:
    assert matrix(ZIMIN) is matrix(ZIMIN)
    assert matrix.cache_info().maxsize == 512


# --- links ---

COPY = "Copy the whole link from the address bar of the browser."
SPACE = "Remove it, or write %20 if it belongs to the link."
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
    (
        "https://a.org/".ljust(2332, "q"),
        [
            f'b.yaml:9: link "https://a.org/{"q" * 15}…{"q" * 29}" is 2332 bytes long, a QR code holds 2331. '
            "Use the plain link of the page, without tracking."
        ],
    ),
]


@pytest.mark.parametrize(("link", "messages"), BAD_LINKS)
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
    check_payload(link)
    assert matrix(link).rows


def test_a_code_that_would_be_too_fine_for_its_place_is_refused() -> None:
    link = "https://a.org/".ljust(220, "q")
    check_payload(link, "zimin", width=34.5)
    with pytest.raises(DataError) as caught:
        check_payload(link, "zimin", width=25)
    assert str(caught.value) == (
        f'zimin: link "https://a.org/{"q" * 15}…{"q" * 29}" is too long for a code 25 mm wide: '
        "it needs 34.5 mm. Use a shorter link to the same page, or give the code 34.5 mm."
    )


@settings(max_examples=300, deadline=None)
@given(st.from_regex(links._PLAIN, fullmatch=True) | LINK | st.text().map("https://{}".format))
def test_a_link_that_is_passed_at_once_would_pass_every_check(link: str) -> None:
    if links._is_plain(link):
        assert [check(link) for check in links._CHECKS if check(link)] == []


@settings(max_examples=300, deadline=None)
@given(st.text() | st.text().map("https://{}".format) | LINK)
def test_any_text_is_either_coded_or_refused(text: str) -> None:
    if find_problems(text):
        with pytest.raises(DataError):
            check_payload(text)
    else:
        assert text.isascii()
        assert matrix(text).side == matrix(text).version * 4 + 17


@pytest.mark.parametrize("piece", ["a-", "a.", "[", ":", "@", "%", " ", "ы.", "//"])
def test_long_hostile_links_are_refused_soon(piece: str) -> None:
    assert find_problems("https://" + piece * 200_000)
