"""The printer on the desk: its names for paper, the exact `lp` line, and a real IPP printer that takes the job."""

import json
import os
import shlex
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from letters.app.calibration import printer_names
from letters.errors import CommandError, FileError
from letters.paper import envelope_names, find_envelope
from letters.store.printers import (
    Media,
    Offset,
    PrintJob,
    check_printer,
    find_media,
    find_offset,
    forget_offsets,
    lp_command,
    offered_media,
    offsets_file,
    parse_offset,
    parse_pages,
    queues,
    read_print_file,
    remember_offset,
    send,
    shown,
)
from letters.store.printers import file as file_room
from letters.store.printers import lp as lp_room
from tests import ipp
from tests.conftest import Press, Tell, book
from tests.rows import rows

ROOT = Path(__file__).parent.parent
PLACE = "663180, Красноярский край, г. Енисейск, ул. Декабристов, д. 11, ФКУ Т-2 ГУФСИН России по Красноярскому краю"
SURNAMES = ("Ветрову", "Кротову", "Орлову", "Громову", "Соколову")
FIVE = book(*({"address": f"{PLACE}, {name} Илье Сергеевичу, 1990 г. р."} for name in SURNAMES))
TRUE_SIZE = ("-o", "fit-to-page=false", "-o", "print-scaling=none", "-o", "sides=one-sided")


# --- what printers call paper

MEDIA = [
    # width, height, what the queue lists, the name, whether the printer has that paper
    (162, 114, "", "iso_c6_114x162mm", None),
    (114, 162, "", "iso_c6_114x162mm", None),
    (220, 110, "", "iso_dl_110x220mm", None),
    (241.3, 104.8, "", "na_number-10_4.125x9.5in", None),
    (229, 162, "", "iso_c5_162x229mm", None),
    (324, 229, "", "iso_c4_229x324mm", None),
    (229, 114, "", "iso_c6c5_114x229mm", None),
    (210, 297, "", "iso_a4_210x297mm", None),
    (148, 105, "", "iso_a6_105x148mm", None),
    (152.4, 101.6, "", "na_index-4x6_4x6in", None),
    (176, 125, "", "iso_b6_125x176mm", None),
    (250, 176, "", "iso_b5_176x250mm", None),
    (353, 250, "", "iso_b4_250x353mm", None),
    (230, 110, "", "om_italian_110x230mm", None),
    (190.5, 98.4, "", "na_monarch_3.875x7.5in", None),
    (146, 111.1, "", "na_a2_4.375x5.75in", None),
    (215.9, 279.4, "", "na_letter_8.5x11in", None),
    (200, 120, "", "custom_120x200mm_120x200mm", None),
    (200.5, 120, "", "custom_120x200.5mm_120x200.5mm", None),
    (162, 114, "A4 iso_c6_114x162mm", "iso_c6_114x162mm", True),
    (162, 114, "A4 EnvC6 EnvDL", "iso_c6_114x162mm", True),  # CUPS knows that these are the same
    (220, 110, "A4 DL COM10", "DL", True),
    (241.3, 104.8, "A4 dl Com10", "Com10", True),  # as the queue spells it
    (220, 110, "A4 Custom.WIDTHxHEIGHT", "iso_dl_110x220mm", True),
    (200, 120, "A4 Custom.WIDTHxHEIGHT", "custom_120x200mm_120x200mm", True),
    (220, 110, "A4 Letter", "iso_dl_110x220mm", False),
    (200, 120, "A4 Letter", "custom_120x200mm_120x200mm", False),
]

pytestmark = pytest.mark.usefixtures("home")


@rows(("width", "height", "offered", "name", "there"), MEDIA)
def test_media(width: float, height: float, offered: str, name: str, there: bool | None) -> None:
    assert find_media(width, height, offered.split()) == Media(name, there)


@pytest.mark.parametrize("name", envelope_names())
def test_every_envelope_has_a_name_of_the_pwg(name: str) -> None:
    envelope = find_envelope(name)
    assert find_media(envelope.width, envelope.height).name.startswith(("iso_", "na_"))


def test_the_names_are_those_of_cups() -> None:
    """Read out of the library that `lp` uses, where there is one."""
    ctypes = pytest.importorskip("ctypes")
    try:
        cups = ctypes.CDLL("libcups.so.2")
    except OSError:
        pytest.skip("no libcups.so.2 on this computer")

    class Known(ctypes.Structure):  # type: ignore[name-defined, misc]
        _fields_ = (*((name, ctypes.c_char_p) for name in ("pwg", "legacy", "ppd")), *(("w", ctypes.c_int),) * 2)

    cups.pwgMediaForPWG.restype = ctypes.POINTER(Known)
    for width, height, offered, name, _ in MEDIA:
        if not offered:
            known = cups.pwgMediaForPWG(name.encode()).contents
            assert known.pwg.decode() == name
            assert find_media(width, height, [known.ppd.decode()]).offered is not name.startswith("custom")


