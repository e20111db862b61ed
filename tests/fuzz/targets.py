"""Knows what a stranger can hand to the program: each target takes bytes and ends, or raises LettersError.

Nothing else may be raised; `seeds` says with what a target is fed first.
"""

import contextlib
import json
import re
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from flask.testing import FlaskClient

from letters.app.lint import LintRequest, read_as_censor
from letters.draw import missing_glyphs
from letters.draw.breaker import broken
from letters.draw.plain import set_plain
from letters.errors import LettersError
from letters.intake import decode, read_draft
from letters.intake.tables import read_table
from letters.marks import Paragraph, Span, Style
from letters.qr import matrix
from letters.russian.postal import fields, parse_line
from letters.shipped import sample_book
from letters.store.book import read_book
from letters.web import Desk, create_app
from letters.web.jobs import Jobs
from letters.wording import Source, blocks, render
from tests import spreadsheets

PUBLISHED = (
    "663180, Красноярский край, г. Енисейск, ул. Декабристов, д. 11, ФКУ Т-2 ГУФСИН России по Красноярскому краю, "
    "Зимину Дмитрию Сергеевичу 2003 г. р."
)
WORDS = {"date": "1 мая", "salutation": "Здравствуйте", "name": "Дмитрий", "gender": "m"}
STYLE = Style("serif", 11, 15)
WIDE = 1e5  # mm: no line ends but where the text says so, and no hyphen is added
FOLDER = Path(tempfile.gettempdir())


def text_of(data: bytes) -> str:
    """The bytes as text; half characters and wrong bytes become a mark."""
    return data.decode("utf-8", "replace")


def file_of(data: bytes, suffix: str) -> Path:
    """A file with these bytes; the caller unlinks it."""
    with tempfile.NamedTemporaryFile(suffix=suffix, delete=False, dir=FOLDER) as file:
        file.write(data)
    return Path(file.name)


def line(data: bytes) -> None:
    """A published line is taken apart, and can be written as JSON."""
    json.dumps(fields(parse_line(text_of(data))), default=str)


def book(data: bytes) -> None:
    """A book is read: people, or problems that are sentences."""
    path = file_of(data, ".yaml")
    try:
        found = read_book(path)
        assert len(found.people) or found.absent or found.problems
        assert all(problem.what for problem in found.problems)
    finally:
        path.unlink()


def template(data: bytes) -> None:
    """A letter is filled in, cut into blocks, and read as a censor would."""
    blocks(render(Source(text_of(data), "letter.txt"), WORDS))


def page(data: bytes) -> None:
    """A pasted page becomes the draft of a record."""
    read_draft(decode(data, "page"), "page", 1)


def table(data: bytes) -> None:
    """A spreadsheet or .csv becomes rows."""
    path = file_of(data, ".xlsx")
    try:
        for row in read_table(path, {}).rows:
            assert row.number > 0
    finally:
        path.unlink()


def lint(data: bytes) -> None:
    """A letter is read as a censor would."""
    text = text_of(data)
    assert all(
        finding.line <= text.replace("\r", "\n").count("\n") + 1
        for finding in read_as_censor(LintRequest(text.encode("utf-8", "replace"), date(2026, 11, 22), writer="f"))
    )


def markup(data: bytes) -> None:
    """Any text is set as it stands: mark-up in it is text."""
    words = text_of(data)[:2000] or "а"
    paragraph = Paragraph((Span(words), Span(words, "serif-bold")), STYLE)
    if missing_glyphs(words):
        return
    text = broken(paragraph, WIDE)._paragraph.getPlainText(identify=1)
    assert _letters(text) == _letters(words + words)
    if quick := set_plain(paragraph, WIDE):
        assert _letters("".join(text for _, text in quick.texts)) == _letters(words + words)


def _letters(text: str) -> str:
    """The text without what a line may drop: white space of any kind, and soft hyphens inside it."""
    return "".join(text.replace("\u00ad", "").split())


def code(data: bytes) -> None:
    """A link becomes a code."""
    matrix(text_of(data))


@cache
def _pages() -> tuple[FlaskClient, tuple[str, ...]]:
    """The pages over a sample book of their own, and the addresses that they have."""
    folder = Path(tempfile.mkdtemp(prefix="letters-fuzz-pages-"))
    shutil.copy(sample_book(), folder / "addresses.yaml")
    application = create_app(Desk(folder / "addresses.yaml", folder / "out", jobs=Jobs(has_threads=False)))
    application.testing = True  # a fault is raised, and not told on a page
    rules = sorted(rule.rule for rule in application.url_map.iter_rules() if rule.rule != "/end")
    return application.test_client(), tuple(rules)


def request(data: bytes) -> None:
    """A request for one of the pages, the first byte chooses which, is answered with a page."""
    client, rules = _pages()
    head, _, body = data.partition(b"\n")
    path = re.sub("<[^>]+>", "zimin", rules[(head[0] if head else 0) % len(rules)])
    query, form = head[1:].decode("latin-1"), "application/x-www-form-urlencoded"
    for answer in (
        client.get(path, query_string=query, buffered=True),
        client.post(path, query_string=query, data=body, content_type=form, buffered=True),
    ):
        assert answer.status_code < 500, (path, answer.status)
        answer.close()


@dataclass(frozen=True)
class Target:
    """What is fed, and with what it begins."""

    feed: Callable[[bytes], None]
    seeds: tuple[bytes, ...]

    def __call__(self, data: bytes) -> None:
        """Feed it; failures that the program can explain are what it should do."""
        with contextlib.suppress(LettersError):
            self.feed(data)


def _xlsx() -> bytes:
    path = file_of(b"", ".xlsx")
    spreadsheets.write_xlsx(path, [["id", "address"], ["zimin", PUBLISHED]])
    data = path.read_bytes()
    path.unlink()
    return data


def _encoded(*texts: str) -> tuple[bytes, ...]:
    return tuple(text.encode() for text in texts)


TARGETS = {
    "line": Target(line, _encoded(PUBLISHED, "431150, ИК-18, п. Озёрный, «Ветров И. С.» 1990 г.р.")),
    "book": Target(
        book,
        _encoded(
            f"sender: {{country: DE, return_address: x}}\npeople:\n  - id: a\n    address: {PUBLISHED}\n"
            "    about: {en: x}\n    verified: 2026-01-01\n",
            "people: &a\n  - !!python/object:os.system {id: *a, <<: *a}\n",
        ),
    ),
    "template": Target(
        template,
        _encoded(
            "# {{ salutation }}\n\n{% if gender == 'm' %}а{% else %}б{% endif %}\n\n____ 2\n", "{{ ''.__class__ }}"
        ),
    ),
    "page": Target(
        page, _encoded(f"<html><h1>x</h1><p>{PUBLISHED}</p><script>a</script></html>", f"Письма:\n{PUBLISHED}\nZT\n")
    ),
    "table": Target(table, (_xlsx(), *_encoded(f'id;address\na;"{PUBLISHED}"\n'))),
    "lint": Target(lint, _encoded("Здравствуйте! Я пишу Вам 12.05.2026 о войне. http://a.b +7 999 123-45-67\n")),
    "markup": Target(markup, _encoded('<img src="file:///etc/passwd"/><a href="x">y</a>&amp;<para><br/>', "а\u00adб")),
    "request": Target(
        request,
        tuple(
            bytes([number]) + b"q=a&who=zimin&page=2\nui=ru&back=/&who=zimin&text=%D0%90&kind=posted"
            for number in range(48)
        ),
    ),
    "code": Target(code, _encoded("https://memopzk.org/en/news/some-page")),
}
