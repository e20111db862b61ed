"""Knows how the project sets itself up: a `.venv` beside it, made once, refreshed when its packages change.

Standard library only. Syntax and imports at the top are those of Python 3.6, so that an old Python gets a
sentence and not a traceback.
"""

import contextlib
import hashlib
import json
import os
import re
import sys
from pathlib import Path
from typing import IO, Any, Dict, Iterator, List, NoReturn, Tuple

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = ROOT / "pyproject.toml"
LOCK = ROOT / "requirements.lock"  # the packages of a run and of --proof, each with its hashes
DEV_LOCK = ROOT / "requirements-dev.lock"  # the same, and those of tests and benchmark
UNLOCKED = "--without-hashes"  # anywhere on the command line: take what an index has, unchecked
VENV = ROOT / ".venv"
STAMP = VENV / "set-up.json"  # written last: a `.venv` without it is half made
LOG = VENV / "pip.log"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
RESTARTED = "MAKE_LETTERS_RESTARTED"  # in the environment of the restarted command: do not restart it again
OLDEST = (3, 11)
GET_PYTHON = "Get it at python.org/downloads or from your system's packages, then run the same command with it."

# Where packages come from is the user's choice and stays; where pip writes is ours: every other setting goes.
PIP_SOURCES = (
    *("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_NO_INDEX", "PIP_FIND_LINKS", "PIP_CONFIG_FILE"),
    *("PIP_PROXY", "PIP_CERT", "PIP_CLIENT_CERT", "PIP_TRUSTED_HOST", "PIP_DEFAULT_TIMEOUT", "PIP_RETRIES"),
)

# Settings, not options, because pip starts further pips that build the project.
STAY_INSIDE = {
    "PIP_USER": "0",
    "PIP_NO_CACHE_DIR": "1",
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",  # it notes the day of the last check in HOME
    "RUSTUP_HOME": str(VENV / "rustup"),  # pip asks rustc for its version, and rustup then writes to HOME
}

# What would bring modules from elsewhere into a run.
FOREIGN = ("PYTHONPATH", "PYTHONHOME")

COMPILE = "from letters.languages.catalogues import compile_all; compile_all()"

NOT_THE_SAME = (
    "Somebody may have changed it on its way. Run the same command again, in another network; if it stays so, "
    "do not use this copy, and tell the people from whom you have it."
)

# What a failed command may have said, and what to do about it.
REMEDIES = (
    (
        r"ensurepip|No module named '?(pip|venv)",
        "Python's own tools for this are missing: sudo apt install python3-venv",
    ),
    (
        r"Read-only file system|Permission denied|Operation not permitted|Access is denied|WinError 5\b",
        "This folder cannot be written to: copy it, without its .venv, to a place of your own, such as Documents.",
    ),
    (
        r"No space left|WinError 112",
        "The disk is full: the set-up needs about 300 MB.",
    ),
    (
        r"Long Path|WinError 206",
        "The folder's path is too long for Windows: move the folder, for example to C:\\letters.",
    ),
    (
        r"name resolution|getaddrinfo|Failed to establish|ConnectionError|ConnectTimeout|ReadTimeout"
        r"|Max retries|Could not find a version|No matching distribution",
        "A package could not be fetched as %s names it. Connect to the internet and run the same command again; only "
        "the set-up needs the network. If it stays so, this Python may be newer than this copy of the program: take "
        "an older one. To take other releases, which nobody has checked, add %s." % (LOCK.name, UNLOCKED),
    ),
    (
        r"",
        "Run the same command again. If that does not help, .venv/pip.log has the whole report.",
    ),
)


def ensure(extras: Tuple[str, ...] = ()) -> None:
    """Return where every package is at hand; elsewhere set up `.venv` and start the same command in it."""
    refuse_old_python()
    speak_utf8()
    restarted = os.environ.pop(RESTARTED, None)
    if is_ready_here(extras):
        if is_own_venv() and brings_foreign_modules():
            restart()
        forget_word(sys.argv)
        return
    if restarted:
        give_up("The set-up is done, and yet packages are missing.", "Delete the folder .venv and run this again.")
    if not is_current(extras):
        set_up(extras)
    restart()


def refuse_old_python() -> None:
    """Leave with exit code 2 where this Python is too old."""
    if sys.version_info[:2] < OLDEST:
        say("This program needs Python %d.%d or newer; this is %s. " % (*OLDEST, python_version()) + GET_PYTHON)
        raise SystemExit(2)