# --- pages

PAGES = [
    # --pages, pages there are, first, rest, how many
    (None, 1, "1", None, 1),
    (None, 12, "1", "2-12", 12),
    ("3", 12, "3", None, 1),
    ("2-5", 12, "2", "3-5", 4),
    ("1,4-6", 12, "1", "4-6", 4),
    ("4-6, 1", 12, "1", "4-6", 4),
    ("3,4,5,2-3", 12, "2", "3-5", 4),
    ("7-7", 12, "7", None, 1),
]
BAD_PAGES = ["", "0", "13", "5-2", "2-", "-3", "a", "1;2", "1,,2", "٣", "99999999999999999999"]


@pytest.mark.parametrize(("text", "there", "first", "rest", "count"), PAGES)
def test_pages(text: str | None, there: int, first: str, rest: str | None, count: int) -> None:
    pages = parse_pages(text, there)
    others = pages.rest()
    assert (str(pages.first()), others and str(others), pages.count) == (first, rest, count)


@pytest.mark.parametrize("text", BAD_PAGES)
def test_pages_that_are_none(text: str) -> None:
    with pytest.raises(CommandError, match="does not name pages of a file that has 12"):
        parse_pages(text, 12)


# --- the file


@pytest.mark.parametrize("chunk", [1 << 20, 300, 64])
def test_size_and_number_of_pages(press: Press, chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Found wherever a chunk ends."""
    monkeypatch.setattr(file_room, "_CHUNK", chunk)
    found = read_print_file(press(FIVE, envelope="#10").path("envelopes"))
    assert (found.pages, found.width, found.height) == (5, 241.3, 104.8)
    found = read_print_file(press(FIVE, envelope="#10").path("letters"))
    assert (found.pages, found.size) == (10, "210 × 297 mm")


@pytest.mark.slow
def test_more_pages_than_one_chunk_holds(tmp_path: Path) -> None:
    page = b"4 0 obj\n<</Type/Page/Parent 3 0 R/MediaBox[0 0 459.2126 323.1496]/Resources 1 0 R>>\nendobj\n"
    (tmp_path / "many.pdf").write_bytes(b"%PDF-1.4\n" + page * 30_000)
    assert read_print_file(tmp_path / "many.pdf").pages == 30_000


def test_files_that_are_not_ours(tmp_path: Path) -> None:
    (tmp_path / "foreign.pdf").write_bytes(b"%PDF-1.7\n<</Type /Page>>")
    with pytest.raises(FileError, match="not a PDF that this program has written"):
        read_print_file(tmp_path / "foreign.pdf")
    with pytest.raises(FileError, match="there is no such file"):
        read_print_file(tmp_path / "absent.pdf")


# --- the line


def test_the_line() -> None:
    job = PrintJob(Path("out/my envelopes.pdf"), parse_pages("2-5", 9), Media("iso_c6_114x162mm", None), "Laser")
    command = lp_command(job)
    assert command == (
        *("lp", "-d", "Laser", "-o", "media=iso_c6_114x162mm"),
        *TRUE_SIZE,
        *("-P", "2-5", "out/my envelopes.pdf"),
    )
    assert shown(command).endswith("-P 2-5 'out/my envelopes.pdf'")
    assert tuple(shlex.split(shown(command))) == command


def test_a_file_is_never_taken_for_an_option() -> None:
    job = PrintJob(Path("-x.pdf"), parse_pages(None, 1), Media("iso_c6_114x162mm", None))
    assert lp_command(job)[-3:] == ("-P", "1", "./-x.pdf")
    assert "-d" not in lp_command(job)


@pytest.mark.parametrize("name", ["", " ", "-d", "a\nb", "a\x1b[2J", "a\u202eb", "x" * 128, "я" * 64])
def test_names_no_printer_has(name: str) -> None:
    with pytest.raises(CommandError, match="cannot be the name of a printer"):
        check_printer(name)


# --- offsets

OFFSETS = {
    "1,2": Offset(1, 2),
    "-1.5,0": Offset(-1.5, 0),
    "−1.5, 2": Offset(-1.5, 2),
    "0,0,1.01,0.99": Offset(0, 0, 1.01, 0.99),
}
BAD_OFFSETS = {
    "": "is not dx,dy",
    "1": "is not dx,dy",
    "1,2,3": "is not dx,dy",
    "1,2,1,1,1": "is not dx,dy",
    "a,b": "is not dx,dy",
    "31,0": "more than 30 mm",
    "0,-31": "more than 30 mm",
    "nan,0": "more than 30 mm",
    "0,inf": "more than 30 mm",
    "0,0,2,1": "not between 0.9 and 1.1",
    "0,0,1,0": "not between 0.9 and 1.1",
    "0,0,1,nan": "not between 0.9 and 1.1",
}


@pytest.mark.parametrize(("text", "offset"), OFFSETS.items())
def test_offset(text: str, offset: Offset) -> None:
    assert parse_offset(text) == offset


@pytest.mark.parametrize(("text", "why"), BAD_OFFSETS.items())
def test_offsets_no_printer_needs(text: str, why: str) -> None:
    with pytest.raises(CommandError, match=why):
        parse_offset(text)


def test_offsets_are_kept_for_each_printer_and_feed(home: Path) -> None:
    remember_offset("Laser", "landscape", Offset(1, 2))
    remember_offset("Laser", "portrait-cw", Offset(3, 4, 1.01, 1))
    remember_offset("Струйный", "landscape", Offset(5, 6))
    remember_offset("Laser", "landscape", Offset(-1, 2))
    assert find_offset("Laser", "landscape") == Offset(-1, 2)
    assert find_offset("Laser", "portrait-cw") == Offset(3, 4, 1.01, 1)
    assert find_offset("Струйный", "landscape") == Offset(5, 6)
    assert [path.name for path in home.iterdir()] == ["printers.json"]
    assert set(json.loads(offsets_file().read_text("utf-8"))) == {"Laser", "Струйный"}


def test_forgotten_offsets_leave_nothing(home: Path) -> None:
    remember_offset("Laser", "landscape", Offset(1, 2))
    assert forget_offsets("Laser")
    assert not forget_offsets("Laser")
    assert list(home.iterdir()) == []


def test_an_unknown_printer_is_told_which_are_known() -> None:
    remember_offset("Laser", "portrait-cw", Offset(1, 2))
    with pytest.raises(CommandError, match=r"=Lazer›: .* with the feed landscape; measured: Laser \(portrait-cw\)"):
        find_offset("Lazer", "landscape")
    with pytest.raises(CommandError, match=r"=Laser›: this printer has not been measured yet with the feed landscape"):
        find_offset("Laser", "landscape")


SPOILT = [
    *("", "{", "[]", "1", "null", '{"a": 1}', '{"a": {"b": 1}}', '{"a": {"b": {"dx": 1}}}', "[" * 100_000),
    *('{"a": {"b": {"dx": "1", "dy": 0, "sx": 1, "sy": 1}}}', '{"a": {"b": {"dx": NaN, "dy": 0, "sx": 1, "sy": 1}}}'),
    '{"a": {"b": {"dx": 999, "dy": 0, "sx": 1, "sy": 1}}}',
]


@pytest.mark.parametrize("text", SPOILT, ids=range(len(SPOILT)))
def test_a_spoilt_file_of_offsets(text: str, home: Path) -> None:
    home.mkdir()
    offsets_file().write_text(text, "utf-8")
    with pytest.raises(FileError, match="does not hold printer offsets"):
        find_offset("a", "b")


def test_a_folder_that_cannot_be_made(home: Path) -> None:
    home.write_text("")
    with pytest.raises(FileError, match="cannot be"):
        remember_offset("Laser", "landscape", Offset(1, 2))


# --- print, with an lp that only notes what it is told


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An `lp` before all others; the lines of this file are its arguments, a call each."""
    if os.name == "nt":
        pytest.skip("there is no lp on Windows")
    tools, noted = tmp_path / "tools", tmp_path / "noted"
    tools.mkdir()
    for name, text in (
        ("lp", f'echo "$*" >> {noted}; echo "request id is Laser-7 (1 file(s))"'),
        ("lpstat", "echo Laser; echo Old_one"),
        ("lpoptions", 'echo "PageSize/Media Size: *A4 EnvC6"; echo "ColorModel/Output Mode: *Gray"'),
    ):
        (tools / name).write_text(f"#!/bin/sh\n{text}\n")
        (tools / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tools), prepend=os.pathsep)
    return noted


