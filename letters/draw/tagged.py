"""A file of kept pages that can be read aloud: language, structure, and a title where every page is a kept one.

The structure is many small objects alike, so they stand in compressed streams. ISO 32000-1: 7.5.7 object streams,
7.5.8 cross-reference streams, 14.7 logical structure; ISO 14289-1 (PDF/UA-1): 5 and 7.1 what a file says of itself.
Nothing names a person, a program or a day.
"""

import struct
import zlib
from array import array
from collections.abc import Sequence
from html import escape
from typing import BinaryIO

from letters.draw.blocks import DrawnPage
from letters.draw.document import StreamedDocument
from letters.draw.reading import RUSSIAN, Element, ReadAloud

OBJECTS_A_STREAM = 2000
CLOSE = 6  # compression of structure: 9 takes twice as long and saves 1 %
_PACKED = 1 << 63  # of a place in the file: not an offset, but a stream of objects and a place in it
_IN_STREAM = 1 << 16
_WIDTH = 7  # bytes of a place in the cross-reference
_TITLE = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title></rdf:Description>
</rdf:RDF></x:xmpmeta><?xpacket end="r"?>"""


class TaggedDocument(StreamedDocument):
    """A document that says of each kept page what stands on it and in which order; other pages it only shows."""

    LEAST = 4  # a page that says something twice needs no form for it
    HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"

    def __init__(self, file: BinaryIO, reading: ReadAloud) -> None:
        super().__init__(file)
        self._reading = reading
        self._tree, self._whole = self._reserve(), self._reserve()
        self._sections, self._parents = array("L"), array("L")  # a page each
        self._waiting: list[tuple[int, bytes]] = []  # objects for the next stream
        self._stream = self._reserve()

    def _about_page(self, number: int, page: DrawnPage) -> bytes:
        if not page.elements:
            return b""
        section, leaves = self._reserve(), dict[int, int]()
        kids = _references([self._element(element, section, number, leaves) for element in page.elements])
        self._pack(section, b"<</S/Sect/P %d 0 R/K[%s]>>" % (self._whole, kids))
        parents = self._reserve()
        self._pack(parents, b"[%s]" % _references([leaves[place] for place in range(len(leaves))]))
        self._sections.append(section)
        self._parents.append(parents)
        return b"/Tabs/S/StructParents %d" % (len(self._parents) - 1)

    def _element(self, element: Element, parent: int, page: int, leaves: dict[int, int]) -> int:
        """Number of an element that was written with all in it; `leaves`: by its number, whose marked content is."""
        number = self._reserve()
        if isinstance(content := element.kids[0], int):
            leaves[content] = number
            kids = b"/Pg %d 0 R/K %d" % (page, content)
        else:
            kids = b"/K[%s]" % _references(
                [self._element(kid, number, page, leaves) for kid in element.kids if isinstance(kid, Element)]
            )
        more = b"/Lang(%s)" % RUSSIAN.encode() if element.is_russian else b""
        if element.alt is not None and element.area:
            box = " ".join(f"{edge:.2f}" for edge in element.area).encode()
            more += b"/Alt %s/A<</O/Layout/BBox[%s]>>" % (_text(element.alt), box)
        self._pack(number, b"<</S/%s/P %d 0 R%s%s>>" % (element.kind.encode(), parent, kids, more))
        return number

    def _pack(self, number: int, body: bytes) -> None:
        self._place(number, _PACKED | self._stream * _IN_STREAM | len(self._waiting))
        self._waiting.append((number, body))
        if len(self._waiting) == OBJECTS_A_STREAM:
            self._write_packed()
            self._stream = self._reserve()

    def _write_packed(self) -> None:
        places, at = [], 0
        for number, body in self._waiting:
            places.append(b"%d %d" % (number, at))
            at += len(body) + 1
        head = b" ".join(places) + b"\n"
        about = b"/Type/ObjStm/N %d/First %d" % (len(places), len(head))
        self._write_stream(self._stream, about, head + b"\n".join([body for _, body in self._waiting]), CLOSE)
        self._waiting = []

    def _about_file(self) -> bytes:
        nums = b" ".join(b"%d %d 0 R" % pair for pair in enumerate(self._parents))
        count, parents = len(self._parents), self._reserve()
        self._pack(parents, b"<</Nums[%s]>>" % nums)
        self._pack(self._whole, b"<</S/Document/P %d 0 R/K[%s]>>" % (self._tree, _references(self._sections)))
        root = b"<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %d>>"
        self._pack(self._tree, root % (self._whole, parents, count))
        self._write_packed()
        suspects = b"" if self._reading.title else b"/Suspects true"  # some of what it shows has no structure
        about = b"/Lang(%s)/StructTreeRoot %d 0 R/MarkInfo<</Marked true%s>>"
        return about % (self._reading.language.encode(), self._tree, suspects) + self._about_title()

    def _about_title(self) -> bytes:
        """What a file that is all kept pages calls itself, and that it keeps to PDF/UA."""
        if self._reading.title is None:
            return b""
        number, title = self._reserve(), _TITLE.format(title=escape(self._reading.title)).encode()
        body = b"<</Type/Metadata/Subtype/XML/Length %d>>\nstream\n%s\nendstream" % (len(title), title)
        self._write_object(number, body)
        return b"/ViewerPreferences<</DisplayDocTitle true>>/Metadata %d 0 R" % number

    def _write_trailer(self, catalog: int) -> None:
        """Places of all objects as rows of seven bytes, each minus the row above: equal steps take no room."""
        number, start = self._reserve(), self._written
        self._place(number, start)
        rows = b"".join(map(_row, self._offsets))
        steps = bytes([(new - old) & 255 for new, old in zip(rows, bytes(_WIDTH) + rows, strict=False)])
        packed = zlib.compress(
            b"".join([b"\2" + steps[at : at + _WIDTH] for at in range(0, len(steps), _WIDTH)]), CLOSE
        )
        about = b"/Type/XRef/W[1 4 2]/Size %d/Root %d 0 R/DecodeParms<</Predictor 12/Columns 7>>"
        head = (about % (len(self._offsets), catalog)) + b"/Filter/FlateDecode/Length %d" % len(packed)
        self._write_object(number, b"<<%s>>\nstream\n%s\nendstream" % (head, packed))
        self._write(b"startxref\n%d\n%%%%EOF\n" % start)


def _references(numbers: Sequence[int]) -> bytes:
    return b" ".join([b"%d 0 R" % number for number in numbers])


def _row(place: int) -> bytes:
    """Free, at an offset, or in a stream of objects (7.5.8.3, table 18)."""
    if place & _PACKED:
        stream, index = divmod(place ^ _PACKED, _IN_STREAM)
        return struct.pack(">BLH", 2, stream, index)
    return struct.pack(">BLH", 1, place, 0) if place else struct.pack(">BLH", 0, 0, 65535)


def _text(text: str) -> bytes:
    """A text string (7.9.2.2): in UTF-16 where it is not plain ASCII."""
    return b"<%s>" % (b"\xfe\xff" + text.encode("utf-16-be")).hex().encode()
