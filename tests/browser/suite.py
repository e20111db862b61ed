"""The quick list of the suite inside the Python of letters.html: run by inside.mjs, never imported.

/repository is the whole program with its tests, /tools the packages that only tests need. `CHOSEN` names the files;
outcomes go to /outcomes/outcomes.json: «file::test[row]» -> outcome and the last line of its reason.
"""

import json
import os
import subprocess
import sys
import threading
import types
from pathlib import Path

sys.path[:0] = ["/repository"]
sys.path.append("/tools")
os.chdir("/repository")
os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"

import pytest  # noqa: E402  it is among the tools
import yaml  # noqa: E402


class Absent(types.ModuleType):
    """A package that is not made for browsers: whoever asks it for something is skipped, by its name."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return skipped(self.__name__)()


class Anything:
    """What stands in a module for a strategy of hypothesis."""

    def __getattr__(self, name):
        return self

    def __call__(self, *arguments, **named):
        return self

    __or__ = __call__


def skipped(absent):
    def skip(*_arguments, **_named):
        pytest.skip(f"absent: {absent}")

    return skip


def hypothesis():
    """Its tests are skipped: what is compiled of it is not made for browsers."""
    module = types.ModuleType("hypothesis")

    def given(*_strategies, **_named):
        def of(test):
            def skip():
                skipped("hypothesis")()

            skip.__name__ = test.__name__
            return skip

        return of

    def as_it_is(*_arguments, **_named):
        return lambda test: test

    settings = type("settings", (), {"__new__": lambda _cls, *_a, **_n: lambda test: test})
    settings.default, settings.register_profile, settings.load_profile = None, as_it_is, as_it_is
    module.given, module.settings = given, settings
    module.example = module.assume = module.note = as_it_is
    module.strategies = module.HealthCheck = module.Phase = Anything()
    return module


sys.modules["hypothesis"] = hypothesis()
for name in ("pikepdf", "zxingcpp", "fontTools", "fontTools.ttLib"):
    sys.modules[name] = Absent(name.partition(".")[0])
yaml.CSafeLoader = yaml.SafeLoader  # what is compiled of it is not made for browsers
subprocess.Popen = subprocess.run = skipped("processes")
threading.Thread.start = skipped("threads")
os.mkfifo = skipped("pipes")


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
    lines = [line for line in said.splitlines() if line.startswith("E ")] or said.splitlines()[-1:]
    return "\n".join(lines)[:400]


WITHOUT = ("cacheprovider", "doctest", "unittest", "unraisableexception", "threadexception", "faulthandler")
words = ["-q", "-m", "not slow", "--tb=short", "--basetemp=/tmp/tests", "--no-header"]
words += [word for name in WITHOUT for word in ("-p", f"no:{name}")]
pytest.main([*words, *os.environ["CHOSEN"].split()], plugins=[Outcomes(Path("/outcomes/outcomes.jsonl"))])
