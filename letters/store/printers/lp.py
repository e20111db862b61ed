"""The `lp` of CUPS: the exact command line for a file, shown or run, and what the queue says about paper."""

import re
import shlex
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from letters.errors import FileError, Problem
from letters.messages import reason
from letters.sentences import sentence
from letters.store.printers.media import Media
from letters.store.printers.pages import PageList

if TYPE_CHECKING:
    import subprocess

SECONDS = 120  # for lp to hand a job over
A_MOMENT = 3  # seconds for the names of the printers, without which a page does as well

_NO_LP = sentence(
    "Windows: open the file in a PDF program, choose Print, your printer, the envelope as "
    "paper size, and actual size (100 %). Mac: the same in Preview. Linux: install lp "
    "(Debian, Ubuntu: sudo apt install cups-client)."
)
_CANNOT = sentence("`lpstat -e` lists the printers; name one with ‹printer›.")


@dataclass(frozen=True, slots=True)
class PrintJob:
    """What goes to the printer at one go; `printer` `None` = the one that the system has as its default."""

    file: Path
    pages: PageList
    media: Media
    printer: str | None = None


def lp_command(job: PrintJob) -> tuple[str, ...]:
    """The command line: true size, one side, this paper, these pages."""
    name = str(job.file)
    return (
        "lp",
        *(("-d", job.printer) if job.printer else ()),
        *("-o", f"media={job.media.name}"),
        *("-o", "fit-to-page=false"),
        *("-o", "print-scaling=none"),
        *("-o", "sides=one-sided"),
        *("-P", str(job.pages)),
        f"./{name}" if name.startswith("-") else name,
    )


def shown(command: tuple[str, ...]) -> str:
    """The command line quoted for a shell."""
    return shlex.join(command)


def require_lp() -> None:
    """Raise FileError, with what to click instead, where there is no `lp`."""
    if shutil.which("lp") is None:
        raise FileError(Problem("", sentence("there is no lp on this computer to print with."), _NO_LP, code="no-lp"))


def send(command: tuple[str, ...]) -> str:
    """Run an `lp` command and give back what it says; raises FileError when it does not take the job."""
    try:
        done = _run(command)
    except TimeoutError as error:
        what = sentence("has not answered for {seconds} seconds.", seconds=SECONDS)
        raise FileError(Problem("lp", what, _CANNOT, code="printer-silent")) from error
    except OSError as error:
        raise FileError(
            Problem("lp", sentence("cannot be run: {reason}.", reason=reason(error)), _NO_LP, code="no-lp")
        ) from error
    if done.returncode:
        told = " ".join(done.stderr.split()).removeprefix("lp: ").rstrip(".")
        said = told or sentence("lp ended with code {code}", code=done.returncode)
        what = sentence("the printer did not accept the job ({said}).", said=said)
        raise FileError(Problem("", what, _CANNOT, code="printer-refused"))
    return done.stdout.strip()


def queues() -> tuple[str, ...]:
    """The names of the printers that the system knows; none where it cannot be asked."""
    try:
        done = _run(("lpstat", "-e"), A_MOMENT)
    except OSError:
        return ()
    return tuple(done.stdout.split()) if not done.returncode else ()


def offered_media(printer: str | None) -> frozenset[str]:
    """The page sizes that the printer's queue lists; empty = it cannot be asked."""
    try:
        done = _run(("lpoptions", *(("-p", printer) if printer else ()), "-l"))
    except OSError:
        return frozenset()
    found = re.search(r"^(?:PageSize|media)\b[^:\n]*:(.*)$", done.stdout, re.M)
    return frozenset(word.lstrip("*") for word in found[1].split()) if found else frozenset()


def _run(command: tuple[str, ...], seconds: float | None = None) -> "subprocess.CompletedProcess[str]":
    """Raises TimeoutError when it takes too long."""
    import subprocess  # slow to load, and only who prints needs it

    try:
        return subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=seconds or SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TimeoutError from error
