"""Rules for the texts that people read: spaces and quotes of each language, days, plural forms, words to avoid."""

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from letters import shipped
from letters.errors import CommandError
from letters.languages import counted, day_in, number_in
from letters.russian.phrases import MEANINGS, bank, find
from letters.services import services
from letters.wording import fill, guide_languages, guide_texts, kit_texts
from tests.cases import cases, texts_in
from tests.rows import rows

ROOT = Path(__file__).parent.parent
CASES: dict[str, Any] = cases("languages.yaml")
LANGUAGES = guide_languages()
NO_BREAK = "\u00a0"
FORMS = re.compile(r"\{([^{}|]*(?:\|[^{}|]*)+)\}")
WORDS = {"envelope": "C6", "width": "162", "height": "114", "inside": "C6", "paper": "A4", "blank": 1, "labels": "A4"}


def texts_of(language: str) -> list[str]:
    """Every text of a language: guide, kit, meanings of the phrase bank, services."""
    guide = {**guide_texts(language), "alphabet": {**guide_texts(language)["alphabet"], "spelling": ""}}
    meanings = [phrase.meaning(language) for phrase in bank()] if language in MEANINGS else []
    payments = [service.payment[language] for service in services().values()]
    return [*texts_in(guide), *texts_in(dict(kit_texts(language))), *meanings, *payments]


def without_links(text: str) -> str:
    """The text without links, and with something for each word that is filled in."""
    return re.sub(r"\S*/\S*", "", re.sub(r"\{\{.*?\}\}", "Anna", text))


# --- days, numbers, one and several


@rows("day", CASES["days"], ids=str)
@rows("language", LANGUAGES)
def test_days(day: date, language: str) -> None:
    assert day_in(language, day) == CASES["days"][day][language].replace(" ", NO_BREAK)


@rows("number", CASES["numbers"])
@rows("language", LANGUAGES)
def test_numbers(number: float, language: str) -> None:
    assert number_in(language, number) == CASES["numbers"][number][language]


def test_a_language_that_nobody_knows_is_written_like_english() -> None:
    assert day_in("xx", date(2024, 3, 5)) == f"5{NO_BREAK}March{NO_BREAK}2024"
    assert counted("{sheet|sheets}", 2, "xx-yy") == "sheets"


