"""Knows which language messages are in: `--ui`, LETTERS_UI, the system's."""

import pytest

from letters.cli.language import read_ui, system_language
from letters.sentences import joined, sentence, sentences, speak, spoken, translated
from tests.conftest import Say
from tests.rows import rows

SYSTEMS = [
    # variables of the environment, the language
    ({}, "en"),
    ({"LETTERS_UI": "pl"}, "pl"),
    ({"LETTERS_UI": "ru", "LANG": "de_DE.UTF-8"}, "ru"),
    ({"LETTERS_UI": "DE-at"}, "de"),
    ({"LETTERS_UI": "tlh", "LANG": "de_DE.UTF-8"}, "en"),
    ({"LANG": "de_AT.UTF-8"}, "de"),
    ({"LANG": "ru_RU"}, "ru"),
    ({"LANG": "ru_RU", "LC_MESSAGES": "fr_CH.UTF-8"}, "fr"),
    ({"LANG": "ru_RU", "LC_ALL": "it_IT@euro", "LC_MESSAGES": "fr_CH.UTF-8"}, "it"),
    ({"LANG": "ru_RU", "LC_ALL": ""}, "ru"),
    ({"LANG": "de_DE.UTF-8", "LANGUAGE": "uk:pl:de"}, "pl"),
    ({"LANG": "de_DE.UTF-8", "LANGUAGE": "en_GB:de"}, "en"),
    ({"LANG": "de_DE.UTF-8", "LANGUAGE": "uk"}, "de"),
    ({"LANGUAGE": "es"}, "es"),
    ({"LANG": "de_DE.UTF-8", "LANGUAGE": "pl", "LC_ALL": "C.UTF-8"}, "en"),
    ({"LANG": "C", "LANGUAGE": "pl"}, "en"),
    ({"LANG": "rum_XX"}, "en"),
    ({"LANG": "deutsch"}, "en"),
]


@rows(("environment", "language"), SYSTEMS)
def test_language_of_the_system(environment: dict[str, str], language: str) -> None:
    assert system_language(environment) == language


ASKED = [
    # the command, what is left of it, the language
    ("make zimin", "make zimin", "en"),
    ("make --ui de zimin", "make zimin", "de"),
    ("--ui=ru_RU.UTF-8 check", "check", "ru"),
    ("check --ui de --ui fr", "check", "fr"),
    ("lint -- --ui de", "lint -- --ui de", "en"),
]


@pytest.mark.parametrize(("command", "rest", "language"), ASKED)
def test_language_is_asked_for_with_any_command(command: str, rest: str, language: str) -> None:
    assert read_ui(command.split()) == rest.split()
    assert spoken() == language
    speak("en")


@pytest.mark.parametrize("words", [["--ui", "tlh"], ["--ui=tlh", "check"], ["check", "--ui"]])
def test_a_language_that_is_not_spoken_is_said(words: list[str], say: Say) -> None:
    code, printed, said = say(*words)
    assert (code, printed) == (2, [])
    assert said[0].endswith("this language is not spoken here. Choose from en, ru, de, fr, es, it, pl.")


def test_joined_sentences_are_english_and_remember_their_parts() -> None:
    row = joined([sentence("{who} left", who="zimin"), "and so on"], " ")
    assert row == "zimin left and so on"
    assert row.values["part0"].template == "{who} left"
    assert type(joined(["a", "b"])) is str


def test_english_says_a_sentence_as_it_is() -> None:
    assert translated(sentences("{count} person", "{count} people", 2)) == "2 people"
    assert type(translated(sentence("a brace { stays"))) is str
