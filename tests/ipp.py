"""Knows how to start a real IPP printer on loopback, with the print queue that `lp` wants before it, and to ask both.

Nothing of the system is touched or needed to run: the bus that the printer asks for, the printer (ippeveprinter) and
the queue (cupsd) are processes of the test with folders of their own, and end with it.
"""

import getpass
import json
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SYSTEM = "/usr/local/sbin:/usr/sbin:/sbin"  # where Debian keeps daemons
TOOLS = ("ippeveprinter", "ipptool", "lp", "lpadmin", "lpoptions", "cupsd", "dbus-daemon")
FILTER = Path("/usr/lib/cups/filter/pdftopdf")
PACKAGES = "cups-ipp-utils cups-client cups-daemon cups-filters-core-drivers dbus"
QUEUE = "desk"
SIZES = {  # hundredths of a mm, as IPP counts
    "iso_a4_210x297mm": (21000, 29700),
    "iso_dl_110x220mm": (11000, 22000),
    "iso_c6_114x162mm": (11400, 16200),
    "na_number-10_4.125x9.5in": (10477, 24130),
}
SECONDS = 30

BUS = """<busconfig><type>custom</type><listen>unix:path={folder}/bus</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/></policy></busconfig>"""
QUEUE_RULES = """Listen localhost:{port}
WebInterface No
Browsing No
DefaultAuthType None
ErrorPolicy stop-printer
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  JobPrivateAccess all
  JobPrivateValues none
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
"""
QUEUE_FILES = """ServerRoot {folder}/cups
StateDir {folder}/cups
CacheDir {folder}/cups
RequestRoot {folder}/jobs
TempDir {folder}/jobs
AccessLog {folder}/cups/access_log
ErrorLog {folder}/cups/error_log
PageLog {folder}/cups/page_log
SystemGroup root
"""
PRINTER = """ATTR mimeMediaType document-format-supported "application/octet-stream","application/pdf"
ATTR text printer-make-and-model "Test Printer"
ATTR keyword media-supported {names}
ATTR keyword media-default "iso_a4_210x297mm"
ATTR keyword media-ready "iso_a4_210x297mm"
ATTR collection media-size-supported {sizes}
ATTR integer media-bottom-margin-supported 500
ATTR integer media-left-margin-supported 500
ATTR integer media-right-margin-supported 500
ATTR integer media-top-margin-supported 500
ATTR keyword sides-supported "one-sided","two-sided-long-edge","two-sided-short-edge"
ATTR keyword sides-default "two-sided-long-edge"
ATTR keyword print-color-mode-supported "monochrome"
ATTR keyword print-color-mode-default "monochrome"
ATTR keyword print-scaling-supported "auto","fit","none"
ATTR keyword print-scaling-default "auto"
ATTR rangeOfInteger copies-supported 1-99
ATTR integer copies-default 1
ATTR resolution printer-resolution-supported 300dpi
ATTR resolution printer-resolution-default 300dpi
ATTR keyword output-bin-supported "face-down"
ATTR keyword output-bin-default "face-down"
"""


def missing_tools() -> list[str]:
    """What this machine lacks; none = the printer can be started."""
    absent = [tool for tool in TOOLS if _which(tool) is None]
    return absent if FILTER.exists() else [*absent, str(FILTER)]


def _which(tool: str) -> str | None:
    return shutil.which(tool, path=f"{os.environ.get('PATH', os.defpath)}:{SYSTEM}")


@dataclass(frozen=True)
class Arrived:
    """A job as the printer has it: the attributes it came with, and the file."""

    attributes: dict[str, Any]
    file: Path

    @property
    def media_size(self) -> tuple[int, int]:
        """Width and height of the paper asked for, in hundredths of a mm."""
        size = self.attributes["media-col"]["media-size"]
        return size["x-dimension"], size["y-dimension"]


@dataclass(frozen=True)
class Desk:
    """A printer and its queue; `environment` leads `lp` to them."""

    folder: Path
    printer: str
    queue: str
    environment: dict[str, str]

    @property
    def jobs(self) -> int:
        """How many have arrived so far."""
        return len(list((self.folder / "printed").glob("*.pdf")))

    def wait_for(self, number: int) -> Arrived:
        """The job of that number, counted from one, when the printer has it whole."""
        uri = f"ipp://{self.printer}/ipp/print/{number}"
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            attributes = self._job(uri)
            if attributes.get("job-state") == 9:  # completed (RFC 8011, 5.3.7)
                [file] = (self.folder / "printed").glob(f"{number}-*.pdf")
                return Arrived(attributes, file)
            time.sleep(0.1)
        raise AssertionError(f"job {number} has not arrived: {(self.folder / 'cups/error_log').read_text()[-3000:]}")

    def media_in_queue(self, number: int) -> str:
        """The name of the paper that `lp` gave to the queue."""
        found = re.search(r'"media": "(.*?)"', _ask(f"ipp://{self.queue}/jobs/{number}"))
        assert found, f"the queue has no job {number} with a paper"
        return found[1]

    def _job(self, uri: str) -> dict[str, Any]:
        try:
            return {name: value for group in json.loads(_ask(uri)) for name, value in group.items()}
        except ValueError:  # not there yet; or under way, when what has no value is written as no JSON
            return {}