@rows("key", CASES["rows"])
@rows("language", LANGUAGES)
def test_one_and_several(key: str, language: str) -> None:
    for number, begins in CASES["rows"][key][language].items():
        text = fill(counted(kit_texts(language)["shopping"][key], number, language), language, WORDS)
        words = text.replace("**", "")
        assert words.startswith(begins), (number, words)
        assert not re.match(r"\w", words[len(begins) :]), (number, words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_row_that_is_counted_has_the_forms_of_its_language(language: str) -> None:
    wanted = 3 if language in ("pl", "ru") else 2
    texts = [*texts_in(dict(kit_texts(language))), *texts_in(guide_texts(language)["list"])]
    assert {len(found.split("|")) for text in texts for found in FORMS.findall(text)} == {wanted}
    for text in texts:
        for number in (1, 2, 5, 21):
            assert "|" not in counted(text, number, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_day_is_written_for_machines(language: str) -> None:
    assert [text for text in texts_of(language) if re.search(r"\d{4}-\d\d|\d\d[./-]\d\d[./-]\d{4}", text)] == []


# --- signs


def test_french_signs_stand_after_a_space_that_does_not_break() -> None:
    for text in texts_of("fr"):
        plain = re.sub(r"[А-Яа-яЁё][А-Яа-яЁё ]*[!?]?", "", without_links(text))  # Russian has spaces of its own
        assert not re.search(r" [:;!?»]|« ", plain), text
        assert not re.search(rf"(?<![{NO_BREAK}!?])[:;!?»]", plain), text
        assert not re.search(rf"«(?!{NO_BREAK})", plain), text


def test_other_languages_have_no_space_there() -> None:
    for language in {*LANGUAGES} - {"fr"}:
        assert [text for text in texts_of(language) if re.search(r"[ \u00a0][:;!?»](?!\))", without_links(text))] == []


QUOTES = {"de": "„“", "pl": "„”", "en": "“”«»", "es": "«»", "it": "«»", "ru": "«»", "fr": "«»"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_quotes_are_those_of_the_language(language: str) -> None:
    strange = {*"„“”«»\"'"} - {*QUOTES[language]}
    assert [text for text in texts_of(language) if strange & {*text}] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_signs_of_the_typesetter(language: str) -> None:
    for text in texts_of(language):
        assert not re.search(r"\}\} x \{\{|\d ?x ?\d", text), text
        assert not re.search(r"…\.|\.\.", text), text
        assert "  " not in text
        assert not re.search(r"\}\} (g|mm|мм|г(?!\.))\b", text), text


# --- words


def prose(path: Path) -> str:
    """What a page says, without code, paths and links."""
    return re.sub(r"```.*?```|`[^`]*`|\]\([^)]*\)|\S*/\S*", "", path.read_text("utf-8"), flags=re.DOTALL)


DOCS = [
    "envelopes.md",
    "letters.md",
    "printing.md",
    "privacy.md",
    "sources.md",
    "extending.md",
    "commands.md",
    "book.md",
]
INDEX = re.compile(r"\bind(?:ex|exes|ices)\b", re.IGNORECASE)


def test_english_says_postcode() -> None:
    assert [text for text in texts_of("en") if INDEX.search(text)] == []
    said = {name: INDEX.findall(re.sub("Fields for --map:.*", "", prose(ROOT / "docs" / name))) for name in DOCS}
    assert said == {name: [] for name in DOCS}


def test_no_sentence_names_the_evening() -> None:
    with pytest.raises(CommandError):
        find(bank(), "W11")
    said = [text for phrase in bank() for text in phrase.texts]
    assert [text for text in said if re.search(r"собрались|мы с друзьями|вечер писем|письма вместе", text)] == []


@pytest.mark.parametrize("language", [*MEANINGS, "ru"])
def test_a_question_is_one(language: str) -> None:
    questions = [phrase for phrase in bank() if phrase.tag == "question"]
    assert len(questions) >= 10
    said = [phrase.m if language == "ru" else phrase.meaning(language) for phrase in questions]
    assert [text for text in said if not text.endswith("?")] == []


def test_nothing_is_promised_by_chance() -> None:
    """Another letter, and a working day that may be a Sunday."""
    assert [phrase.id for phrase in bank() if phrase.id in ("C5", "H7", "U8", "Q8") and phrase.by_chance] == []


@pytest.mark.parametrize("language", MEANINGS)
def test_sentences_to_copy_mean_what_the_bank_says(language: str) -> None:
    meant = {
        re.sub(r"\{\w+\}", "___", phrase.m): re.sub(r"\{\w+\}", "___", phrase.meaning(language)) for phrase in bank()
    }
    for sentence, gloss in guide_texts(language)["phrases"]["rows"]:
        assert meant[sentence] == gloss


def test_all_guides_give_the_same_sentences() -> None:
    rows = [[row[0] for row in guide_texts(language)["phrases"]["rows"]] for language in LANGUAGES]
    assert all(row == rows[0] for row in rows)


def test_only_what_is_known_of_europe_names_it() -> None:
    for language in LANGUAGES:
        more = guide_texts(language)["more"]
        assert re.search("Europ|Европ", more["europe"])
        assert not re.search("Europ|Европ|month|Monat|mois|mes|mies|месяц", more["text"])


def lengths(table: dict[str, Any], path: str = "") -> dict[str, int]:
    """How long each list is, by where it stands."""
    found = {f"{path}{key}": len(value) for key, value in table.items() if isinstance(value, list)}
    inner = [lengths(value, f"{path}{key}.") for key, value in table.items() if isinstance(value, dict)]
    return {key: count for part in (found, *inner) for key, count in part.items()}


def test_every_language_has_the_same_lists() -> None:
    english = shipped.templates() / "guide/en"
    for name in ("guide.toml", "kit.toml"):
        counts = {
            language: lengths(tomllib.loads((english.parent / language / name).read_text("utf-8")))
            for language in LANGUAGES
        }
        assert all(count == counts["en"] for count in counts.values()), counts
