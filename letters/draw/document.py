"""A PDF file that is written page by page, in flat memory, and says nothing about who made it.

ReportLab's document keeps all pages until the end and adds a producer, dates and a comment; this one writes
each page when it is finished and has neither an information dictionary nor an outline.
ISO 32000-1: 7.5.4 cross-reference table, 7.7.3 page tree.
"""

from array import array
from typing import BinaryIO

from reportlab.pdfbase import pdfdoc

from letters.draw.codes import CodedDocument, keep_only
from letters.draw.fonts import FILES, face
from letters.draw.parts import Form, Part
from letters.marks import Font

HEADER = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
PAGES_A_NODE = 256


class StreamedDocument(CodedDocument):
    """ReportLab's document with its pages written as they come instead of collected."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file = file
        self._written = 0
        self._offsets = array("Q", [0])  # by object number
        self._nodes: list[int] = []
        self._kids: list[int] = []
        self._forms: dict[bytes, int] = {}  # digest -> object number
        self._used: dict[Font, frozenset[str]] = {}
        self.page_count = 0
        self._write(HEADER)
        self._fonts = self._number_of(pdfdoc.BasicFonts)  # where the fonts will be listed
        self._root = self._reserve()
        self._node = self._reserve()

    def add_part(self, part: Part) -> None:
        """Write some pages, and the blocks that no earlier part had."""
        if not part.pages:
            return
        for font, characters in part.used.items():
            self._used[font] = self._used.get(font, frozenset()) | characters
        numbers = [self._form_number(form) for form in part.forms]
        names = b"".join(b"/b%d %d 0 R" % pair for pair in enumerate(numbers))
        resources = self._reserve()
        self._write_object(resources, b"<</Font %d 0 R/XObject<<%s>>>>" % (self._fonts, names))
        for page in part.pages:
            self._write_page(page.width, page.height, page.data, resources)

    def _form_number(self, form: Form) -> int:
        number = self._forms.get(form.digest)
        if number is None:
            number = self._forms[form.digest] = self._reserve()
            box = " ".join(f"{edge:.3f}" for edge in form.box).encode()
            about = b"/Type/XObject/Subtype/Form/BBox[%s]/Resources<</Font %d 0 R>>" % (box, self._fonts)
            self._write_stream(number, about, form.data)
        return number

    def _write_page(self, width: float, height: float, data: bytes, resources: int) -> None:
        contents, number = self._reserve(), self._reserve()
        self._write_stream(contents, b"", data)
        box = f"0 0 {width:.4f} {height:.4f}".encode()
        self._write_object(
            number,
            b"<</Type/Page/Parent %d 0 R/MediaBox[%s]/Resources %d 0 R/Contents %d 0 R>>"
            % (self._node, box, resources, contents),
        )
        self._kids.append(number)
        self.page_count += 1
        if len(self._kids) == PAGES_A_NODE:
            self._close_node()

    def _write_stream(self, number: int, about: bytes, data: bytes) -> None:
        """A stream that is compressed already."""
        head = b"<<%s/Filter/FlateDecode/Length %d>>" % (about, len(data))
        self._write_object(number, b"%s\nstream\n%s\nendstream" % (head, data))

    def finish(self) -> None:
        """Write fonts, page tree and trailer."""
        if self._kids:
            self._close_node()
        for font in FILES:
            if used := self._used.get(font):
                keep_only(face(font), self, used)
                face(font).addObjects(self)
        self._write_rest()
        kids = b" ".join(b"%d 0 R" % node for node in self._nodes)
        self._write_object(self._root, b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, self.page_count))
        catalog = self._reserve()
        self._write_object(catalog, b"<</Type/Catalog/Pages %d 0 R>>" % self._root)
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
        while len(self._offsets) <= number:
            self._offsets.append(0)
        self._offsets[number] = self._written
        self._write(b"%d 0 obj\n%s\nendobj\n" % (number, body.rstrip(b"\n")))

    def _write_trailer(self, catalog: int) -> None:
        start = self._written
        self._write(b"xref\n0 %d\n0000000000 65535 f \n" % len(self._offsets))
        for offset in self._offsets[1:]:
            self._write(b"%010d 00000 n \n" % offset)
        self._write(
            b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(self._offsets), catalog, start)
        )
