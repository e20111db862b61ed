"""Knows what a fresh copy of the project must do on its first run, and what the built wheel must carry."""

import ast
import importlib.util
import json
import os
import re
import runpy
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree, ignore_patterns, rmtree
from types import ModuleType

import pytest

from letters import bootstrap, shipped
from letters.sentences import LANGUAGES

ROOT = bootstrap.ROOT
NOT_COPIED = ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", ".hypothesis", ".coverage*", "out")
BASE_PYTHON = bootstrap.base_python()


def run(*command: str | Path, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a command as from a plain terminal."""
    return subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env=environment(**env),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def environment(**changed: str) -> dict[str, str]:
    """This process's environment without what this test run or its virtual environment put there."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("VIRTUAL_ENV", "COV_", "PYTHON"))}
    return {**kept, **changed}


def copy_project(folder: Path) -> Path:
    """A copy of the project as a clone would be, under a path that hurts."""
    return Path(copytree(ROOT, folder / "Мои письма" / "make letters", ignore=NOT_COPIED))


def load_bootstrap(project: Path) -> ModuleType:
    """The set-up module of a copy, which works on that copy."""
    spec = importlib.util.spec_from_file_location("copied_bootstrap", project / "letters" / "bootstrap.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def listing(folder: Path) -> set[str]:
    """Every file below a folder but Python's own caches."""
    files = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {str(path) for path in files if "__pycache__" not in path.parts}


# --- the real thing: one first run, over the network, of two commands at once, on top of a half-made .venv


@dataclass(frozen=True)
class FirstRun:
    """What stood there before the first run, and what came of it."""

    project: Path
    home: Path
    files_before: set[str]
    results: tuple[tuple[int, str, str], ...]  # exit code, stdout, stderr


@pytest.fixture(scope="module")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FirstRun]:
    folder = tmp_path_factory.mktemp("first")
    project, home = copy_project(folder), folder / "home"
    home.mkdir()
    before = listing(project)
    (project / ".venv" / "lib").mkdir(parents=True)
    (project / ".venv" / "pyvenv.cfg").write_text("home = /nowhere\n", encoding="utf-8")
    started = [
        subprocess.Popen(
            [BASE_PYTHON, project / "make_letters.py", "--help"],
            cwd=folder,
            env=environment(HOME=str(home), XDG_CACHE_HOME=""),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        for _ in range(2)
    ]
    ended = [(process.communicate(timeout=600), process.returncode) for process in started]
    yield FirstRun(project, home, before, tuple((code, *streams) for streams, code in ended))
    rmtree(folder)  # the packages weigh too much to keep three runs of them


@pytest.mark.slow
def test_first_run_does_the_job(first_run):
    for code, stdout, stderr in first_run.results:
        assert (code, "Usage" in stdout) == (0, True), stderr


@pytest.mark.slow
def test_first_run_says_so_once_in_one_line(first_run):
    assert "".join(stderr for _, _, stderr in first_run.results) == (
        "Setting up in .venv (first run, about a minute) …\n"
    )


@pytest.mark.slow
def test_first_run_changes_nothing_but_the_venv(first_run):
    after = {name for name in listing(first_run.project) if not name.startswith(".venv")}
    assert after == first_run.files_before
    assert listing(first_run.home) == set()
    assert sorted(path.name for path in first_run.project.parent.iterdir()) == ["make letters"]


@pytest.mark.slow
def test_second_run_of_the_main_job_takes_under_three_seconds_of_a_processor(first_run, tmp_path):
    def spent() -> float:
        times = os.times()
        return times.children_user + times.children_system

    def seconds() -> float:
        start = spent()
        done = run(BASE_PYTHON, "make_letters.py", "make", "--out", tmp_path, cwd=first_run.project)
        assert (done.returncode, "Setting up" in done.stderr) == (0, False), done.stderr
        return spent() - start

    assert min(seconds() for _ in range(3)) < 3  # beside whatever else the tests do
    assert "envelopes.pdf" in listing(tmp_path)


@pytest.mark.slow
def test_python_of_the_venv_starts_where_the_locale_cannot_read_the_path(first_run, tmp_path):
    python = first_run.project / bootstrap.PYTHON.relative_to(ROOT)
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = run(python, "-c", "import letters.shipped", cwd=tmp_path, **ascii_only)
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_changed_pyproject_or_missing_extras_ask_for_a_new_installation(first_run):
    copied = load_bootstrap(first_run.project)
    assert copied.is_current(())
    assert not copied.is_current(("test",))
    pyproject = first_run.project / "pyproject.toml"
    text = pyproject.read_text(encoding="utf-8")
    pyproject.write_text(text + "\n# changed\n", encoding="utf-8")
    assert not copied.is_current(())
    pyproject.write_text(text, encoding="utf-8")
    assert copied.is_current(())


# --- the cases that need no network


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy_project(tmp_path)


def finish_venv(project: Path, **stamp: object) -> None:
    """A `.venv` as the set-up leaves it, without packages."""
    copied = load_bootstrap(project)
    copied.PYTHON.parent.mkdir(parents=True)
    copied.PYTHON.write_bytes(b"")
    (copied.VENV / "pyvenv.cfg").write_text(f"home = {project}\n", encoding="utf-8")
    copied.write_stamp([])
    copied.STAMP.write_text(json.dumps({**copied.read_stamp(), **stamp}), encoding="utf-8")


def break_nothing(project: Path) -> None:
    finish_venv(project)


def lose_everything(project: Path) -> None:
    pass


def lose_stamp(project: Path) -> None:
    finish_venv(project)
    (project / ".venv" / "set-up.json").unlink()


def spoil_stamp(project: Path) -> None:
    finish_venv(project)
    (project / ".venv" / "set-up.json").write_text('{"packages": "', encoding="utf-8")


def lose_interpreter(project: Path) -> None:
    finish_venv(project)
    bin_python = project / bootstrap.PYTHON.relative_to(ROOT)
    bin_python.unlink()
    bin_python.symlink_to("/nowhere/python3")


def lose_base_python(project: Path) -> None:
    finish_venv(project)
    (project / ".venv" / "pyvenv.cfg").write_text("home = /nowhere\n", encoding="utf-8")


def name_what_no_system_will_look_at(project: Path) -> None:
    """As a `.venv` in which another person's folders are named: asking for them is an error, not a no."""
    finish_venv(project)
    (project / ".venv" / "pyvenv.cfg").write_text(f"home = /{'n' * 300}\n", encoding="utf-8")


def change_python(project: Path) -> None:
    finish_venv(project, python="3.9")


def put_a_file_there(project: Path) -> None:
    (project / ".venv").write_text("", encoding="utf-8")


def put_a_link_there(project: Path) -> None:
    elsewhere = project.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "precious").touch()
    (project / ".venv").symlink_to(elsewhere)


def change_pyproject(project: Path) -> None:
    finish_venv(project, packages="0" * 64)


STATES = [
    # what befell .venv, what the next run does: nothing, install into it, make it anew
    (break_nothing, "nothing"),
    (change_pyproject, "install, translations"),
    (lose_everything, "make, install, translations"),
    (lose_stamp, "make, install, translations"),
    (spoil_stamp, "make, install, translations"),
    (lose_interpreter, "make, install, translations"),
    (lose_base_python, "make, install, translations"),
    (name_what_no_system_will_look_at, "make, install, translations"),
    (change_python, "make, install, translations"),
    (put_a_file_there, "make, install, translations"),
    (put_a_link_there, "make, install, translations"),
]


@pytest.mark.one_quick
@pytest.mark.parametrize(("befall", "expected"), STATES, ids=[befall.__name__ for befall, _ in STATES])
def test_state_of_venv_decides_what_is_done(befall, expected, project, monkeypatch):
    befall(project)
    copied = load_bootstrap(project)
    done: list[str] = []

    def pretend(command: list[str], may_fail: bool = False) -> str:
        known = {"venv": "make", "--require-hashes": "install", "-c": "translations"}
        done.append(next((name for word, name in known.items() if word in command), "unchecked"))
        (copied.VENV / "lib" / "site-packages" / "click").mkdir(parents=True, exist_ok=True)
        copied.LOG.touch()
        return ""

    monkeypatch.setattr(copied, "run", pretend)
    copied.set_up(())
    assert (", ".join(done) or "nothing") == expected
    assert copied.read_stamp()["packages"] == copied.packages_digest()
    assert all(path.name == "precious" for path in (project.parent / "elsewhere").rglob("*"))


def test_failed_installation_leaves_no_stamp(project, monkeypatch, capsys):
    change_pyproject(project)
    copied = load_bootstrap(project)
    monkeypatch.setattr(copied, "base_python", lambda: sys.executable)
    monkeypatch.setattr(copied, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(
        copied, "install", lambda _: copied.run([sys.executable, "-c", "raise OSError('No space left')"])
    )
    with pytest.raises(SystemExit, match="3"):
        copied.set_up(())
    assert copied.read_stamp() == {}
    assert capsys.readouterr().err.endswith(
        "OSError: No space left\nThe disk is full: the set-up needs about 300 MB.\n"
    )


def pretend_installation(project: Path, monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    """The packages of the lock are refused with these words; all else goes well."""
    copied = load_bootstrap(project)
    monkeypatch.setattr(copied, "run", lambda _, may_fail=False: said if may_fail else "")
    monkeypatch.setattr(copied, "tie_to_folder", lambda: None)
    copied.VENV.mkdir()
    copied.LOG.touch()
    copied.install([])


def test_a_package_with_another_hash_ends_the_set_up(project, monkeypatch, capsys):
    with pytest.raises(SystemExit, match="3"):
        pretend_installation(project, monkeypatch, "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM …")
    assert "is not the one that this program was tested with.\nSomebody may have changed it" in capsys.readouterr().err


def test_a_locked_file_that_cannot_be_had_ends_the_set_up(project, monkeypatch, capsys):
    """It is named, and nothing else is taken in its place unless somebody asks for that by name."""
    with pytest.raises(SystemExit, match="3"):
        pretend_installation(project, monkeypatch, "ERROR: No matching distribution found for pydantic-core==2.50.5")
    said = capsys.readouterr().err
    assert "No matching distribution found for pydantic-core==2.50.5" in said
    assert "To take other releases, which nobody has checked, add --without-hashes." in said


def test_without_hashes_is_asked_for_by_name(project, monkeypatch, capsys):
    copied = load_bootstrap(project)
    commands: list[list[str]] = []
    monkeypatch.setattr(copied, "run", lambda command, may_fail=False: commands.append(command) or "")
    monkeypatch.setattr(copied, "tie_to_folder", lambda: None)
    monkeypatch.setattr(sys, "argv", ["make_letters.py", "list", "--without-hashes"])
    copied.VENV.mkdir()
    copied.LOG.touch()
    copied.install([])
    [command] = commands
    assert ("--require-hashes" in command, "--only-binary" in command) == (False, True)
    assert any(word.startswith("reportlab>=") for word in command)
    assert "packages are taken unchecked" in capsys.readouterr().err


# --- an index with planted releases


PLANTED = "RAN"  # a file that a planted package writes beside the project


def wheel(folder: Path, name: str, version: str, target: Path) -> Path:
    """A wheel that writes a file as soon as anything of it is imported, or Python starts with it installed."""
    path = folder / f"{name}-{version}-py3-none-any.whl"
    code = f"open({str(target / PLANTED)!r}, 'w').close()\n"
    about = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}/__init__.py", code)
        archive.writestr(f"{name}/build.py", code)
        archive.writestr(f"{name}-planted.pth", f"import {name}\n")
        archive.writestr(f"{name}-{version}.dist-info/METADATA", about)
        archive.writestr(f"{name}-{version}.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr(f"{name}-{version}.dist-info/RECORD", "")
    return path


@pytest.mark.slow
@pytest.mark.parametrize("name", ["hatchling", "click"], ids=["the builder", "a locked package"])
def test_a_planted_release_does_not_run(name, project, tmp_path):
    """The index of a stranger has a newer builder, or the very release of a locked package with other content."""
    lock = (project / "requirements.lock").read_text("utf-8")
    version = "99.0" if name == "hatchling" else re.findall(rf"^{name}==([\w.]+)", lock, re.MULTILINE)[0]
    index = tmp_path / "index"
    index.mkdir()
    wheel(index, name, version, tmp_path)
    done = run(
        BASE_PYTHON,
        project / "make_letters.py",
        "--help",
        cwd=tmp_path,
        PIP_FIND_LINKS=str(index),
        **({"PIP_NO_INDEX": "1"} if name == "click" else {}),
    )
    assert not (tmp_path / PLANTED).exists()
    if name == "click":
        assert done.returncode == 3
        assert not (project / ".venv" / "set-up.json").exists()
        assert re.search(r"annotated-types==|click==", done.stderr), done.stderr
    else:
        assert (done.returncode, "Usage" in done.stdout) == (0, True), done.stderr


def test_modules_from_elsewhere_do_not_come_into_a_run(project, monkeypatch):
    """An interpreter of `.venv` that PYTHONPATH has led elsewhere is started anew, cut off from it."""
    copied = load_bootstrap(project)
    started: list[str] = []
    monkeypatch.setattr(copied, "restart", lambda: started.append("anew"))
    monkeypatch.setattr(copied, "is_ready_here", lambda _: True)
    monkeypatch.setattr(copied, "is_own_venv", lambda: True)
    monkeypatch.delenv("PYTHONPATH", raising=False)
    copied.ensure()
    assert started == []
    monkeypatch.setenv("PYTHONPATH", str(project))
    copied.ensure()
    assert started == ["anew"]


@pytest.mark.slow
def test_a_wrong_hash_is_found_by_pip_itself(project, tmp_path):
    lock = project / "requirements.lock"
    lock.write_text(re.sub(r"sha256:[0-9a-f]{64}", f"sha256:{'0' * 64}", lock.read_text("utf-8")), "utf-8")
    done = run(BASE_PYTHON, project / "make_letters.py", "--help", cwd=tmp_path)
    assert (done.returncode, "is not the one that this program was tested with: " in done.stderr) == (3, True), (
        done.stderr
    )
    assert not (project / ".venv" / "set-up.json").exists()


def test_path_to_the_project_in_venv_is_relative(project):
    packages = project / ".venv" / "lib" / "python3" / "site-packages"
    (packages / "click").mkdir(parents=True)
    load_bootstrap(project).tie_to_folder()
    assert (packages / (packages / "_make_letters.pth").read_text(encoding="ascii").strip()).resolve() == project


def test_active_venv_with_all_packages_just_runs(project):
    done = run(sys.executable, project / "make_letters.py", "--help", cwd=project.parent)
    assert (done.returncode, done.stderr) == (0, "")
    assert not (project / ".venv").exists()


@pytest.mark.parametrize(("arguments", "extras"), [(["list"], ()), (["make", "--proof"], ("proof",))])
def test_packages_for_proof_come_when_asked_for(arguments, extras, monkeypatch):
    def leave(asked: tuple[str, ...]) -> None:
        raise SystemExit(repr(asked))

    monkeypatch.setattr(bootstrap, "ensure", leave)
    monkeypatch.setattr(sys, "argv", ["make_letters.py", *arguments])
    with pytest.raises(SystemExit, match=f"^{re.escape(repr(extras))}$"):
        runpy.run_path(str(ROOT / "make_letters.py"), run_name="__main__")


def test_restarted_command_without_packages_ends(project, monkeypatch, capsys):
    copied = load_bootstrap(project)
    monkeypatch.setattr(copied, "is_ready_here", lambda _: False)
    monkeypatch.setenv(copied.RESTARTED, "1")
    with pytest.raises(SystemExit, match="3"):
        copied.ensure()
    assert "Delete the folder .venv" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [["make_letters.py", "list", "--json"], ["-m", "tests", "-k", "qr"], ["-X", "dev", "make_letters.py"]],
)
def test_restart_keeps_the_command(arguments, monkeypatch):
    started = []
    monkeypatch.setattr(bootstrap.os, "execv", lambda program, command: started.append((program, command)))
    monkeypatch.setattr(bootstrap.os, "name", "posix")
    monkeypatch.setattr(sys, "orig_argv", ["python3", *arguments])
    monkeypatch.setenv(bootstrap.RESTARTED, "")
    bootstrap.restart()
    assert started == [(str(bootstrap.PYTHON), [str(bootstrap.PYTHON), "-I", *arguments])]


INSTALLED = [
    ("pytest", True),
    ("pytest>=1", True),
    ("pytest>=9999", False),
    ("pytest==9999", False),
    ("pytest[dev]>=1,<2", True),  # the upper bound is for pip
    ("Types_PyYAML>=6", True),  # spelt as one likes
    ("no-such-distribution>=1", False),
]


@pytest.mark.parametrize(("requirement", "expected"), INSTALLED)
def test_installed(requirement, expected):
    assert bootstrap.is_installed(requirement) is expected


@pytest.mark.parametrize(
    ("version", "expected"),
    [("8.2", [8, 2]), ("8.0", [8]), ("8.0.post1", [8]), ("6.0.12.20261113", [6, 0, 12, 20261113]), ("", [])],
)
def test_release(version, expected):
    assert bootstrap.release(version) == expected


REMEDIES = [
    # what a failed command said, what the user is told
    ("ensurepip is not\navailable.  On Debian/Ubuntu systems, …", "sudo apt install python3-venv"),
    ("/usr/bin/python3: No module named pip", "sudo apt install python3-venv"),
    ("Error: [Errno 30] Read-only file system: '/x/.venv'", "to a place of your own"),
    ("Error: [Errno 13] Permission denied: '/x/.venv'", "to a place of your own"),
    ("PermissionError: [WinError 5] Access is denied: 'C:\\\\x'", "to a place of your own"),
    ("OSError: [Errno 28] No space left on device", "disk is full"),
    ("HINT: … does not have Windows Long Path support enabled", "too long for Windows"),
    (
        "WARNING: … Failed to establish a new connection: [Errno -3] Temporary failure in name resolution\n"
        "ERROR: Could not find a version that satisfies the requirement click==8.5.0",
        "Connect to the internet",
    ),
    ("something nobody thought of", ".venv/pip.log"),
]


@pytest.mark.parametrize(("output", "told"), REMEDIES)
def test_remedy(output, told):
    assert told in bootstrap.find_remedy(output)


def test_pip_is_told_where_packages_come_from_but_not_where_to_write(monkeypatch):
    given = {
        "PIP_INDEX_URL": "https://mirror.example/simple",
        "PIP_TARGET": "/x",
        "PIP_USER": "1",
        "PYTHONHOME": "/x",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    clean = bootstrap.clean_environment()
    assert {name: clean.get(name) for name in given} == {
        "PIP_INDEX_URL": "https://mirror.example/simple",
        "PIP_TARGET": None,
        "PIP_USER": "0",
        "PYTHONHOME": None,
    }


@pytest.mark.parametrize(
    "path", ["make_letters.py", "tests/__main__.py", "letters/__init__.py", "letters/bootstrap.py"]
)
def test_old_python_can_read(path):
    ast.parse((ROOT / path).read_text(encoding="utf-8"), feature_version=(3, 7))


def test_old_python_is_told_what_is_needed(monkeypatch, capsys):
    monkeypatch.setattr(sys, "version_info", (3, 8, 18))
    with pytest.raises(SystemExit, match="2"):
        bootstrap.ensure()
    message = capsys.readouterr().err
    assert message.startswith("This program needs Python 3.11 or newer; this is 3.8. Get it at python.org")
    assert message.count("\n") == 1


# --- what is shipped


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the source archive and the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("built")
    done = run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, copy_project(folder), cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def installed(built: Path) -> Path:
    """The folder with the unpacked wheel, installed by pip."""
    target = built / "site"
    (wheel,) = built.glob("*.whl")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-cache-dir"]
    done = run(*pip, "install", "--quiet", "--no-deps", "--no-index", "--target", target, wheel, cwd=built)
    assert done.returncode == 0, done.stdout + done.stderr
    return target


@pytest.mark.slow
def test_wheel_carries_templates_fonts_and_sample(built):
    (wheel,) = built.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in (shipped.templates(), shipped.fonts()):
        assert {f"letters/{folder.name}/{name}" for name in listing(folder)} <= names
    assert "letters/sample/addresses.yaml" in names
    catalogues = {f"letters/locale/{language}/LC_MESSAGES/letters" for language in LANGUAGES[1:]}
    assert {f"{name}.{ending}" for name in catalogues for ending in ("po", "mo")} <= names
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"letters"}


@pytest.mark.slow
def test_installed_wheel_finds_its_files(installed, tmp_path):
    script = "from letters import shipped as s; print(s.templates(), s.fonts(), s.sample_book(), sep='\\n')"
    done = run(sys.executable, "-c", script, cwd=tmp_path, PYTHONPATH=str(installed), PYTHONIOENCODING="utf-8")
    paths = [Path(line) for line in done.stdout.splitlines()]
    assert [path.relative_to(installed).as_posix() for path in paths] == [
        "letters/templates",
        "letters/fonts",
        "letters/sample/addresses.yaml",
    ]
    assert all(path.exists() for path in paths)


@pytest.mark.slow
def test_installed_wheel_gives_the_console_command(installed, tmp_path):
    command = installed / "bin" / ("make-letters.exe" if os.name == "nt" else "make-letters")
    done = run(command, "--help", cwd=tmp_path, PYTHONPATH=str(installed))
    assert (done.returncode, "Usage" in done.stdout) == (0, True), done.stderr


def test_readme_and_ci_give_the_same_two_commands():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "python3 make_letters.py\n" in readme
    assert "python3 -m tests\n" in readme
    assert "\npython3 -m tests\n" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
