"""The program's own quick tests inside the Python of letters.html, under node: what fails there has a reason."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
from pathlib import Path

import pytest

from letters.browser.contents import REPOSITORY
from letters.browser.edition import FOLDER
from letters.browser.parts import cache_folder, read_pins
from tests.browser.edition import shared_edition

pytestmark = pytest.mark.slow
HERE = REPOSITORY / "tests/browser"
# One file of each room; the whole quick list takes too long beside the rest.
ROOMS = "test_ledger test_book test_postal_block test_postal_parse test_names"
# Only pure Python of these is needed: the tests of what they do not have are left out by name.
TOOLS = ("pytest", "_pytest", "pluggy", "iniconfig", "packaging", "pygments", "py.py", "rich", "markdown_it", "mdurl")
PURE_YAML = "PyYAML in plain Python says it in other words"
REASONS = {
    "test_book.py::test_each_fault_has_its_line[a colon inside a text without quotes]": PURE_YAML,
    "test_book.py::test_each_fault_has_its_line[a field too far to the left]": PURE_YAML,
    "test_ledger.py::test_what_is_refused_makes_no_file[['export', 'x.csv']-3-no such file]": "its hint is of rights",
}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """Test -> its last outcome and the reason; one that ended the program stays «begun»."""
    folder = tmp_path_factory.mktemp("suite")
    edition = shared_edition(tmp_path_factory)
    core, _wheels = read_pins()
    with tarfile.open(cache_folder() / core.file) as archive:
        archive.extractall(folder, filter="data")
    (folder / "tools").mkdir()
    for name in TOOLS:
        source, target = Path(sysconfig.get_path("purelib")) / name, folder / "tools" / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    (folder / "outcomes").mkdir()
    mounts = [f"{REPOSITORY}=/repository", f"{folder / 'tools'}=/tools", f"{folder / 'outcomes'}=/outcomes"]
    command = ["node", HERE / "inside.mjs", folder / "package", edition / FOLDER, HERE / "suite.py", *mounts]
    files = " ".join(f"tests/{name}.py" for name in ROOMS.split())
    done = subprocess.run(
        command, env={**os.environ, "CHOSEN": files, "WHOLE": "1"}, capture_output=True, encoding="utf-8", check=False
    )
    sys.stdout.write(done.stdout[-2000:] + done.stderr[-2000:])
    lines = (folder / "outcomes/outcomes.jsonl").read_text("utf-8").splitlines()
    return {name.removeprefix("tests/"): words for name, *words in map(json.loads, lines)}


def test_what_fails_inside_has_a_reason(outcomes):
    failed = {name: why for name, (outcome, why) in outcomes.items() if outcome not in ("passed", "skipped")}
    assert failed.keys() == REASONS.keys(), failed


def test_what_is_left_out_is_absent_there(outcomes):
    left_out = {name: why for name, (outcome, why) in outcomes.items() if outcome == "skipped"}
    assert {name: why for name, why in left_out.items() if "absent: " not in why} == {}
    assert len(outcomes) - len(left_out) > 1_000
