"""Kept pages read aloud: what a screen reader is told, by foreign parsers; posted pages tell it nothing."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from letters.draw import PdfFile, ReadAloud
from letters.marks import Code, Dots, Fill, KeptPage, ListEntry, Outline, Page, Placed, Rule, Shared, Text
from letters.paper import Box
from tests.conftest import Press, book

ROOT = Path(__file__).parent.parent
ADDRESS = (
    "601967, Владимирская область, п. Мелехово, ул. Первомайская, д. 261а, "
    "ФКУ ИК-6 УФСИН России по Владимирской области, Гурьянову Тимофею Аркадьевичу, 1988 г. р."
)
CASE = "https://example.org/en/news/1"
# Five people, so that what their pages share is written once.
PEOPLE = [{"id": f"a{n}", "address": ADDRESS, "case": CASE, "services": ["zt"]} for n in range(5)]
SENDER = "Annegret Mustermann\nMusterstraße 17\n10115 Berlin"
FIVE, ONE = book(*PEOPLE, return_address=SENDER), book(PEOPLE[0])
RUNS: dict[str, dict[str, Any]] = {
    "guides": {},
    "guides by hand": {"country": "RU", "language": "de", "letter": "first"},
    "guides, copy sheet": {"letter": "first", "shape": "copy"},
    "guides, large": {"large": True, "letter": "first"},
    "list": {},
    "list by prison": {"by": "facility", "language": "ru"},
    "list, large": {"large": True, "by": "facility"},
    "kit": {"kit": True},
    "kit, large": {"kit": True, "large": True, "language": "fr"},
    "table": {"collate": True, "only": ("letters", "guides"), "letter": "first"},
}
PAINTS = {"S", "f", "TJ", "Tj", "Do"}
CHILDREN = {"Document": {"Sect"}, "L": {"LI"}, "LI": {"Lbl", "LBody"}}


def marked(page: pikepdf.Page) -> Iterator[tuple[str, int | None]]:
    """Each painted thing of a page: the mark that it stands in, and its number; «» = in none."""
    stack = [("", None)]
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC":
                stack.append((str(operands[0]), int(operands[1].MCID)))
            case "BMC":
                stack.append((str(operands[0]), None))
            case "EMC":
                stack.pop()
            case name if name in PAINTS:
                assert len(stack) < 3, "one mark inside another"
                yield stack[-1]
    assert len(stack) == 1


def elements(element: Any) -> Iterator[Any]:
    """An element and all below it, in the order of reading."""
    yield element
    for kid in kids(element):
        if not isinstance(kid, int):
            yield from elements(kid)


def kids(element: Any) -> list[Any]:
    found = element.K
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def kind_of(element: Any) -> str:
    return str(element.S)[1:]


def structure(pdf: pikepdf.Pdf) -> Any:
    return pdf.Root.StructTreeRoot


@pytest.mark.parametrize("name", RUNS)
def test_the_structure_is_sound(name: str, press: Press) -> None:
    file = re.split(r"[, ]", name)[0]
    with pikepdf.open(press(FIVE, **{"country": "DE", **RUNS[name]}).path(file)) as pdf:
        every = list(elements(structure(pdf).K))
        for element in every:
            inside = {kind_of(kid) for kid in kids(element) if not isinstance(kid, int)}
            assert inside <= CHILDREN.get(kind_of(element), inside), kind_of(element)
            assert all(element == kid.P for kid in kids(element) if not isinstance(kid, int))
        levels = [int(kind_of(element)[1]) for element in every if re.fullmatch(r"H\d", kind_of(element))]
        assert levels[0] == 1
        assert {*levels} <= {1, 2}
        leaves = [element for element in every if isinstance(element.K, int)]
        nums = list(structure(pdf).ParentTree.Nums)
        numbers = dict(zip(nums[::2], nums[1::2], strict=True))
        kept = [page for page in pdf.pages if "/StructParents" in page.obj]
        for page in kept:
            paints = list(marked(page))
            assert {mark for mark, number in paints if number is None} <= {"/Artifact"}
            of_page = [element for element in leaves if element.Pg == page.obj]
            assert sorted({number for _, number in paints if number is not None}) == list(range(len(of_page)))
            parents = numbers[page.obj.StructParents]
            assert [int(element.K) for element in parents] == list(range(len(of_page)))
            assert {element.objgen for element in of_page} == {element.objgen for element in parents}
            marks = {(number, mark[1:]) for mark, number in paints if number is not None}
            assert marks == {(int(element.K), kind_of(element)) for element in of_page}
        assert len(leaves) == sum(len(numbers[page.obj.StructParents]) for page in kept)
        for figure in (element for element in every if kind_of(element) == "Figure"):
            assert str(figure.Alt) == f"QR: {CASE}"
            left, bottom, right, top = map(float, figure.A.BBox)
            assert 14 * 72 / 25.4 < right - left == pytest.approx(top - bottom, abs=0.02)


def told(path: Path, number: int = 0) -> list[str]:
    """A page as a screen reader has it: kind, language and words of each element, by PDFium's tree."""
    document = pypdfium2.PdfDocument(path)
    page = document[number]
    text = page.get_textpage()
    words: dict[int, str] = {}
    for index in range(text.count_chars()):
        thing = pdfium.FPDFText_GetTextObject(text, index)
        content = pdfium.FPDFPageObj_GetMarkedContentID(thing)
        words[content] = words.get(content, "") + text.get_text_range(index, 1)
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    try:
        count = pdfium.FPDF_StructTree_CountChildren(tree)
        roots = [pdfium.FPDF_StructTree_GetChildAtIndex(tree, n) for n in range(count)]
        return [line for root in roots for line in _told(root, words)]
    finally:
        pdfium.FPDF_StructTree_Close(tree)


