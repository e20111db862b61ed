"""The rules for a text that a censor reads: each keeps its own samples, and lets ordinary Russian pass."""

import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from letters.cli import main
from letters.errors import Problem
from letters.russian.lint import LANGUAGES, SHEETS, check_text, findings, rules, too_long
from letters.wording import LONGEST_LETTER, Source, letter_names, read_letter, render
from tests.conftest import SAMPLE

CASES = yaml.safe_load((Path(__file__).parent / "cases/lint.yaml").read_text("utf-8"))
FORM = ["latin", "look-alike", "other-alphabet", "link", "mail", "digits", "phone", "emoji", "symbols", "hidden"]
MEANING = ["war", "politics", "organisation", "case", "lgbt", "profanity"]
DOUBTFUL = [
    "double-meaning",
    "big-words",
    "prison",
    "money",
    "pity",
    "peace",
    "capitals",
    "mixed-you",
    "small-you",
    "writer",
]
MISSING = ["date", "signature"]
RULES = [*FORM, *MEANING, *DOUBTFUL, *MISSING, "length"]
WAYS = ({"words"}, {"pattern"}, {"writer", "m", "f"}, {"longest"})
WORDS = {
    "date": "22 ноября 2026 г.",
    "salutation": "Здравствуйте, Илья Сергеевич!",
    **{"name": "Илья", "first_name": "Илья", "last_name": "Ветров", "patronymic": "Сергеевич"},
    **{"gender": "m", "dear": "Дорогой"},
}


def broken(text: str) -> list[str]:
    """The names of the rules that a text breaks."""
    return [finding.rule for finding in findings(text, "x", each=1)]


def broken_here(text: str) -> list[str]:
    """The same for a piece of a letter, which need not have a date and a signature."""
    return [name for name in broken(text) if name not in MISSING]


def test_the_rules_are_known() -> None:
    assert list(rules()) == RULES


@pytest.mark.parametrize("name", RULES)
def test_each_rule_is_complete_and_keeps_its_samples(name: str) -> None:
    rule = rules()[name]
    rest = set(rule) - {"level", "what", "reason", "source", "checked_on", "sample", "passes"}
    assert rest - {"except", "with", "missing"} in WAYS
    assert rule["level"] == ("error" if name in FORM + MEANING else "info" if name == "peace" else "warning")
    assert list(rule["what"]) == list(rule["reason"]) == list(LANGUAGES)
    assert all([*rule["what"].values(), *rule["reason"].values(), rule["source"]])
    assert name in broken(rule["sample"] or "а" * 6000)
    assert broken_here(rule["passes"]) == []
    assert name not in broken(rule["passes"])


PHRASES = [(name, phrase) for name, rule in rules().items() for phrase in rule.get("except", ())]


@pytest.mark.parametrize(("name", "phrase"), PHRASES, ids=map(" ".join, PHRASES))
def test_each_exception_passes_its_rule(name: str, phrase: str) -> None:
    assert name not in broken(phrase.replace("*", "а"))


WORDS_OF_RULES = [(name, word) for name, rule in rules().items() for word in rule.get("words", ())]


@pytest.mark.parametrize(("name", "word"), WORDS_OF_RULES, ids=map(" ".join, WORDS_OF_RULES))
def test_each_word_is_found(name: str, word: str) -> None:
    assert name in broken(f"Вы, {word.replace('*', '')}!")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_texts(case: dict[str, Any]) -> None:
    whole = case.get("whole", False)
    assert sorted((broken if whole else broken_here)(case["text"])) == sorted(case["rules"])
    if "found" in case:
        first = next(iter(check_text(case["text"], "x", set(RULES) - {case["rules"][0]})))
        assert first.what == case["found"]


def test_a_problem_says_where_what_and_how_to_let_it_pass() -> None:
    assert list(check_text("Это\nмы из Berlin, да.", "my.txt", MISSING)) == [
        Problem(
            "my.txt",
            "line 2, column 7: Latin letters («Berlin»).",
            "Letters in other languages are stopped: write it in Cyrillic. If it must stay: ‹allow=latin›.",
        )
    ]
    assert list(check_text("Это\nмы из Berlin, да.", "my.txt", {"latin", *MISSING})) == []


@pytest.mark.parametrize("name", letter_names())
def test_the_letters_that_come_with_the_program_pass(name: str) -> None:
    assert list(check_text(render(read_letter(name), WORDS), name)) == []


