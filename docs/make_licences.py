"""Knows how the packages in docs/supply-chain.md are listed: from the lock, and what they say of themselves.

`python3 docs/make_licences.py`
"""

import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from letters import bootstrap  # noqa: E402  # after the path, so that the script runs from anywhere

if __name__ == "__main__":
    bootstrap.ensure(("test",))

from docs.make_references import put_between, table_of  # noqa: E402

PAGE = ROOT / "docs" / "supply-chain.md"
BEGIN, END = "<!-- packages: made by `python3 docs/make_licences.py` -->", "<!-- end of the packages -->"
# Packages that offer a choice, or whose own words are long: what is taken, with the words that say so.
CHOSEN = {"pyphen": "MPL-1.1 (one of GPL-2.0+, LGPL-2.1+, MPL-1.1)"}


def locked() -> dict[str, str]:
    """The packages of the lock with their versions; a package may stand there twice, for two Pythons."""
    pins = re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE)
    found: dict[str, str] = {}
    for name, version in pins:
        found[name] = f"{found[name]}, {version}" if name in found else version
    return found


def licence(name: str) -> str | None:
    """What a package says of its licence; `None` = it is not installed here (it is for another system)."""
    if name in CHOSEN:
        return CHOSEN[name]
    try:
        about = metadata(name)
    except PackageNotFoundError:
        return None
    trove = [line.split(" :: ")[-1] for line in about.get_all("Classifier") or () if line.startswith("License ::")]
    words = about["License-Expression"] or ", ".join(trove) or (about["License"] or "").strip().splitlines()[0]
    return str(words)


def rows() -> Iterator[tuple[str, str, str]]:
    """A row a package."""
    for name, version in sorted(locked().items()):
        yield name, version, licence(name) or "not needed on this system"


def main() -> None:
    """Put the table into the page."""
    table = table_of(("package", "version", "licence"), rows())
    PAGE.write_text(put_between(PAGE.read_text(encoding="utf-8"), BEGIN, END, table), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
