"""Knows how the three how-tos are run, and writes what came of it: `python3 docs/make_howtos.py`"""

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from letters import bootstrap  # noqa: E402  # after the path, so that the script runs from anywhere

if __name__ == "__main__":
    bootstrap.ensure(("test",))

from bench.invented import write_book  # noqa: E402

PAGE = ROOT / "docs" / "howtos-as-run.md"
TITLES = ("An evening tonight", "Envelopes on my printer", "Five hundred for our group")
MOST_LINES = 24  # of what a command says
GIVEN = {"--case URL": "--case https://example.org/en/vetrov", "make zimin": "make p7"}
_COMMAND = re.compile(r"`python3 make_letters\.py ?([^`]*)`")
HEAD = """# The three how-tos as run

Made by `python3 docs/make_howtos.py`: every command that the three [how-tos](howtos.md) name in full,
run in their order, each how-to in a folder of its own, with all that was said. Long answers are cut where it says so.
The people of the evening are those of the sample book and an invented one; the five hundred are invented.
"""


def commands(title: str) -> list[str]:
    """What stands behind `python3 make_letters.py` in one how-to, in its order."""
    page = (ROOT / "docs" / "howtos.md").read_text(encoding="utf-8")
    section = page.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    return [" ".join(words.split()) for words in _COMMAND.findall(section)]


def main() -> None:
    """Run everything, write the page."""
    stories = (_evening, _printer, _group)
    with tempfile.TemporaryDirectory() as folder:
        blocks = [HEAD]
        for title, prepare in zip(TITLES, stories, strict=True):
            place = Path(folder) / prepare.__name__.strip("_")
            place.mkdir()
            blocks += [f"## {title}\n", prepare(place), *_told(title, place)]
    PAGE.write_text("\n".join(blocks), encoding="utf-8", newline="\n")


def given(title: str) -> Iterator[str]:
    """The same with what a reader would put in."""
    for command in commands(title):
        for general, own in GIVEN.items():
            command = command.replace(general, own)
        yield command


def _told(title: str, place: Path) -> Iterator[str]:
    for command in given(title):
        words = shlex.split(command)
        code, said = _run([*words, "--yes"] if words[0] == "add" else words, place)
        lines = [line.rstrip() for line in said.replace(str(place), "…").rstrip().splitlines()]
        if len(lines) > MOST_LINES:
            lines[MOST_LINES - 4 : -3] = [f"[… {len(lines) - MOST_LINES + 1} more lines]"]
        shown = "\n".join([f"$ python3 make_letters.py {shlex.join(words)}", *lines])
        yield f"```\n{shown}\n```\n\nExit code {code}.\n"


def _run(words: list[str], place: Path) -> tuple[int, str]:
    """Exit code and all that was said, screen and messages together."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "make_letters.py"), *words],
        cwd=place,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        env=os.environ | {"COLUMNS": "110", "XDG_CONFIG_HOME": str(place / "config")},
        check=False,
    )
    return done.returncode, done.stdout


def _evening(place: Path) -> str:
    """The sample book, and a page about somebody invented."""
    (place / "addresses.yaml").write_bytes((ROOT / "addresses.yaml").read_bytes())
    line = "663180, Красноярский край, г. Енисейск, ул. Декабристов, д. 11, ФКУ Т-2 ГУФСИН России по Красноярскому краю"
    page = f"Ilya Vetrov\n\nYou can write letters.\n\n{line}, Ветрову Илье Сергеевичу, 1990 г. р.\n"
    (place / "page.txt").write_text(page, encoding="utf-8")
    return "`page.txt` holds the text of a case page of somebody who does not exist.\n"


def _printer(place: Path) -> str:
    (place / "addresses.yaml").write_bytes((ROOT / "addresses.yaml").read_bytes())
    return "On a computer without a printer: `print` shows what it would send.\n"


def _group(place: Path) -> str:
    """Last year's book of 480 people, and a table of 500 that came in since."""
    write_book(place / "all.yaml", 500)
    write_book(place / "old.yaml", 480)
    export = [sys.executable, str(ROOT / "make_letters.py"), "export", "people.xlsx", "--book", "all.yaml"]
    subprocess.run(export, cwd=place, check=True, capture_output=True)
    return "`people.xlsx` is a table of 500 people, `old.yaml` last year's book of 480; `p7` is one of the ids.\n"


if __name__ == "__main__":
    main()
