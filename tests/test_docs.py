"""The pages made from the code: they say what the code says, and links between pages lead somewhere."""

import re
from pathlib import Path

import click
import pytest

from docs import make_gallery, make_howtos
from docs.make_references import COMMAND, commands, references
from letters.cli.main import COMMANDS, load_command, program
from letters.cli.words import parameters_of
from tests.rows import rows

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#]+)")


def test_made_pages_are_those_of_the_code() -> None:
    stale = [path.name for path, text in references().items() if path.read_text("utf-8") != text]
    assert stale == [], f"out of date: run `{COMMAND}`"


@rows("name", COMMANDS)
def test_the_reference_has_every_option(name: str) -> None:
    section = commands().partition(f"\n## {name}\n")[2].partition("\n## ")[0]
    options = [option for option in parameters_of(load_command(name)) if isinstance(option, click.Option)]
    assert [option.opts[-1] for option in options if f"{option.opts[-1]}" not in section] == []
    assert f"\n    python3 make_letters.py {name}" in section.partition("\nExamples:\n")[2]


@rows("name", ["", *COMMANDS])
def test_every_help_has_a_block_of_examples(name: str) -> None:
    command = load_command(name) if name else program
    inner = command.commands.values() if name and isinstance(command, click.Group) else ()
    for one in (command, *inner):
        assert re.search(r"^\s*Examples\n\s+python3 make_letters\.py", one.help or "", re.MULTILINE)


@rows("page", PAGES, ids=lambda page: page.name)
def test_links_and_pictures_are_there(page: Path) -> None:
    links = LINK.findall(page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_both_readmes_have_the_same_commands_and_no_dead_link() -> None:
    english, russian = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.ru.md"))
    blocks = re.findall(r"^```.*?^```", russian, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 2
    assert blocks[0] in english
    names = set(re.findall(r"^\| `([a-z]+)", russian.split("## Команды")[1], re.MULTILINE))
    assert names | {"export", "print"} == {*COMMANDS}
    for text, page in ((english, "README.md"), (russian, "README.ru.md")):
        links = re.findall(r"\]\(([^)#]+)\)", text)
        assert [link for link in links if "://" not in link and not (ROOT / link).exists()] == [], page


def test_the_gallery_is_the_one_of_its_script() -> None:
    assert (ROOT / "docs" / "gallery.md").read_text("utf-8") == make_gallery.text()
    pictures = {path.stem for path in (ROOT / "docs" / "pictures" / "gallery").glob("*.png")}
    assert pictures == {shown.name for shown in make_gallery.GALLERY}


@pytest.mark.parametrize("title", make_howtos.TITLES)
def test_the_log_of_the_howtos_has_every_command(title: str) -> None:
    log = make_howtos.PAGE.read_text("utf-8").partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    assert re.findall(r"^\$ python3 make_letters\.py (.*)$", log, re.MULTILINE) == [*make_howtos.given(title)]
    assert set(re.findall(r"^Exit code (\d+)", log, re.MULTILINE)) <= {"0", "130"}
    assert str(Path.home()) not in log