def _told(element: Any, words: dict[int, str]) -> Iterator[str]:
    content = pdfium.FPDF_StructElement_GetMarkedContentID(element)
    said = " ".join(words.get(content, "").split()) if content >= 0 else ""
    parts = [_said(pdfium.FPDF_StructElement_GetType, element), _said(pdfium.FPDF_StructElement_GetLang, element), said]
    parts.append(_said(pdfium.FPDF_StructElement_GetAltText, element))
    yield " ".join(filter(None, parts))
    for number in range(pdfium.FPDF_StructElement_CountChildren(element)):
        if kid := pdfium.FPDF_StructElement_GetChildAtIndex(element, number):
            yield from _told(kid, words)


def _said(ask: Any, element: Any) -> str:
    length = ask(element, None, 0)
    if not length:
        return ""
    buffer = pdfium.FPDF_WCHAR * length
    room = (buffer._type_ * length)()
    ask(element, room, length)
    return bytes(room)[:length].decode("utf-16-le").rstrip("\0")


GUIDE = """\
P НЕ ОТПРАВЛЯТЬ · DO NOT POST: this page stays with you
H1 ru Тимофей Аркадьевич Гурьянов
P Timofey Arkadyevich Guryanov
P roughly: tee‑ma‑FEY ar‑kad‑yeh‑veech goor‑ya‑nof · born 1988
P Thank you for writing. A few kind lines are enough.
Figure QR: https://example.org/en/news/1
P Who this is: the case page
P example.org
H2 A letter in three steps
L
LI
Lbl 1
LBody
P Say hello
P ru Здравствуйте, Тимофей!
P Write «Вы» (polite “you”) with a capital В.
LI
Lbl 2
"""


def test_a_guide_is_read_in_its_order(press: Press) -> None:
    lines = [line for line in told(press(ONE, country="DE").path("guides")) if line not in ("Document", "Sect")]
    assert lines[: GUIDE.count("\n")] == GUIDE.splitlines()
    assert sum(line == "H2 Please leave out" for line in lines) == 1


def test_a_card_is_heard_once(press: Press) -> None:
    lines = told(press(ONE, country="DE", kit=True).path("kit"))
    assert [line for line in lines if line.startswith("H1")] == ["H1 Timofey"]
    assert sum("Здравствуйте" in line for line in lines) == 1


def test_strangers_words_end_no_text(press: Press) -> None:
    about = r"ends )]TJ T* and \)]TJ T* /Span BMC EMC Q " * 6
    lines = told(press(book({**PEOPLE[0], "about": {"en": about}}), country="DE").path("guides"))
    assert [line for line in lines if "ends )]" in line] == [f"P {about.strip()}"]