HOSTILE = ["а", "а-", "*", " ", "1 ", "1-", "@", "а@", "аб.", "www", "1941-1945 ", "1 000 ", "://", "h", "\u00a0", "(1"]


@pytest.mark.parametrize("piece", HOSTILE)
def test_the_longest_letter_is_checked_at_once(piece: str) -> None:
    text = (piece * LONGEST_LETTER)[:LONGEST_LETTER]
    start = time.monotonic()
    list(check_text(text, "x"))
    assert time.monotonic() - start < 2  # a pattern that looks back at every letter takes half a minute


def test_an_ordinary_letter_takes_no_time() -> None:
    """Two pages; what is promised is 50 ms. The best of several runs, since the machine may be busy."""
    page = " ".join(case["text"] for case in CASES if not case["rules"])
    text = f"{WORDS['date']}\n\n{WORDS['salutation']}\n\n{(page * 2)[:4800]}\n\nВаша Анна"
    assert len(text) > 4000
    list(findings(text, "x", writer="f"))
    took = []
    for _ in range(7):
        start = time.perf_counter()
        list(findings(text, "x", writer="f"))
        took.append(time.perf_counter() - start)
    assert min(took) < 0.05


def test_the_table_is_long_enough() -> None:
    assert len(CASES) >= 60
    assert {rule for case in CASES for rule in case["rules"]} >= {*RULES} - {"length"}


@given(st.text(alphabet="абвгдежзиклмнопрстуфхцчшщъыьэюяё ,.!?—«»\n", max_size=200))
def test_words_alone_break_only_the_rule_of_links(text: str) -> None:
    assert set(broken_here(text)) & set(FORM) <= {"link"}


@given(st.text(max_size=60))
def test_columns_point_at_what_is_named(text: str) -> None:
    for problem in check_text(text, "x", MISSING):
        place = problem.what.split(":")[0]
        line, column = (int(word.rstrip(",")) for word in place.split() if word.rstrip(",").isdigit())
        assert text.split("\n")[line - 1][column - 1 :] != ""


def test_render_and_lint_agree_on_lines() -> None:
    text = render(Source("{{ salutation }}\n\nпривет из Berlin", "x"), WORDS)
    assert next(check_text(text, "x")).what.startswith("line 3, column 11:")


# --- the letter as a whole


@pytest.mark.parametrize(
    ("writer", "text", "found"),
    [
        ("m", "Я рада. Вчера я гулял.", ["Я рада"]),
        ("f", "Я рада. Вчера я гулял.", ["я гулял"]),
        ("pl", "Я рада. Вчера я гулял.", ["Я рада", "я гулял"]),
        ("m", "Я не мог, я шёл, я рад, я очень ждал.", []),
        ("f", "Я не могла, я шла, я рада, я очень ждала.", []),
        ("pl", "Мы гуляли и рады.", []),
        (None, "Я рада. Вчера я гулял.", ["я гулял"]),
        (None, "Я гулял, я рад.", []),
    ],
)
def test_endings_of_the_writer(writer: Any, text: str, found: list[str]) -> None:
    assert [each.text for each in findings(text, "x", set(RULES) - {"writer"}, writer)] == found


def test_a_recipient_may_have_any_name() -> None:
    text = "Здравствуйте, Мир Путинцев, Победа и Война!"
    name = ["Мир", "Путинцев", "Победа", "Война"]
    assert broken_here(text) == ["war", "politics", "big-words"]
    assert list(check_text(text, "x", MISSING, name=name)) == []


@pytest.mark.parametrize(("sheets", "count"), [(1, 0), (SHEETS, 0), (SHEETS + 1, 1)])
def test_more_than_two_sheets(sheets: int, count: int) -> None:
    assert [problem.level for problem in too_long(sheets, "x")] == ["warning"] * count


def test_a_letter_of_two_pages_takes_less_than_50_ms() -> None:
    text = "Вчера мы ходили в лес, собирали грибы и говорили о книгах; я пишу Вам и надеюсь на ответ. " * 50
    list(findings(text, "x"))
    times = []
    for _ in range(5):
        start = time.perf_counter()
        list(findings(text, "x"))
        times.append(time.perf_counter() - start)
    assert min(times) < 0.05


# --- the command, and runs


