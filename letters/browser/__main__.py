"""`python3 -m letters.browser OUT`: build letters.html and its folder, and say what was made."""

import argparse
import hashlib
import sys
from pathlib import Path

from letters.browser.edition import FILE, FOLDER, Edition, build
from letters.browser.parts import cache_folder
from letters.errors import LettersError


def main(words: list[str] | None = None) -> int:
    """Build; 0, or the exit code of what is missing."""
    asked = _parser().parse_args(words)
    try:
        edition = build(asked.cache)
    except LettersError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    for name, data in edition.files.items():
        path = asked.out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    sys.stdout.write(_report(edition, asked.out))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 -m letters.browser", description=__doc__)
    parser.add_argument("out", type=Path, help="the folder for letters.html and the folder letters")
    parser.add_argument(
        "--cache",
        type=Path,
        default=cache_folder(),
        help="where fetched parts are kept for the next time (%(default)s)",
    )
    return parser


def _report(edition: Edition, out: Path) -> str:
    lines = [f"{part.name:22} {part.version:10} {part.sha256}" for part in edition.made_of]
    lines += ["", *(f"{name:22} {len(data) / 1e6:6.2f} MB" for name, data in edition.parts.items()), ""]
    folder = sum(len(data) for name, data in edition.files.items() if name.startswith(f"{FOLDER}/"))
    lines += [
        f"{out / FILE}: {len(edition.files[FILE]) / 1e6:.1f} MB",
        f"{out / FOLDER}: {folder / 1e6:.1f} MB to load",
        f"SHA-256 of {FILE}: {hashlib.sha256(edition.files[FILE]).hexdigest()}",
        f"Content: {edition.fingerprint}",
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
