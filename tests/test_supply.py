"""What the program is built on: pinned with hashes, inside the bounds, under licences that fit."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from docs import make_licences

ROOT = Path(__file__).parent.parent
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
DEV_LOCK = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")


def wanted() -> Iterator[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    yield from map(Requirement, (*project["dependencies"], *project["optional-dependencies"]["proof"]))


def released(name: str, lock: str) -> list[str]:
    plain = re.sub(r"[-_.]+", "-", name).lower()
    return re.findall(rf"^{re.escape(plain)}==([^ ;\\]+)", lock, re.MULTILINE)


@pytest.mark.parametrize("requirement", [*wanted()], ids=lambda requirement: requirement.name)
def test_the_lock_holds_a_release_within_the_bounds(requirement: Requirement) -> None:
    (version,) = released(requirement.name, LOCK)
    assert version in requirement.specifier
    assert released(requirement.name, DEV_LOCK) == [version]


def test_what_tests_and_benchmark_need_is_locked_too() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for extra in ("test", "bench"):
        for requirement in map(Requirement, project["optional-dependencies"][extra]):
            assert [version in requirement.specifier for version in released(requirement.name, DEV_LOCK)] == [True]


@pytest.mark.parametrize("lock", [LOCK, DEV_LOCK], ids=["a run", "the tests"])
def test_every_package_has_a_hash_and_a_version(lock: str) -> None:
    blocks = re.split(r"^(?=[a-z])", re.sub(r"^#.*\n", "", lock, flags=re.MULTILINE), flags=re.MULTILINE)[1:]
    assert len(blocks) > 25
    assert [block for block in blocks if "==" not in block or "--hash=sha256:" not in block] == []
    assert not re.search(r"https?://|file:|/home|/work|/tmp", lock)


def test_the_page_lists_what_the_lock_holds() -> None:
    page = (ROOT / "docs" / "supply-chain.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([a-z0-9-]+) \| ([^|]+) \| ([^|]+) \|$", page, re.MULTILINE)
    assert {name: version for name, version, _ in rows if name not in ("package", "---")} == make_licences.locked()


def test_no_licence_that_does_not_fit() -> None:
    said = {name: make_licences.licence(name) for name in make_licences.locked()}
    assert [name for name, words in said.items() if words is not None and not words.strip()] == []
    copyleft = {name for name, words in said.items() if words and re.search(r"\bA?GPL|Affero|General Public", words)}
    assert copyleft == {"pyphen"}  # which offers the MPL as well, and that is taken
    assert "MPL-1.1" in make_licences.CHOSEN["pyphen"]