def _ask(uri: str) -> str:
    """The attributes of a job, as JSON if all of them have a value."""
    command = [str(_which("ipptool")), "-j", uri, "get-job-attributes.test"]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=SECONDS, check=False).stdout


@contextmanager
def desk() -> Iterator[Desk]:
    """A printer that takes A4, DL, C6 and #10, two-sided by default, and a driverless queue `desk` before it."""
    # Not in pytest's folders, which only their owner may enter: the queue's filters run as another user.
    folder = Path(tempfile.mkdtemp(prefix="letters-ipp-", dir="/tmp"))
    try:
        with ExitStack() as stack:
            yield _start(folder, stack)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _start(folder: Path, stack: ExitStack) -> Desk:
    printer, queue = _free_port(), _free_port()
    _write(folder, queue)
    path = f"{os.environ.get('PATH', os.defpath)}:{SYSTEM}"
    environment = {"PATH": path, "HOME": str(folder), "LC_ALL": "C.UTF-8", "CUPS_SERVER": f"localhost:{queue}"}
    bus = environment | {"DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={folder}/bus"}
    _daemon(stack, folder, bus, "dbus-daemon", "--nofork", "--nopidfile", f"--config-file={folder}/bus.conf")
    _wait_until(folder, (folder / "bus").exists)
    _daemon(
        *(stack, folder, bus, "ippeveprinter", "-n", "localhost", "-p", str(printer), "-r", "off", "-k"),
        *("-d", f"{folder}/printed", "-a", f"{folder}/printer.conf", "-c", shutil.which("true") or "true", "Test"),
    )
    _daemon(stack, folder, bus, "cupsd", "-f", "-c", f"{folder}/cups/cupsd.conf", "-s", f"{folder}/cups/files.conf")
    _wait_until(folder, lambda: _answers(printer) and _answers(queue))
    command = ["lpadmin", "-p", QUEUE, "-E", "-v", f"ipp://localhost:{printer}/ipp/print", "-m", "everywhere"]
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", timeout=SECONDS, check=False)
    assert done.returncode == 0, done.stderr
    return Desk(folder, f"localhost:{printer}", f"localhost:{queue}", environment)


def _write(folder: Path, queue: int) -> None:
    for name in ("cups", "jobs", "printed"):
        (folder / name).mkdir()
    root = os.getuid() == 0
    if root:  # then filters run as lp
        folder.chmod(0o755)
        shutil.chown(folder / "jobs", "lp", "lp")
    names = ",".join(f'"{name}"' for name in SIZES)
    sizes = ",".join(f"{{MEMBER integer x-dimension {x} MEMBER integer y-dimension {y}}}" for x, y in SIZES.values())
    who = "User lp\nGroup lp\n" if root else f"User {getpass.getuser()}\n"
    (folder / "bus.conf").write_text(BUS.format(folder=folder))
    (folder / "printer.conf").write_text(PRINTER.format(names=names, sizes=sizes))
    (folder / "cups/cupsd.conf").write_text(QUEUE_RULES.format(port=queue))
    (folder / "cups/files.conf").write_text(QUEUE_FILES.format(folder=folder) + who)


def _daemon(stack: ExitStack, folder: Path, environment: dict[str, str], name: str, *arguments: str) -> None:
    log = stack.enter_context((folder / f"{name}.log").open("wb"))
    process = subprocess.Popen(
        [str(_which(name)), *arguments], env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
    )
    stack.callback(process.wait, SECONDS)
    stack.callback(process.terminate)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _answers(port: int) -> bool:
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


def _wait_until(folder: Path, true: Any) -> None:
    end = time.monotonic() + SECONDS
    while not true():
        logs = {path.name: path.read_text(errors="replace")[-1000:] for path in folder.glob("*.log")}
        assert time.monotonic() < end, f"the test printer did not start: {logs}"
        time.sleep(0.05)
