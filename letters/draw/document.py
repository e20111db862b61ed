"""A PDF file that is written page by page, in flat memory, and says nothing about who made it.

ReportLab's document keeps all pages until the end and adds a producer, dates and a comment; this one writes
each page when it is finished and has neither an information dictionary nor an outline.
ISO 32000-1: 7.5.4 cross-reference table, 7.7.3 page tree.
"""

import hashlib
import threading
import zlib
from array import array
from collections.abc import Sequence
from typing import BinaryIO

from reportlab.pdfbase import pdfdoc

from letters.draw.blocks import DrawnPage, RepeatedBlock, opened, repeated, written
from letters.draw.fonts import FILES, face
from letters.draw.subsets import Characters, PreparedDocument, keep_only

PAGES_A_NODE = 256
_FONTS = threading.Lock()  # a font file that is cut to what is shown is read at one place at a time
COMPRESSION = 4  # 6 takes half as long again and saves 4 % of a guide, nothing of an envelope or a letter


class StreamedDocument(PreparedDocument):
    """ReportLab's document with its pages written as they come instead of collected."""

    LEAST = 2  # times that something comes before it is written as a form
    HEADER = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file = file
        self._written = 0
        self._offsets = array("Q", [0])  # by object number
        self._nodes: list[int] = []
        self._kids: list[int] = []
        self._forms: dict[bytes, int] = {}  # digest -> object number
        self._page_count = 0
        self._write(self.HEADER)
        self._fonts = self._number_of(pdfdoc.BasicFonts)  # where the fonts will be listed
        self._root = self._reserve()
        self._node = self._reserve()

    def add_pages(self, pages: Sequence[DrawnPage]) -> None:
        """Write some pages, and before them the blocks that they repeat and no earlier page had."""
        if not pages:
            return
        contents = opened(pages)
        forms = repeated(contents, self.LEAST)
        numbers = [self._form_number(block) for block in forms]
        names = {block.content: f"/b{n}" for n, block in enumerate(forms)}
        resources = self._reserve()
        listed = b"".join(b"/b%d %d 0 R" % pair for pair in enumerate(numbers))
        self._write_object(resources, b"<</Font %d 0 R/XObject<<%s>>>>" % (self._fonts, listed))
        for page, operators in zip(pages, contents, strict=True):
            self._write_page(page, written(operators, names), resources)

    def _form_number(self, block: RepeatedBlock) -> int:
        code = written(block.content, {}).encode("latin-1")
        digest = hashlib.blake2b(repr(block.area).encode() + code, digest_size=16).digest()
        if digest not in self._forms:
            self._forms[digest] = number = self._reserve()
            area = " ".join(f"{edge:.3f}" for edge in block.area).encode()
            about = b"/Type/XObject/Subtype/Form/BBox[%s]/Resources<</Font %d 0 R>>" % (area, self._fonts)
            self._write_stream(number, about, code)
        return self._forms[digest]

    def _write_page(self, page: DrawnPage, operators: str, resources: int) -> None:
        contents, number = self._reserve(), self._reserve()
        self._write_stream(contents, b"", operators.encode("latin-1"))
        box = f"0 0 {page.width:.4f} {page.height:.4f}".encode()
        self._write_object(
            number,
            b"<</Type/Page/Parent %d 0 R/MediaBox[%s]/Resources %d 0 R/Contents %d 0 R%s>>"
            % (self._node, box, resources, contents, self._about_page(number, page)),
        )
        self._kids.append(number)
        self._page_count += 1
        if len(self._kids) == PAGES_A_NODE:
            self._close_node()

    def _about_page(self, number: int, page: DrawnPage) -> bytes:
        """What else is said of a page."""
        return b""

    def _about_file(self) -> bytes:
        """What else is said of the file."""
        return b""

    def _write_stream(self, number: int, about: bytes, data: bytes, level: int = COMPRESSION) -> None:
        packed = zlib.compress(data, level)
        head = b"<<%s/Filter/FlateDecode/Length %d>>" % (about, len(packed))
        self._write_object(number, b"%s\nstream\n%s\nendstream" % (head, packed))

    def finish(self, shown: Characters) -> None:
        """Write the fonts, of which only what is shown, the page tree and the trailer."""
        if self._kids:
            self._close_node()
        with _FONTS:
            for font in FILES:
                if characters := shown.get(font):
                    keep_only(face(font), self, characters)
                    face(font).addObjects(self)
        self._write_rest()
        kids = b" ".join(b"%d 0 R" % node for node in self._nodes)
        self._write_object(self._root, b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, self._page_count))
        catalog = self._reserve()
        self._write_object(catalog, b"<</Type/Catalog/Pages %d 0 R%s>>" % (self._root, self._about_file()))
        # the node reserved last holds no page
        self._write_object(self._node, b"null")
        self._write_trailer(catalog)

    def _write_rest(self) -> None:
        """What ReportLab itself has registered; formatting one object may register more."""
        done: set[str] = set()
        while waiting := [name for name in self.idToObject if name not in done]:
            for name in waiting:
                body = pdfdoc.format(self.idToObject[name], self, toplevel=1)
                self._write_object(self._number_of(name), body)
                done.add(name)

    def _number_of(self, name: str) -> int:
        return int(self.idToObjectNumberAndVersion[name][0])

    def _close_node(self) -> None:
        kids = b" ".join(b"%d 0 R" % kid for kid in self._kids)
        self._write_object(
            self._node,
            b"<</Type/Pages/Parent %d 0 R/Kids[%s]/Count %d>>" % (self._root, kids, len(self._kids)),
        )
        self._nodes.append(self._node)
        self._kids = []
        self._node = self._reserve()

    def _reserve(self) -> int:
        self.objectcounter += 1
        return int(self.objectcounter)

    def _write(self, data: bytes) -> None:
        self._file.write(data)
        self._written += len(data)

    def _write_object(self, number: int, body: bytes) -> None:
        self._place(number, self._written)
        self._write(b"%d 0 obj\n%s\nendobj\n" % (number, body.rstrip(b"\n")))

    def _place(self, number: int, place: int) -> None:
        while len(self._offsets) <= number:
            self._offsets.append(0)
        self._offsets[number] = place

    def _write_trailer(self, catalog: int) -> None:
        start = self._written
        self._write(b"xref\n0 %d\n0000000000 65535 f \n" % len(self._offsets))
        for offset in self._offsets[1:]:
            self._write(b"%010d 00000 n \n" % offset)
        self._write(
            b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(self._offsets), catalog, start)
        )
