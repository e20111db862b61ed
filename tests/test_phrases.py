"""The phrase bank: every sentence in every gender, what a table may not hold, sentences found again in a letter."""

import re
from pathlib import Path

import pytest

from letters.errors import CommandError, DataError, FileError
from letters.russian.lint import check_text
from letters.russian.phrases import KNOWN, MEANINGS, SLOTS, TAGS, Phrase, bank, find, find_in, read_phrases
from letters.russian.season import When
from letters.wording import guide_languages, letter_names, read_letter
from tests.rows import rows

HEADING = "id,tag,english,german,french,spanish,italian,polish,m,f,plural,recipient,season,chance,note,after"
MEANT = {
    "de": "Die Schwalben kamen.",
    "fr": "Les hirondelles sont là.",
    "es": "Llegaron las golondrinas.",
    "it": "Sono arrivate le rondini.",
    "pl": "Przyleciały jaskółki.",
}
SWALLOWS = "Прилетели ласточки."
WORDINGS = ",".join((*MEANT.values(), *[SWALLOWS] * 3))
GOOD = f"N1,nature,The swallows came.,{WORDINGS},any,spring apr mon,yes,,N2"
TEXTS = [(phrase, writer) for phrase in bank() for writer in ("m", "f", "plural")]


def table(folder: Path, *rows: str, heading: str = HEADING) -> Path:
    path = folder / "phrases.csv"
    path.write_text("\n".join([heading, *rows, ""]), "utf-8")
    return path


@rows(("phrase", "writer"), TEXTS, ids=lambda row: f"{row[0].id} {row[1]}")
def test_every_sentence_in_every_gender(phrase: Phrase, writer: str) -> None:
    text = getattr(phrase, writer)
    outside = re.sub(r"\{[^{}]*\}", "", text)
    assert not re.search("[A-Za-z]", outside)
    assert not re.search(r"\b(вы|вас|вам|вами|ваш\w*|ты|теб\w|твой|твоя)\b", outside)
    assert [problem for problem in check_text(outside, "x", ("date", "greeting", "signature", "no-date"))
            if problem.level == "error"] == []  # fmt: skip
    assert set(re.findall(r"\{(\w+)\}", text)) <= {*SLOTS, *KNOWN}
    assert text[0].isupper()
    assert text.endswith((".", "!", "?", "}"))
    assert "  " not in text


@rows("phrase", bank(), ids=lambda phrase: phrase.id)
def test_every_meaning_is_in_its_own_language(phrase: Phrase) -> None:
    meanings = [phrase.meaning(language) for language in MEANINGS]
    assert len(set(meanings)) == len(MEANINGS)
    for meaning in meanings:
        assert not re.search("[А-Яа-яЁё]", meaning)
        assert meaning.endswith((".", "!", "?", "}", ")", ":", ","))


def test_languages_without_a_column_read_english() -> None:
    assert find(bank(), "U9").meaning("de") == "Geben Sie auf sich acht."
    assert find(bank(), "U9").meaning("en") == find(bank(), "U9").meaning("sv") == "Take care of yourself."


def test_every_guide_has_its_meanings() -> None:
    assert set(MEANINGS) == {*guide_languages()} - {"ru"}


def test_the_bank_is_large_and_each_tag_is_used() -> None:
    assert len(bank()) >= 107
    assert {phrase.tag for phrase in bank()} == set(TAGS)
    assert sum(phrase.m != phrase.f for phrase in bank()) >= 15


def test_a_table_is_read(tmp_path: Path) -> None:
    phrase = Phrase(
        "N1",
        "nature",
        "The swallows came.",
        *[SWALLOWS] * 3,
        "any",
        When(("spring",), ("apr",), ("mon",)),
        True,
        tuple(MEANT.items()),
        ("N2",),
    )
    assert read_phrases(table(tmp_path, GOOD)) == (phrase,)
    semicolons = table(tmp_path, GOOD.replace(",", ";"), heading="\ufeff" + HEADING.replace(",", ";"))
    assert read_phrases(semicolons) == (phrase,)


BAD = {
    # what is changed in the good row -> what is said
    "a missing gender": (
        "Прилетели ласточки.,any",
        ",any",
        "phrases.csv:2: N1 has nothing in the column plural. Write the sentence for a man, a woman and several people; "
        "where they are the same, write it three times.",
    ),
    "a small letter": (
        "Прилетели ласточки.,any",
        "К вам прилетели ласточки.,any",
        "phrases.csv:2: N1, plural: «вам» with a small letter. Write Вы, Вас, Вам, Ваш with a capital.",
    ),
    "Latin": (
        "Прилетели ласточки.,any",
        "Прилетели Swallows.,any",
        "phrases.csv:2: N1, plural: Latin letters («Swallows»). Write it in Cyrillic.",
    ),
    "an unknown slot": (
        "Прилетели ласточки.,any",
        "Прилетели ласточки {bird}.,any",
        f"phrases.csv:2: N1, plural: the slot {{bird}} is unknown. Slots: {', '.join((*SLOTS, *KNOWN))}; "
        "or {год|года|лет}.",
    ),
    "a brace alone": (
        "Прилетели ласточки.,any",
        "Прилетели {ласточки.,any",
        "phrases.csv:2: N1, plural: a brace has no partner. Write a slot as {city}.",
    ),
    "an unknown tag": (
        "nature",
        "birds",
        f"phrases.csv:2: N1 has «birds» in the column tag. Write one of: {', '.join(TAGS)}.",
    ),
    "an unknown season": (
        ",spring apr mon,",
        ",spring maytime,",
        "phrases.csv:2: N1 has «maytime» in the column season. Write one of: spring, summer, autumn, winter, "
        "jan, feb, mar, apr, may, jun, jul, aug, sep, oct, nov, dec, mon, tue, wed, thu, fri, sat, sun.",
    ),
    "no meaning": (
        MEANT["it"],
        "",
        "phrases.csv:2: N1 has nothing in the column italian. "
        "Say there what the sentence means, for whoever copies it.",
    ),
    "a slot that the English has not": (
        MEANT["de"],
        "Die {pet} kamen.",
        "phrases.csv:2: N1, german: other slots than in english. Slots there: none.",
    ),
    "no id": ("N1,", "first,", "phrases.csv:2: the id «first» is none. Write capitals and a number, such as N11."),
}


