"""The start of the pages: every address has somebody who answers, and nobody is loaded before they are asked."""

import subprocess
import sys
from importlib import import_module
from inspect import signature

import pytest

from letters.web.site_map import ADDRESSES
from tests.web import ROOT


@pytest.mark.parametrize(("address", "answer"), [(address, answer) for _method, address, answer in ADDRESSES])
def test_who_answers_takes_what_the_address_names(address, answer):
    file, function = answer.split(".")
    named = [part.partition(":")[2] or part for part in address.replace(">", "<").split("<")[1::2]]
    assert list(signature(getattr(import_module(f"letters.web.{file}"), function)).parameters) == named


FIRST_PAGE = """
import sys
from pathlib import Path
from letters.web import Desk, create_app
folder = Path(sys.argv[1])
pages = create_app(Desk(folder / "addresses.yaml", folder / "out")).test_client()
assert pages.get("/").status_code == 200
print(*{"pydantic", "yaml", "reportlab", "qrcode", "pytrovich", "iuliia", "pyphen", "sqlite3"} & set(sys.modules))
"""


def test_the_first_page_loads_nothing_that_reads_or_draws(tmp_path):
    command = [sys.executable, "-c", FIRST_PAGE, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60, check=True)
    assert done.stdout.split() == []
