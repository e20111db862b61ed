"""The program's own quick tests inside the Python of letters.html, under node: what fails there has a reason.

`python3 -m tests --inside` runs all of them; the slow list those of the rooms that the pages stand on.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from letters.browser.contents import REPOSITORY
from letters.browser.edition import FOLDER
from letters.browser.parts import PLATFORMS, cache_folder, pip_download, read_pins
from tests.browser.edition import shared_edition

pytestmark = pytest.mark.slow
HERE = REPOSITORY / "tests/browser"
ROOMS = (
    "test_book test_compose test_envelope test_guide test_import test_ledger test_letter test_postal_block"
    " test_web_add test_web_ledger test_web_letter test_web_people test_web_person test_web_tables test_web_tonight"
)
OTHER = {
    "test_browser_edition": "builds letters.html, and drives browsers",
    "test_browser_suite": "is this",
    "test_catalogues": "reads the sources of packages, which are compiled there",
    "test_setup": "is about the set-up of make_letters.py",
}
# Of these only what is pure Python is taken: tests of what they do not have are left out by name.
TOOLS = (
    *("pytest", "_pytest", "pluggy", "iniconfig", "packaging", "pygments", "py.py", "rich", "markdown_it", "mdurl"),
    *("fontTools", "sortedcontainers", "waitress"),
    *("babel", "click", "flask", "jinja2", "pydantic", "reportlab", "werkzeug", "xlsxwriter"),  # whole
)
PURE_YAML = "PyYAML in plain Python says it in other words"
REASONS = {
    "test_book.py::test_each_fault_has_its_line[a colon inside a text without quotes]": PURE_YAML,
    "test_book.py::test_each_fault_has_its_line[a field too far to the left]": PURE_YAML,
}


@pytest.fixture(scope="module")
def is_whole(request):
    return request.config.getoption("--inside")


@pytest.fixture(scope="module")
def outcomes(is_whole, tmp_path_factory):
    """Test -> its last outcome and the reason; one that ended the program stays «begun»."""
    folder = tmp_path_factory.mktemp("suite")
    edition = shared_edition(tmp_path_factory)
    core, _wheels = read_pins()
    with tarfile.open(cache_folder() / core.file) as archive:
        archive.extractall(folder, filter="data")
    _lay_out_tools(folder)
    every = {path.stem for path in (REPOSITORY / "tests").glob("test_*.py")} - OTHER.keys()
    files = [f"tests/{name}.py" for name in sorted(every if is_whole else ROOMS.split())]
    processes = 4 if is_whole else 2  # each keeps what its tests leave behind
    groups = [files[start::processes] for start in range(processes)]
    with ThreadPoolExecutor(2) as pool:
        found = pool.map(lambda at: _run(folder, edition, f"outcomes{at}", groups[at]), range(processes))
        return {name.removeprefix("tests/"): words for lines in found for name, *words in lines}


def _lay_out_tools(folder):
    tools, installed = folder / "tools", Path(sysconfig.get_path("purelib"))
    tools.mkdir()
    compiled = shutil.ignore_patterns("*.so", "__pycache__")
    for source in [*(installed / name for name in TOOLS), *installed.glob("werkzeug-*.dist-info")]:
        if source.is_dir():
            shutil.copytree(source, tools / source.name, ignore=compiled)
        else:
            shutil.copy(source, tools)
    with zipfile.ZipFile(_wheel_of_hypothesis(folder)) as wheel:
        wheel.extractall(tools)


def _wheel_of_hypothesis(folder):
    """As it is made for browsers, of the version and with the hash in the lock."""
    lock = (REPOSITORY / "requirements-dev.lock").read_text("utf-8")
    ((entry, version),) = re.findall(r"^(hypothesis==(\S+) (?:.*\\\n)+.*\n)", lock, re.MULTILINE)
    (folder / "hypothesis.txt").write_text(entry, "utf-8")
    command = [*pip_download(PLATFORMS["browser"], cache_folder()), "--require-hashes", "-r", folder / "hypothesis.txt"]
    subprocess.run(command, check=True)
    return next(cache_folder().glob(f"hypothesis-{version}-*pyemscripten*.whl"))


def _run(folder, edition, name, files):
    """A line of each outcome of one Python."""
    place = folder / name
    place.mkdir()
    mounts = [f"{REPOSITORY}=/repository", f"{folder / 'tools'}=/tools", f"{place}=/outcomes"]
    command = ["node", HERE / "inside.mjs", folder / "package", edition / FOLDER, HERE / "suite.py", *mounts]
    settings = {**os.environ, "CHOSEN": " ".join(files), "WHOLE": "1"}
    done = subprocess.run(command, env=settings, capture_output=True, encoding="utf-8", check=False)
    sys.stdout.write(done.stdout[-2000:] + done.stderr[-2000:])
    return [json.loads(line) for line in (place / "outcomes.jsonl").read_text("utf-8").splitlines()]


def test_what_fails_inside_has_a_reason(outcomes):
    failed = {name: why for name, (outcome, why) in outcomes.items() if outcome not in ("passed", "skipped")}
    assert failed.keys() == REASONS.keys(), failed


def test_what_is_left_out_is_absent_there(outcomes, is_whole):
    left_out = {name: why for name, (outcome, why) in outcomes.items() if outcome == "skipped"}
    known = ("absent: ", "on this computer")
    assert {name: why for name, why in left_out.items() if not any(word in why for word in known)} == {}
    assert len(outcomes) - len(left_out) > (2_500 if is_whole else 600)
