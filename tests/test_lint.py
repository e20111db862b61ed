"""The rules for a text that a censor reads: each keeps its own samples, and lets ordinary Russian pass."""

import re
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from letters.app.posted import posted_problems, sender_problems
from letters.cli import main
from letters.errors import Problem
from letters.model import Sender
from letters.russian.lint import (
    SHEETS,
    Finding,
    Writer,
    check_field,
    check_letter,
    check_text,
    findings,
    rules,
    too_long,
)
from letters.russian.phrases import bank
from letters.store.book import read_book
from letters.wording import LONGEST_LETTER, Source, Traced, letter_names, read_letter, trace
from tests.cases import cases
from tests.conftest import SAMPLE
from tests.rows import rows

FOLDER = Path(__file__).parent / "cases"
CASES = cases("lint.yaml")
POSTED = cases("posted.yaml")
ORDINARY = [
    line
    for line in (FOLDER / "ordinary_sentences.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
FORM = ["latin", "look-alike", "other-alphabet", "link", "mail", "digits", "phone", "emoji", "symbols", "hidden"]
MEANING = ["war", "politics", "slogan", "organisation", "network", "case", "lgbt", "profanity"]
DOUBTFUL = [
    "double-meaning",
    "big-words",
    "prison",
    "group",
    "money",
    "pity",
    "jargon",
    "peace",
    "capitals",
    "mixed-you",
    "small-you",
    "writer",
]
MISSING = ["date", "signature"]
RULES = [*FORM, *MEANING, *DOUBTFUL, *MISSING, "length"]
WAYS = ({"words"}, {"pattern"}, {"row", "ordinary", "spelled", "coded"}, {"writer", "m", "f"}, {"longest"})
MORE = {"except", "with", "missing", "hides", "raw", "only_with"}
WORDS = {
    "date": "22 ноября 2026 г.",
    "salutation": "Здравствуйте, Илья Сергеевич!",
    **{"name": "Илья", "first_name": "Илья", "last_name": "Ветров", "patronymic": "Сергеевич"},
    **{"gender": "m", "dear": "Дорогой"},
}


def found_in(text: str, writer: Writer | None = None, allowed: set[str] | None = None) -> list[Finding]:
    """Everything that is found in a text without anything to fill in."""
    return list(findings(Source(text, "x"), Traced(text), allowed or (), writer))


def broken(text: str) -> list[str]:
    """The names of the rules that a text breaks."""
    return list(dict.fromkeys(finding.rule for finding in found_in(text)))


def broken_here(text: str) -> list[str]:
    """The same for a piece of a letter, which need not have a date and a signature."""
    return [name for name in broken(text) if name not in MISSING]


def levels(text: str) -> set[str]:
    """How bad what is found in a sentence is."""
    return {finding.level for finding in found_in(text) if finding.rule not in MISSING}


def test_the_rules_are_known() -> None:
    assert list(rules()) == RULES


@rows("name", RULES)
def test_each_rule_is_complete_and_keeps_its_samples(name: str) -> None:
    rule = rules()[name]
    rest = set(rule) - {"level", "what", "reason", "source", "checked_on", "sample", "passes"}
    assert rest - MORE in WAYS
    assert rule["level"] == ("error" if name in FORM + MEANING else "info" if name == "peace" else "warning")
    assert all([rule["what"], rule["reason"], rule["source"]])
    assert name in broken(rule["sample"] or "а" * 6000)
    assert broken_here(rule["passes"]) == []
    assert name not in broken(rule["passes"])


PHRASES = [(name, phrase) for name, rule in rules().items() for phrase in rule.get("except", ())]


@rows(("name", "phrase"), PHRASES, ids=map(" ".join, PHRASES))
def test_each_exception_passes_its_rule(name: str, phrase: str) -> None:
    assert name not in broken(phrase.replace("*", "а"))


WORDS_OF_RULES = [(name, word) for name, rule in rules().items() for word in rule.get("words", ())]


@rows(("name", "word"), WORDS_OF_RULES, ids=map(" ".join, WORDS_OF_RULES))
def test_each_word_is_found(name: str, word: str) -> None:
    text = f"Вы, {word.replace('*', '')}!"
    assert name in [finding.rule for finding in found_in(text, allowed=set(RULES) - {name})]


@rows("case", CASES, ids=lambda case: case["text"][:40])
def test_texts(case: dict[str, Any]) -> None:
    source = Source(case["text"], "x")
    found = list(findings(source, trace(source, WORDS | {"gender": case.get("gender", "m")})))
    told = {finding.rule for finding in found} - (set() if case.get("whole") else set(MISSING))
    assert sorted(told) == sorted(case["rules"])
    if "at" in case:
        first = next(finding for finding in found if finding.line)
        assert [first.line, first.column] == case["at"]
    if "found" in case:
        first = next(finding for finding in found if finding.rule == case["rules"][0])
        assert first.problem.what == case["found"]


def test_a_problem_says_where_what_and_why() -> None:
    assert list(check_text("Это\nмы из Berlin, да.", "my.txt", MISSING)) == [
        Problem(
            "my.txt",
            "line 2, column 7: Latin letters («Berlin»).",
            "Letters in other languages are stopped: write it in Cyrillic.",
        )
    ]
    assert list(check_text("Это\nмы из Berlin, да.", "my.txt", {"latin", *MISSING})) == []


@pytest.mark.parametrize(
    ("text", "allowed", "told"),
    [
        ("Смотрите https://memorial.org/a1234567, да.", (), [("link", "https://memorial.org/a1234567")]),
        ("Смотрите https://memorial.org/a1234567, да.", ("link",), [("organisation", "memorial")]),
        ("Смотрите https://ovd.info/a, да.", ("link",), [("organisation", "ovd.info")]),
        ("Смотрите https://example.org/a, да.", ("link",), []),
        ("Все ПРОТИВ ВОЙНЫ.", (), [("capitals", "ПРОТИВ"), ("war", "ВОЙНЫ")]),
        ("Вы\u0301 не один, мы с вами до конца.", ("pity",), [("small-you", "вами")]),
        ("Вой\u00adна и Пу\u200bтин.", ("war", "politics"), [("hidden", "\u200b")]),
    ],
)
def test_one_finding_a_stretch(text: str, allowed: tuple[str, ...], told: list[tuple[str, str]]) -> None:
    found = found_in(text, allowed={*allowed, *MISSING})
    assert [(finding.rule, finding.text) for finding in found] == told


# --- ordinary letters pass


def test_ordinary_sentences_are_let_alone() -> None:
    """Nature, books, work, family, sport, food, journeys: none stops a letter, at most four of 200 are doubted."""
    assert len(ORDINARY) >= 400
    assert [line for line in ORDINARY if "error" in levels(line)] == []
    assert len([line for line in ORDINARY if "warning" in levels(line)]) <= len(ORDINARY) // 50


RISKY = yaml.safe_load((FOLDER / "risky_sentences.yaml").read_text("utf-8"))


@rows("sentence", RISKY["stopped"])
def test_what_harms_is_stopped(sentence: str) -> None:
    assert "error" in levels(sentence)


@rows("sentence", RISKY["doubted"])
def test_what_may_harm_is_doubted(sentence: str) -> None:
    assert levels(sentence) & {"error", "warning"}


def test_one_letter_of_all_ordinary_sentences_is_not_stopped() -> None:
    """Words, numbers and first letters that come to stand beside each other are no cipher."""
    for between in (" ", "\n", "\n\n"):
        assert "error" not in levels(between.join(ORDINARY))


SENTENCES = [(phrase.id, text) for phrase in bank() for text in phrase.texts]


@rows(("name", "text"), SENTENCES, ids=[f"{name} {text[:20]}" for name, text in SENTENCES])
def test_no_sentence_of_the_bank_is_stopped(name: str, text: str) -> None:
    filled = re.sub(r"\{([^{}]*)\}", lambda found: found[1].split("|")[0] if "|" in found[1] else "Анна", text)
    assert levels(filled) <= {"info"}, name


@pytest.mark.parametrize("name", letter_names())
def test_the_letters_that_come_with_the_program_pass(name: str) -> None:
    assert list(check_letter(read_letter(name), WORDS)) == []


HOSTILE = [
    *(
        "а",
        "а-",
        "*",
        " ",
        "1 ",
        "1-",
        "@",
        "а@",
        "аб.",
        "www",
        "1941-1945 ",
        "1 000 ",
        "://",
        "h",
        "\u00a0",
        "(1",
        "1, ",
        "1\n",
    ),
    *(
        "в о ",
        "по-",
        "и\u0306",
        "\u200b",
        "а\u0301",
        "𝐚",
        "вой",
        "во\n",
        "б…",
        "а*б*",
        "собака ",
        "два ",
        "1 а 2 ",
        "не ",
        "вы ",
        "_",
        "сайт ",
    ),
    *("аб.ру/", "точка ", "тел. 1", "[а](", "я не ", "А", "ВА ", "ооо", "\n\n", "> ", "# ", "Путин ", "х" * 40 + "x"),
]


@pytest.mark.one_quick
@pytest.mark.parametrize("piece", HOSTILE)
def test_the_longest_letter_is_checked_at_once(piece: str) -> None:
    """A pattern that looks back at every letter takes half a minute; more than a letter may have goes in."""
    text = (piece * LONGEST_LETTER)[:100_000]
    start = time.process_time()
    list(check_text(text, "x"))
    assert time.process_time() - start < 4


def test_an_ordinary_letter_takes_no_time() -> None:
    """Two pages; what is promised is 50 ms. The best of several runs, since the machine may be busy."""
    page = " ".join(case["text"] for case in CASES if not case["rules"])
    text = f"{WORDS['date']}\n\n{WORDS['salutation']}\n\n{(page * 2)[:4800]}\n\nВаша Анна"
    assert len(text) > 4000
    took = []
    for number in range(7):
        start = time.process_time()
        found_in(f"{text} {number}", "f")
        took.append(time.process_time() - start)
    assert min(took) < 0.05


def test_the_table_is_long_enough() -> None:
    assert len(CASES) >= 60
    assert {rule for case in CASES for rule in case["rules"]} >= {*RULES} - {"length"}


@given(st.text(alphabet="абвгдежзиклмнопрстуфхцчшщъыьэюяё ,.!?—«»\n", max_size=200))
def test_words_alone_break_only_the_rule_of_links(text: str) -> None:
    assert set(broken_here(text)) & set(FORM) <= {"link"}


ODD = st.text(alphabet="войнаПуТи .-*_\n#>\\\u0306\u0301\u00ad\u200bΣo1ａ①", max_size=80)


@given(st.one_of(st.text(max_size=60), ODD))
def test_columns_point_at_what_is_named(text: str) -> None:
    for finding in found_in(text):
        if finding.line:
            rest = "\n".join(text.split("\n")[finding.line - 1 :])[finding.column - 1 :]
            assert " ".join(rest.split()).startswith(finding.text.split(" ")[0])


@given(st.text(alphabet="войнаПуТиСт .-_1,", max_size=80))
def test_what_is_not_printed_hides_nothing(text: str) -> None:
    """The same words with soft hyphens between all letters break the same rules."""
    hidden = "".join(f"{letter}\u00ad" for letter in text)
    assert {*broken(text)} - {"length"} == {*broken(hidden)} - {"length"}


def test_a_letter_is_read_in_the_branches_that_its_reader_does_not_see() -> None:
    """Somebody else of the run would get them: `make` stops what `lint` stops."""
    season = "{% if gender == 'm' %}зима{% else %}война{% endif %}"
    source = Source("> {{ date }}\n\n# {{ salutation }}\n\nСкоро " + season, "x")
    for gender in ("m", "f"):
        found = check_letter(source, WORDS | {"gender": gender}, ("signature", "length"))
        assert [problem.what for problem in found] == ["line 5, column 43: war or army («война»)."]
    assert list(check_letter(source, WORDS | {"gender": "m"}, ("signature", "length", "war"))) == []


def test_lines_and_columns_are_those_of_the_template() -> None:
    source = Source("> {{ date }}\n\n{# {{ date }} #}{{ salutation }} Это {{ 'во' }}йна, {{ name }} из Berlin", "x")
    assert [problem.what for problem in check_letter(source, WORDS, ("signature",))] == [
        "line 3, column 38: war or army («{{ 'во' }}йна»).",
        "line 3, column 67: Latin letters («Berlin»).",
    ]


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
    assert [each.text for each in found_in(text, writer, set(RULES) - {"writer"})] == found


def test_a_recipient_may_have_any_name() -> None:
    text = "Здравствуйте, Мир Путинцев, Победа и Война!"
    assert broken_here(text) == ["big-words", "war"]
    assert list(check_text(text, "x", MISSING, ["Мир Путинцев", "Победа-Война"])) == []


@pytest.mark.parametrize(("sheets", "count"), [(1, 0), (SHEETS, 0), (SHEETS + 1, 1)])
def test_more_than_two_sheets(sheets: int, count: int) -> None:
    assert [problem.level for problem in too_long(sheets, "x")] == ["warning"] * count


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
        "warning: line 5, column 7: вы with a small letter",
        "mistake: line 5, column 21: war or army",
        "my.txt: mistakes 1, warnings 1, remarks 0.",
        "If it must stay: --allow war.",
    ]
    assert printed[1].endswith("write of everyday life, nature, books. [war]")
    assert main(["lint", "my.txt", "--allow", "war", "--lang", "ru"]) == 0
    printed = capsys.readouterr().out
    assert "предупреждение: строка 5, знак 7: «вы» с маленькой буквы («вас»)." in printed
    assert "my.txt: ошибки: 0, предупреждения: 1, замечания: 0." in printed
    assert main(["lint", "my.txt", "--allow", "war", "--lang", "es"]) == 0
    assert "advertencia: línea 5, columna 7: вы con minúscula" in capsys.readouterr().out


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
        (b"", ["--allow", "wra"], 2, "--allow wra: there is no such rule. Rules: latin, "),
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
    "text",
    [
        "Скоро {{ 'вой' ~ 'на' }}.",
        "Скоро вой{{ '' }}на.",
        "Скоро {% if gender == 'm' %}зима{% else %}война{% endif %}.",
        "Скоро {% if gender == 'f' %}зима{% else %}война{% endif %}.",
        "Скоро {% if last_name == 'Ветров' %}война{% endif %}.",
        "Скоро {{ 'война' if name == 'Пётр' else 'зима' }}.",
        "Скоро вой*на*.",
        "Скоро в о й н а.",
        "Скоро вой\\\nна.",
    ],
)
def test_lint_reads_a_template_for_everybody(text: str, letter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    letter.write_text(f"> {{{{ date }}}}\n\n{text}\n\n____ 1\n", "utf-8")
    assert main(["lint", "my.txt"]) == (0 if "'война' if" in text else 1)
    printed = capsys.readouterr().out
    assert printed.count("war or army") == ("'война' if" not in text)
    assert "line 3, column " in printed or "'война' if" in text


def test_lint_and_make_refuse_the_same_template(letter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    letter.write_text("{{ date }}\n\n{{ naem }}, привет!\n\n____ 1\n", "utf-8")
    said = []
    for command in (["lint", "my.txt"], ["make", "--only", "letters", "--letter", "my.txt", "zimin"]):
        assert main(command) == 1
        said.append(capsys.readouterr().err)
    assert all("the template uses an unknown word: 'naem' is undefined. Did you mean name?" in text for text in said)


def test_how_to_allow_is_said_once(letter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    letter.write_text("1 мая\n\nВойна, война в Berlin и Köln.\n\nАнна\n", "utf-8")
    assert main(["lint", "my.txt", "--lang", "de"]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "Wenn es bleiben muss: --allow war --allow latin."
    assert main(["make", "--only", "letters", "--letter", "my.txt"]) == 1
    said = capsys.readouterr().err.splitlines()
    assert said[-2:] == ["If it must stay: --allow war --allow latin.", "Nothing was written."]
    assert sum("--allow" in line for line in said) == 1


# --- fields of the book that are posted


@rows("case", POSTED, ids=lambda case: f"{case['field']} {case['text'][:40]}")
def test_posted_fields(case: dict[str, Any]) -> None:
    problems = list(check_field(case["text"], case["field"], "x"))
    assert sorted({problem.code.removeprefix("lint-") for problem in problems}) == sorted(case["rules"])
    assert list(check_field(case["text"], case["field"], "x", RULES)) == []


def test_real_addresses_are_let_alone() -> None:
    """The sample book, whose prisons and people exist."""
    book = read_book(Path(__file__).parent.parent / "addresses.yaml")
    assert [*book.people]
    assert [problem for person in book.people for problem in posted_problems(person)] == []
    assert list(sender_problems(book.sender, "x")) == []


def test_a_posted_problem_names_person_and_field() -> None:
    sender = Sender("DE", ("Anna, https://example.org",), ("Amnesty Group",))
    assert [(problem.where, problem.what) for problem in sender_problems(sender, "my.yaml")] == [
        ("my.yaml", "sender.return_address: a link («https://example.org»)."),
        (
            "my.yaml",
            "sender.reply_address: a campaign, an organisation, or a word such groups are banned with («Amnesty»).",
        ),
    ]


STREET = "ул. Декабристов, д. 11"


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        (STREET, "ул. Свободу политзаключённым! Нет войне, д. 11", "address: a slogan («Свободу политзаключённым»)."),
        ("ФКУ Т-2", "ФКУ Т-2 https://example.org", "address: a link («https://example.org»)."),
        ("people:", "sender:\n  return_address: Амnesty, «Мемориал»\npeople:", "sender.return_address: a campaign"),
        ("people:", "sender:\n  reply_address: Anna, anna@example.org\npeople:", "sender.reply_address: an e-mail"),
    ],
)
def test_check_and_make_stop_what_lint_stops(
    old: str, new: str, named: str, letter: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = letter.parent / "addresses.yaml"
    book.write_text(SAMPLE.replace(old, new, 1), "utf-8")
    assert main(["check"]) == 1
    assert named in capsys.readouterr().err
    for kind in ("envelopes", "letters"):
        assert main(["make", "--only", kind]) == 1
        assert named in capsys.readouterr().err
    assert not (letter.parent / "out").exists()
    assert main(["make", "--only", "list"]) == 0  # nothing is posted
    assert main(["list"]) == 0


def test_a_rule_can_be_allowed_for_posted_fields(letter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = letter.parent / "addresses.yaml"
    book.write_text(f"sender:\n  return_address: Amnesty Group 12, Berlin\n{SAMPLE}", "utf-8")
    assert main(["make", "--only", "envelopes"]) == 1
    assert capsys.readouterr().err.splitlines()[-2:] == [
        "If it must stay: --allow organisation.",
        "Nothing was written.",
    ]
    assert main(["make", "--only", "envelopes", "--allow", "organisation"]) == 0


def test_the_return_address_in_a_letter_is_read(letter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    letter.write_text("1 мая\n\n{{ return_address }}\n\nАнна\n", "utf-8")
    book = letter.parent / "addresses.yaml"
    make = ["make", "--only", "letters", "--letter", "my.txt"]
    for address, code in (("A. Example, 10115 Berlin, GERMANY", 0), ("Нет войне, 10115 Berlin", 1)):
        book.write_text(f"sender:\n  return_address: {address}\n{SAMPLE}", "utf-8")
        assert main(make) == code
    assert "sender.return_address: a slogan («Нет войне»)." in capsys.readouterr().err
