"""The quick list of the suite inside the Python of letters.html: run by inside.mjs, never imported.

/repository is the whole program with its tests, /tools the packages that only tests need. `CHOSEN` names the files;
what became of each test goes to /outcomes/outcomes.jsonl.
"""

import importlib.abc
import importlib.machinery
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import types
from pathlib import Path

sys.path[:0] = ["/repository"]
sys.path.append("/tools")
os.chdir("/repository")
os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"

import PIL.Image  # noqa: E402  what stands in for Pillow
import pytest  # noqa: E402  it is among the tools
import yaml  # noqa: E402


class Behind(importlib.abc.MetaPathFinder):
    """What letters.html leaves out of its packages, because no page opens it: out of the whole ones."""

    def find_spec(self, name, path=None, _target=None):
        folder = name.rpartition(".")[0].replace(".", "/")
        whole = [f"/tools/{folder}", f"/lib/python314.zip/{folder}"]
        return importlib.machinery.PathFinder.find_spec(name, whole) if path else None


class Absent(types.ModuleType):
    """A package that is not made for browsers: whoever asks it for something is skipped, by its name."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return skipped(self.__name__)()


def skipped(absent):
    def skip(*_arguments, **_named):
        pytest.skip(f"absent: {absent}", allow_module_level=True)

    return skip


sys.meta_path.append(Behind())
for name in ("pikepdf", "psutil", "zxingcpp", "PIL.ImageChops", "PIL.ImageDraw"):
    sys.modules[name] = Absent(name.partition(".")[0])
PIL.Image.__getattr__ = Absent("PIL").__getattr__
PIL.Image.open = skipped("PIL")
yaml.CSafeLoader = yaml.SafeLoader  # what is compiled of it is not made for browsers
subprocess.Popen = subprocess.run = skipped("processes")
threading.Thread.start = skipped("threads")
os.mkfifo = skipped("pipes")
signal.alarm = skipped("alarms")
time.process_time = skipped("clock")  # what is there in its place counts what others do meanwhile, too

import tests.pdf as printed  # noqa: E402

# The texts of every page are read; strokes and pictures are for readers that are absent.
printed.Sheet.painter = property(skipped("pikepdf"))
printed.Sheet.picture = property(skipped("PIL"))


class Outcomes:
    """What became of each test, a line of JSON each; one that ends the program is begun and nothing more."""

    def __init__(self, path):
        self.lines = path.open("w", encoding="utf-8", buffering=1)

    def note(self, *words):
        self.lines.write(json.dumps(words, ensure_ascii=False) + "\n")

    def pytest_runtest_logstart(self, nodeid):
        self.note(nodeid, "begun", "")

    def pytest_runtest_logreport(self, report):
        if report.when == "call" or report.outcome != "passed":
            self.note(report.nodeid, report.outcome, reason(report.longrepr))

    def pytest_collectreport(self, report):
        if report.outcome != "passed":
            self.note(report.nodeid, report.outcome, reason(report.longrepr))


def reason(shown):
    """The last lines of what pytest says of a failure; of a test that is left out, why."""
    said = shown[2] if isinstance(shown, tuple) else str(shown or "")
    if absent := re.search(r"absent: \w+", said):
        return absent[0]
    lines = [line for line in said.splitlines() if line.startswith("E ")] or said.splitlines()[-1:]
    return "\n".join(lines)[:400]


WITHOUT = ("cacheprovider", "doctest", "unittest", "unraisableexception", "threadexception", "faulthandler")
words = ["-q", "-m", "not slow", "--tb=short", "--basetemp=/tmp/tests", "--continue-on-collection-errors"]
words += [word for name in WITHOUT for word in ("-p", f"no:{name}")]
pytest.main([*words, *os.environ["CHOSEN"].split()], plugins=[Outcomes(Path("/outcomes/outcomes.jsonl"))])
