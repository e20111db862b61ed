"""Knows how the packages in docs/supply-chain.md are listed: from the lock, and what they say of themselves.

`python3 docs/make_licences.py`, in the environment of the tests.
"""

import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).parent.parent
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


def table() -> Iterator[str]:
    """A row a package."""
    yield "| package | version | licence |\n| --- | --- | --- |"
    for name, version in sorted(locked().items()):
        yield f"| {name} | {version} | {licence(name) or 'not needed on this system'} |"


def main() -> None:
    """Put the table into the page."""
    text = PAGE.read_text(encoding="utf-8")
    before, after = text.split(BEGIN)[0], text.split(END)[1]
    rows = "\n".join(table())
    PAGE.write_text(f"{before}{BEGIN}\n\n{rows}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