def speak_utf8() -> None:
    """Let a Windows console or pipe take Cyrillic."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def brings_foreign_modules() -> bool:
    """Whether the environment led this interpreter to modules from elsewhere."""
    return not sys.flags.ignore_environment and any(os.environ.get(name) for name in FOREIGN)


def forget_word(words: List[str]) -> bool:
    """Take the word that is for the set-up alone out of a command; whether it was there."""
    there = UNLOCKED in words
    while UNLOCKED in words:
        words.remove(UNLOCKED)
    return there


def is_ready_here(extras: Tuple[str, ...]) -> bool:
    """Whether the running interpreter is that of a virtual environment that has all packages."""
    if sys.prefix == sys.base_prefix:
        return False
    if is_own_venv() and STAMP.exists():
        return is_current(extras)
    return all(map(is_installed, read_requirements(extras)))


def is_own_venv() -> bool:
    """Whether the running interpreter is that of `.venv`."""
    return Path(sys.prefix).resolve() == VENV.resolve()


def is_current(extras: Tuple[str, ...]) -> bool:
    """Whether `.venv` was finished for these packages, this Python and at least these extras."""
    stamp = read_stamp()
    return (
        is_alive()
        and stamp.get("python") == python_version()
        and stamp.get("packages") == packages_digest()
        and set(extras) <= set(stamp.get("extras", ()))
    )


def is_alive() -> bool:
    """Whether `.venv` has an interpreter, and the Python it was made from is still where it was and may be used."""
    try:
        home = re.search(r"^home *= *(.+)$", (VENV / "pyvenv.cfg").read_text(encoding="utf-8"), re.M)
        return PYTHON.exists() and home is not None and Path(home.group(1).strip()).is_dir()
    except OSError:  # gone, or another person's
        return False


def is_installed(requirement: str) -> bool:
    """Whether the running interpreter has the distribution, at its lower bound or newer."""
    from importlib import metadata

    name, floor = re.findall(r"^([\w.-]+)[^<>=~]*(?:[>=~]=\s*([\d.]+))?", requirement)[0]
    try:
        return release(metadata.version(name)) >= release(floor)
    except metadata.PackageNotFoundError:
        return False


def release(version: str) -> List[int]:
    """The numbers of a version without trailing zeros: "8.0.post1" -> [8]."""
    numbers = [int(number) for number in re.findall(r"\d+", re.split(r"[^\d.]", version)[0])]
    while numbers and not numbers[-1]:
        numbers.pop()
    return numbers


def read_requirements(extras: Tuple[str, ...]) -> List[str]:
    """What pyproject.toml asks for: "reportlab>=5.1,<6" and so on."""
    import tomllib

    project = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]
    optional = project["optional-dependencies"]
    return [*project["dependencies"], *(line for extra in extras for line in optional[extra])]


def read_stamp() -> Dict[str, Any]:
    """What `.venv` was finished for; empty = it was not."""
    try:
        return dict(json.loads(STAMP.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return {}


def write_stamp(extras: List[str]) -> None:
    """Declare `.venv` finished."""
    stamp = {"packages": packages_digest(), "python": python_version(), "extras": extras}
    STAMP.write_text(json.dumps(stamp) + "\n", encoding="utf-8")


def packages_digest() -> str:
    """SHA-256 of pyproject.toml and the locks."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in (PYPROJECT, LOCK, DEV_LOCK))).hexdigest()


def python_version() -> str:
    """The running Python as "3.11"."""
    return "%d.%d" % sys.version_info[:2]


def set_up(extras: Tuple[str, ...]) -> None:
    """Make or refresh `.venv`, one process at a time; leaves with exit code 3 where that fails."""
    try:
        with only_one():
            if not is_current(extras):  # a second first run may have waited for this one
                build(extras)
    except OSError as fault:
        give_up(str(fault), find_remedy(str(fault)))
    except KeyboardInterrupt:
        say("Stopped. The same command starts over.")
        raise SystemExit(130) from None


def build(extras: Tuple[str, ...]) -> None:
    """Bring `.venv` to what the lock and pyproject.toml ask for; the stamp goes first and comes back last."""
    stamp = read_stamp()
    wanted = sorted({*extras, *stamp.get("extras", ())})
    if is_own_venv() or (is_alive() and stamp.get("python") == python_version()):
        say("Updating the packages of the program in .venv (about a minute) …")
        STAMP.unlink(missing_ok=True)
    else:
        say("Setting up in .venv (first run, about a minute) …")
        make_venv()
    install(wanted)
    compile_catalogues()
    write_stamp(wanted)


def make_venv() -> None:
    """Make an empty `.venv`, whatever stood in its place."""
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    pip = [] if has_ensurepip() else ["--without-pip"]
    run([base_python(), "-m", "venv", "--clear", *pip, str(VENV)])