@pytest.fixture
def envelopes(press: Press) -> Path:
    return press(FIVE).path("envelopes")


def line(pages: str, file: Path) -> str:
    return f"-d Laser -o media=iso_c6_114x162mm {' '.join(TRUE_SIZE)} -P {pages} {file}"


def test_print_shows_the_line_and_sends_nothing(notes: Path, envelopes: Path, tell: Tell) -> None:
    code, printed, said = tell("print", envelopes, "--printer", "Laser")
    assert (code, said) == (0, "")
    assert printed.splitlines() == [
        "First:",
        f"  lp {line('1', envelopes)}",
        "Look at it. Then the other 4:",
        f"  lp {line('2-5', envelopes)}",
        "Nothing was printed. To print, give the same command with --yes.",
    ]
    assert not notes.exists()


def test_out_envelopes_is_what_is_printed(
    notes: Path, envelopes: Path, tell: Tell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/envelopes.pdf").write_bytes(envelopes.read_bytes())
    monkeypatch.chdir(tmp_path)
    assert "-P 1 out/envelopes.pdf\n" in tell("print")[1]


ORDERS = [
    # options, whether there is a terminal, what is answered there, the pages of each call
    ("--yes", False, "", ["1"]),
    ("--yes", True, "y\n", ["1", "2-5"]),
    ("--yes", True, "n\n", ["1"]),
    ("--yes", True, "\n", ["1"]),
    ("--yes --all", False, "", ["1-5"]),
    ("--yes --pages 3", True, "", ["3"]),
    ("--yes --pages 2,4-5", True, "y\n", ["2", "4-5"]),
    ("--yes --pages 2,4-5 --all", False, "", ["2,4-5"]),
    ("--all", False, "", []),
]


@pytest.mark.one_quick
@pytest.mark.parametrize(("options", "terminal", "answer", "calls"), ORDERS)
def test_one_is_printed_then_the_rest(
    options: str,
    terminal: bool,
    answer: str,
    calls: list[str],
    notes: Path,
    envelopes: Path,
    tmp_path: Path,
) -> None:
    done = program("print", str(envelopes), "--printer", "Laser", *options.split(), answer=answer if terminal else None)
    assert done.returncode == 0, done.stderr
    assert (notes.read_text().splitlines() if notes.exists() else []) == [line(pages, envelopes) for pages in calls]
    assert ("The others were not sent" in done.stdout) is (calls == ["1"])


def program(
    *arguments: str, answer: str | None = None, environment: dict[str, str] | None = None
) -> "subprocess.CompletedProcess[str]":
    """The program as a process; `answer` is typed at a terminal, `None` = there is none."""
    code = "import sys; from letters.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, *arguments]
    surrounding = os.environ | {"PYTHONPATH": str(ROOT)} | (environment or {})
    if answer is None:
        quiet = subprocess.DEVNULL
        return subprocess.run(
            command, env=surrounding, stdin=quiet, capture_output=True, encoding="utf-8", timeout=60, check=False
        )
    keyboard, terminal = os.openpty()
    try:
        os.write(keyboard, answer.encode())
        return subprocess.run(
            command, env=surrounding, stdin=terminal, capture_output=True, encoding="utf-8", timeout=60, check=False
        )
    finally:
        os.close(keyboard)
        os.close(terminal)


def test_the_wrong_envelope(notes: Path, envelopes: Path, tell: Tell) -> None:
    assert tell("print", envelopes, "--envelope", "c6")[0] == 0
    code, _, said = tell("print", envelopes, "--envelope", "DL", "--yes")
    assert (code, said) == (
        2,
        f"--envelope DL: the pages of {envelopes} have another size: 162 × 114 mm. Make them with `make` and "
        "--envelope DL.\n",
    )
    assert not notes.exists()


def test_paper_the_queue_does_not_list(notes: Path, press: Press, tell: Tell) -> None:
    code, printed, said = tell("print", press(FIVE, envelope="DL").path("envelopes"))
    assert (code, "media=iso_dl_110x220mm" in printed) == (0, True)
    assert said.startswith("note: --printer: the printer does not list a paper of 220 × 110 mm")


def test_turned_pages_are_the_same_paper(notes: Path, press: Press, tell: Tell) -> None:
    code, printed, _ = tell("print", press(FIVE, feed="portrait-cw").path("envelopes"), "--envelope", "C6")
    assert (code, "media=iso_c6_114x162mm" in printed) == (0, True)


def test_no_lp(envelopes: Path, tell: Tell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    code, printed, said = tell("print", envelopes, "--yes")
    assert (code, printed) == (3, "")
    assert said.startswith("there is no lp on this computer to print with. Windows: open the file in a PDF program,")
    assert "apt install cups-client" in said


@pytest.mark.skipif(os.name == "nt", reason="there is no lp on Windows")
def test_an_lp_that_fails(tmp_path: Path) -> None:
    tool = tmp_path / "lp"
    tool.write_text("#!/bin/sh\necho 'lp: Error - no such\tprinter.' >&2\nexit 1\n")
    tool.chmod(stat.S_IRWXU)
    with pytest.raises(FileError, match=r"did not accept the job \(Error - no such printer\)\. `lpstat -e` lists"):
        send((str(tool),))
    with pytest.raises(FileError, match="cannot be run"):
        send((str(tmp_path / "absent"),))


@pytest.mark.skipif(os.name == "nt", reason="there is no lp on Windows")
def test_an_lp_that_hangs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lp_room, "SECONDS", 0.2)
    with pytest.raises(FileError, match="has not answered"):
        send(("sleep", "5"))


def test_a_queue_that_cannot_be_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert offered_media("Laser") == frozenset()
    assert queues() == ()


def test_names_that_can_be_offered(notes: Path, home: Path) -> None:
    remember_offset("Laser & Co", "landscape", Offset(1, 2))
    assert printer_names(with_system=True) == ("Laser", "Laser & Co", "Old_one")
    assert printer_names(with_system=False) == ("Laser & Co",)
    (home / "printers.json").write_text("[]", "utf-8")
    assert printer_names(with_system=False) == ()


# --- a real printer


@pytest.fixture(scope="module")
def desk() -> Iterator[ipp.Desk]:
    """ippeveprinter on loopback behind a queue. Without the tools: skipped, but in CI that is a failure."""
    if missing := ipp.missing_tools():
        reason = f"no {', '.join(missing)} (Debian: apt install {ipp.PACKAGES})"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    with ipp.desk() as started:
        yield started


REAL = [
    # envelope, name of the paper, feed
    ("DL", "iso_dl_110x220mm", "landscape"),
    ("C6", "iso_c6_114x162mm", "landscape"),
    ("#10", "na_number-10_4.125x9.5in", "landscape"),
    ("C6", "iso_c6_114x162mm", "portrait-cw"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("envelope", "media", "feed"), REAL)
def test_a_real_printer_gets_one_envelope_then_the_rest(
    envelope: str, media: str, feed: str, desk: ipp.Desk, press: Press
) -> None:
    """Through the program's own command line: paper, pages and size are those that were asked for."""
    file = press(FIVE, envelope=envelope, feed=feed).path("envelopes")
    before = desk.jobs
    done = program("print", str(file), "--printer", ipp.QUEUE, "--yes", answer="y\n", environment=desk.environment)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""  # the queue lists this paper
    for number, pages in ((before + 1, 1), (before + 2, 4)):
        job = desk.wait_for(number)
        assert desk.media_in_queue(number) == media
        assert job.media_size == ipp.SIZES[media]
        assert job.attributes["sides"] == "one-sided"  # though the printer's default is another
        assert_true_size(job.file, file, pages, number - before - 1)


def assert_true_size(arrived: Path, sent: Path, pages: int, skipped: int) -> None:
    """The pages are upright sheets of the paper, with text as large as it was sent."""
    with pypdfium2.PdfDocument(arrived) as printed, pypdfium2.PdfDocument(sent) as ours:
        assert len(printed) == pages
        for page, number in zip(printed, range(skipped, skipped + pages), strict=True):
            assert page.get_width() < page.get_height()
            assert sorted(page.get_size()) == pytest.approx(sorted(ours[number].get_size()), abs=0.6)
            assert sorted(ink(page)) == pytest.approx(sorted(ink(ours[number])), abs=0.3)


def ink(page: pypdfium2.PdfPage) -> tuple[float, float]:
    """Width and height of all letters together, in points."""
    text = page.get_textpage()
    boxes = [text.get_charbox(at) for at in range(text.count_chars()) if text.get_text_range(at, 1).strip()]
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return max(rights) - min(lefts), max(tops) - min(bottoms)


@pytest.mark.slow
def test_a_printer_that_is_not_there(desk: ipp.Desk, press: Press) -> None:
    done = program(
        "print", str(press(FIVE).path("envelopes")), "--printer", "other", "--yes", environment=desk.environment
    )
    assert done.returncode == 3
    assert "the printer did not accept the job (Error - The printer or class does not exist)." in done.stderr