# --- what a file says of itself


@pytest.mark.parametrize(("language", "title"), [("en", "Who gets a letter"), ("ru", "Кому пишем")])
def test_a_neutral_title_and_nothing_else(language: str, title: str, press: Press) -> None:
    with pikepdf.open(press(FIVE, country="DE", language=language).path("guides")) as pdf:
        assert str(pdf.Root.Lang) == language
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_metadata() as about:
            assert dict(about) == {
                "{http://purl.org/dc/elements/1.1/}title": title,
                "{http://www.aiim.org/pdfua/ns/id/}part": "1",
            }


@pytest.mark.parametrize("run", [{}, {"collate": True, "only": ("letters", "guides")}])
def test_a_posted_page_tells_nothing(run: dict[str, Any], press: Press) -> None:
    printed = press(FIVE, country="DE", letter="first", reply=True, **run)
    for kind in ("letters", "envelopes", "replies", "table"):
        path = printed.folder / f"{kind}.pdf"
        if not path.exists():
            continue
        with pikepdf.open(path) as pdf:
            posted = [page for page in pdf.pages if "/StructParents" not in page.obj]
            assert len(posted) >= 5
            assert {mark for page in posted for mark, _ in marked(page)} == {""}
            assert "/Metadata" not in pdf.Root
            assert ("/StructTreeRoot" in pdf.Root) == (kind == "table")


def test_only_layouts_of_kept_pages_make_pages_that_can_be_tagged() -> None:
    naming = {path for path in (ROOT / "letters").rglob("*.py") if "KeptPage(" in path.read_text("utf-8")}
    assert {path.parent.name for path in naming - {ROOT / "letters/marks.py"}} == {"guide"}


EVERYTHING = (
    Text(10, 20, "Слово", "sans", 12, role="title"),
    Rule(10, 30, 20, 30),
    Fill(Box(10, 40, 5, 5)),
    Outline(Box(10, 50, 5, 5)),
    Dots(((10, 60),), 1),
    Code(10, 70, 1, ("##", "#."), "https://пример.рф/"),
    Shared((Fill(Box(40, 10, 5, 5)), Text(40, 20, "strip", "sans", 9))),
    ListEntry((Text(40, 30, "b", "sans", 9), Text(40, 40, "1", "sans", 9, role="label"))),
    Placed(Page(50, 50, (Text(5, 5, "again", "sans", 9),)), 100, 100, 180, again=True),
    Placed(Page(50, 50, (Text(5, 5, "once", "sans", 9),)), 0, 150),
)


def drawn(page: Page, reading: ReadAloud | None) -> pikepdf.Pdf:
    target = BytesIO()
    with PdfFile(target, reading) as file:
        file.add(page)
    return pikepdf.open(target)


def test_every_mark_is_something_or_a_decoration() -> None:
    pdf = drawn(KeptPage(210, 297, EVERYTHING), ReadAloud("en", "Title <&>"))
    read = [(kind_of(element), str(element.get("/Lang", ""))) for element in elements(structure(pdf).K)]
    items = [("L", ""), ("LI", ""), ("Lbl", ""), ("LBody", ""), ("P", "")]
    assert read[2:] == [("H1", "ru"), ("Figure", ""), ("P", ""), *items, ("P", "")]
    assert {mark for mark, _ in marked(pdf.pages[0])} == {"/H1", "/Figure", "/P", "/Lbl", "/Artifact"}
    assert [str(one.Alt) for one in elements(structure(pdf).K) if "/Alt" in one] == ["QR: https://пример.рф/"]


@pytest.mark.parametrize(
    ("page", "reading"),
    [(KeptPage(210, 297, EVERYTHING), None), (Page(210, 297, EVERYTHING), ReadAloud("en", None))],
)
def test_a_page_needs_a_kept_file_and_a_file_a_kept_page(page: Page, reading: ReadAloud | None) -> None:
    pdf = drawn(page, reading)
    assert {mark for mark, _ in marked(pdf.pages[0])} == {""}


def test_a_file_of_kept_pages_takes_no_other() -> None:
    with pytest.raises(TypeError):
        drawn(Page(210, 297, ()), ReadAloud("en", "Title"))