def install(extras: List[str]) -> None:
    """Install what the lock names into `.venv`, each file by its hash, and tie it to the project's folder.

    Only wheels are taken, and the project itself is not built: nothing that is fetched runs while it is installed.
    """
    own, borrowed = [str(PYTHON), "-m", "pip"], [base_python(), "-m", "pip", "--python", str(PYTHON)]
    pip = own if has_ensurepip() else borrowed
    lock = DEV_LOCK if set(extras) - {"proof"} else LOCK
    wanted = ["--require-hashes", "--requirement", str(lock)]
    if UNLOCKED in sys.argv:
        say(
            "As you asked, packages are taken unchecked: other releases than %s names, from whoever has them."
            % lock.name
        )
        wanted = read_requirements(tuple(extras))
    output = run(
        [*pip, "install", "--quiet", "--no-input", "--log", str(LOG), "--only-binary", ":all:", *wanted], may_fail=True
    )
    if "DO NOT MATCH THE HASHES" in output:
        give_up(
            "A package that was fetched is not the one that this program was tested with%s." % named_in(output),
            NOT_THE_SAME,
        )
    if output:
        fail(output)
    tie_to_folder()
    LOG.unlink()  # ten megabytes that matter only after a failure


def compile_catalogues() -> None:
    """Make the translations ready; without, whoever needs one waits for it once."""
    run([str(PYTHON), "-I", "-c", COMPILE], may_fail=True)


def named_in(output: str) -> str:
    """The first package that pip complains of, with what stands before it in a sentence."""
    found = re.search(r"^ +([A-Za-z0-9][\w.-]*==[\w.+-]+) from ", output, re.M)
    return ": %s" % found.group(1) if found else ""


def tie_to_folder() -> None:
    """Write the way from `.venv` to the project as a relative path.

    Python before 3.13 reads .pth files in the locale's encoding: a Cyrillic path in one can keep Python on
    Windows from starting at all. And with a relative path the folder can be moved.
    """
    folders = [path.parent for path in VENV.glob("**/site-packages/click")]
    if not folders:
        raise OSError("pip did not install into .venv; is a 'target' or 'prefix' set in pip's configuration?")
    for folder in folders:
        link = folder / "_make_letters.pth"
        link.write_text(os.path.relpath(str(ROOT), str(folder)) + "\n", encoding="ascii")


def has_ensurepip() -> bool:
    """Whether `.venv` can have its own pip; on Debian without python3-venv the system's pip must serve."""
    from importlib.util import find_spec

    return find_spec("ensurepip") is not None


def base_python() -> str:
    """The interpreter that stands outside every virtual environment."""
    return getattr(sys, "_base_executable", None) or sys.executable


def run(command: List[str], may_fail: bool = False) -> str:
    """Run a command of the set-up in the project's folder; where it fails, show its end and leave.

    With `may_fail` what it said comes back instead; empty = it did not fail.
    """
    import subprocess  # slow to load, and a set-up that is done needs none

    done = subprocess.run(
        command,
        cwd=str(ROOT),
        env=clean_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    output = (done.stdout.decode("utf-8", "replace").strip() or "It said nothing.") if done.returncode else ""
    if output and not may_fail:
        fail(output)
    return output


def fail(output: str) -> NoReturn:
    """Leave with the end of what a command of the set-up said, and what to do about it."""
    lines = [line for line in output.splitlines() if line.strip() and not line.startswith("WARNING")]
    give_up("The set-up did not finish:\n  " + "\n  ".join(lines[-6:]), find_remedy(output))


def clean_environment() -> Dict[str, str]:
    """The environment without what could lead pip or venv out of the folder."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in PIP_SOURCES or not name.startswith(("PIP_", "PYTHON", "VIRTUAL_ENV"))
    }
    return {"PIP_RETRIES": "2", **kept, **STAY_INSIDE, "PYTHONIOENCODING": "utf-8"}


def find_remedy(output: str) -> str:
    """What to do about a failed set-up, in plain words."""
    return next(remedy for pattern, remedy in REMEDIES if re.search(pattern, output))


def say(text: str) -> None:
    """Tell the person at the keyboard, apart from what the command prints."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def give_up(what: str, remedy: str) -> NoReturn:
    """Leave with exit code 3."""
    say(what + "\n" + remedy)
    raise SystemExit(3)


@contextlib.contextmanager
def only_one() -> Iterator[None]:
    """Let one set-up run at a time: a lock on pyproject.toml, which the system lifts with the process."""
    with PYPROJECT.open("rb") as handle:
        with contextlib.suppress(OSError):  # a network drive without locks
            lock(handle)
        yield


def lock(handle: IO[bytes]) -> None:
    """Wait until this process alone holds the file."""
    if sys.platform == "win32":
        import msvcrt

        handle.seek(1 << 30)  # far past the end: nobody who reads the file is held up
        for _ in range(60):  # each try waits ten seconds
            with contextlib.suppress(OSError):
                return msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX)


def restart() -> NoReturn:
    """Start the command that is running once more, with `.venv`'s interpreter, cut off from modules elsewhere (-I)."""
    os.environ[RESTARTED] = "1"
    command = [str(PYTHON), "-I", *sys.orig_argv[1:]]
    forget_word(command)
    if os.name == "nt":  # os.execv there returns to the prompt at once
        import signal
        import subprocess

        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the command
        raise SystemExit(subprocess.call(command))
    os.execv(command[0], command)