@pytest.fixture
def letter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A letter in the working folder with a mistake, a doubt and a name for words to fill in."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "my.txt"
    path.write_text("> {{ date }}\n\n# {{ salutation }}\n\nКак у вас дела? Тут война.\n\n____ 1\n", "utf-8")
    return path


def test_lint_says_everything(letter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint", "my.txt"]) == 1
    printed = capsys.readouterr().out.splitlines()
    assert [line.split(" (")[0] for line in printed] == [
        "warning line 5, column 7: вы with a small letter",
        "error line 5, column 21: war or army",
        "my.txt: 1 mistake, 1 warning, 0 remarks.",
    ]
    assert printed[1].endswith("write of everyday life, nature, books. If it must stay: --allow war. [war]")
    assert main(["lint", "my.txt", "--allow", "war", "--lang", "ru"]) == 0
    assert "строка 5, знак 7: «вы» со строчной буквы («вас»)." in capsys.readouterr().out
    assert main(["lint", "my.txt", "--allow", "war", "--lang", "es"]) == 0
    assert "line 5, column 7: вы with a small letter («вас»)." in capsys.readouterr().out


def test_lint_as_json(letter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint", "my.txt", "--json"]) == 1
    first, second = yaml.safe_load(capsys.readouterr().out)
    assert first["rule"] == "small-you"
    assert {key: second[key] for key in ("rule", "level", "line", "column", "text", "where")} == {
        **{"rule": "war", "level": "error", "line": 5, "column": 21, "text": "война", "where": "my.txt"},
    }


@pytest.mark.parametrize(
    ("data", "arguments", "code", "said"),
    [
        (b"\xff", [], 1, "my.txt:1: is not UTF-8 text. Save it as plain text in UTF-8 (in Notepad: "),
        ("а".encode() * 60_001, [], 1, "my.txt: the letter is longer than 60000 characters"),
        (b"", ["--allow", "wra"], 2, "--allow: there is no rule 'wra'. Rules: latin, "),
        (None, [], 3, "my.txt: there is no such file."),
    ],
)
def test_lint_of_what_is_no_letter(
    data: bytes | None, arguments: list[str], code: int, said: str, letter: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    letter.unlink() if data is None else letter.write_bytes(data)
    assert main(["lint", "my.txt", *arguments]) == code
    assert capsys.readouterr().err.startswith(said)


def test_a_mistake_stops_a_run_and_a_doubt_does_not(letter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make = ["make", "--only", "letters", "--letter", "my.txt"]
    assert main(make) == 1
    said = capsys.readouterr().err
    assert said.count("line 5, column 21: war or army («война»).") == 2  # for each person
    assert not (letter.parent / "out").exists()
    assert main([*make, "--allow", "war"]) == 0
    said = capsys.readouterr().err
    assert said.count("note: my.txt: line 5, column 7: вы with a small letter («вас»).") == 1
    assert main([*make, "--allow", "war", "--allow", "small-you"]) == 0
    assert "my.txt" not in capsys.readouterr().err


def test_a_run_counts_its_sheets(letter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    letter.write_text("1 мая\n\n" + "Сегодня идёт дождь, и мы читаем вслух у окна. " * 150 + "\n\nАнна", "utf-8")
    assert main(["make", "--only", "letters", "--letter", "my.txt"]) == 0
    assert "note: my.txt: more than two sheets of paper." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("address", "allow", "named"),
    [
        ("A. Example\nPO Box 12\n10115 Berlin, GERMANY", (), False),
        ("Memorialstrasse 3, 10115 Berlin", (), False),
        ("Amnesty Group 12\n10115 Berlin", (), True),
        ("Amnesty Group 12\n10115 Berlin", ("organisation",), False),
        ("«Мемориал», Berlin", (), True),
    ],
)
def test_an_organisation_in_the_return_address_is_a_note(
    address: str, allow: tuple[str, ...], named: bool, letter: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sender = "".join(f"    {line}\n" for line in address.split("\n"))
    (letter.parent / "addresses.yaml").write_text(f"sender:\n  return_address: |\n{sender}{SAMPLE}", "utf-8")
    options = [word for rule in allow for word in ("--allow", rule)]
    assert main(["make", "--only", "envelopes", *options]) == 0
    assert ("note: sender: line 1, column " in capsys.readouterr().err) is named