@pytest.mark.parametrize(("old", "new", "said"), BAD.values(), ids=BAD)
def test_a_row_with_a_fault(old: str, new: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        read_phrases(table(tmp_path, GOOD.replace(old, new, 1)))
    assert [str(problem) for problem in caught.value.problems] == [said]


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        read_phrases(table(tmp_path, GOOD, GOOD, GOOD.replace("N1", "N2").replace(",any,", ",all,")))
    assert len(caught.value.problems) == 2


def test_tables_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="lacks the column german, french, spanish, italian, polish, m, f, plural"):
        read_phrases(table(tmp_path, heading="id,tag,english,recipient,season,chance"))
    with pytest.raises(FileError, match="there is no such file"):
        read_phrases(tmp_path / "none.csv")
    (tmp_path / "old.csv").write_bytes("ласточки".encode("cp1251"))
    with pytest.raises(DataError, match="UTF-8"):
        read_phrases(tmp_path / "old.csv")


def test_an_unknown_id_names_the_nearest() -> None:
    assert find(bank(), "g1").id == "G1"
    with pytest.raises(CommandError, match=r"‹phrases=G111›: there is no such sentence or tag\. Did you mean G11\?"):
        find(bank(), "G111")
    with pytest.raises(CommandError, match="Did you mean nature"):
        find(bank(), "natur")


def test_sentences_are_found_again() -> None:
    paragraphs = [
        "Здравствуйте, Дмитрий!",
        "Меня зовут Анна.\nМой город — Вена. Это моё. Я перечитал письма. Недавно я перечитала рассказы Чехова.",
        "Поздравляю Вас с наступающим Новым годом! О Вас помнят",
    ]
    found = [(one.phrase.id, one.text) for one in find_in(paragraphs)]
    assert found[1:] == [
        ("W1", "Меня зовут Анна. Мой город — Вена."),
        ("B2", "Недавно я перечитала рассказы Чехова."),
        ("Y2", "Поздравляю Вас с наступающим Новым годом!"),
    ]
    assert find_in(["Как Ваш день? Ваш Пётр пишет."]) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "Мне досталось Ваше имя, и я рада, что могу написать именно Вам.",
        "Мне почти тридцать лет.",
        "Меня зовут Анна, и я живу у моря. Мой город — Вена.",
        "Мой город — Вена, и он красив.",
    ],
)
def test_a_sentence_that_only_begins_alike_is_not_explained(sentence: str) -> None:
    assert find_in([sentence]) == ()


def bare(phrase: Phrase) -> set[str]:
    return {re.sub(r"\{[^{}]*\}", "…", text) for text in phrase.texts}


FILLED = {"age": "31", "number": "2", "sheets": "3", "news": "киты поют, и очень долго", "date": "5 мая 2026 года"}


@rows("phrase", bank(), ids=lambda phrase: phrase.id)
def test_a_sentence_that_is_filled_in_is_found_as_itself(phrase: Phrase) -> None:
    same = {other.id for other in bank() if bare(other) & bare(phrase)}
    for text in phrase.texts:
        words = re.sub(r"\{([^{}|]*)\}", lambda field: FILLED.get(field[1], "Анна Вена"), text)
        filled = re.sub(r"\{[^{}|]*\|[^{}|]*\|([^{}|]*)\}", r"\1", words)
        (found,) = find_in([filled])
        assert found.text == filled
        assert found.phrase.id in same


@pytest.mark.parametrize("name", sorted({*letter_names()} - {"form"}))
def test_every_sentence_of_the_forms_is_in_the_bank(name: str) -> None:
    text = read_letter(name).text
    neutral = {phrase.m for phrase in bank() if phrase.is_neutral}
    body = text.split("# {{ salutation }}")[1].replace("# ", "").replace("____ 1", "")
    sentences = re.split(r"(?<=[.!?])\s+", body.strip())
    assert [sentence for sentence in sentences if sentence not in neutral] == []
    assert not re.search(r"\b(вы|вас|вам|ваш\w*)\b", text)


def test_a_postcard_has_25_to_40_words() -> None:
    text = read_letter("postcard").text.split("#}")[1]
    assert 25 <= len(re.findall("[А-Яа-яё]+", text)) <= 40
