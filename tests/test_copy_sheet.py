"""Copy and tracing sheets and forms, read back: each model line has a line to write on, nothing Latin is posted."""

import re
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from letters.draw import setter
from letters.errors import DataError
from letters.layout.guide.alphabet import LETTERS, letter_rows, pair_rows
from letters.layout.letter import LEFT, SIGNATURE, TOP, Foot, Head
from letters.layout.letter_sheets import COPY, SHAPES, TRACE, layout_copy, line_numbers, ruled_form
from letters.russian.phrases import bank, find
from letters.wording import blocks, guide_languages, guide_texts, letter_names
from tests.conftest import Press
from tests.pdf import Ink, Line, Sheet

FORMS = sorted({*letter_names()} - {"form"})
RIGHT, BOTTOM = 190, 278
ROOM = Ink(LEFT - 10, TOP, RIGHT, BOTTOM)


def sheets(press: Press, shape: str, letter: str, **more: object) -> list[Sheet]:
    """The sheets of the letter to the first person, without the one for the answer."""
    run = press(country="DE", only=("letters",), who=("zimin",), letter=letter, shape=shape, **more)
    return run.sheets("letters")[:-1]


def models(sheet: Sheet) -> list[Line]:
    return [line for line in sheet.lines if line.bottom > TOP and not line.text.isdigit()]


def numbers(sheet: Sheet) -> list[Line]:
    return [line for line in sheet.lines if line.text.isdigit()]


@pytest.mark.one_quick
@pytest.mark.parametrize("letter", FORMS)
@pytest.mark.parametrize("ruling", [8.0, 9.0, 10.0])
def test_every_model_line_has_an_empty_line_across_the_sheet(press: Press, letter: str, ruling: float) -> None:
    for sheet in sheets(press, "copy", letter, ruling=ruling):
        assert len(sheet.rules) in (len(models(sheet)), len(models(sheet)) + 1)
        for line, rule in zip(models(sheet), sheet.rules, strict=False):
            assert (rule.ends[0][0], rule.ends[1][0]) == pytest.approx((LEFT, RIGHT))
            assert rule.top - line.bottom > ruling - 3.5
            assert not [other.text for other in sheet.lines if line.bottom < other.top < rule.top]
        tops = [rule.top for rule in sheet.rules]
        assert min(low - high for high, low in pairwise(tops)) == pytest.approx(1.06 * ruling + 8, abs=0.01)


@pytest.mark.parametrize("letter", FORMS)
def test_a_tracing_sheet_is_pale_and_stands_on_its_lines(press: Press, letter: str) -> None:
    for sheet in sheets(press, "trace", letter):
        assert len(sheet.rules) in (len(models(sheet)), len(models(sheet)) + 1)
        for line, rule in zip(models(sheet), sheet.rules, strict=False):
            assert line.top < rule.top < line.bottom + 1
            assert rule.right == pytest.approx(RIGHT, abs=0.1)


@pytest.mark.parametrize("letter", FORMS)
@pytest.mark.parametrize("shape", ["copy", "trace"])
def test_lines_are_numbered_and_never_hyphenated(press: Press, shape: str, letter: str) -> None:
    found = sheets(press, shape, letter)
    lines = [line for sheet in found for line in models(sheet)]
    assert [number.text for sheet in found for number in numbers(sheet)] == [str(n + 1) for n in range(len(lines))]
    assert all(number.right < LEFT for sheet in found for number in numbers(sheet))
    assert [line.text for line in lines if line.text.endswith("-")] == []
    printed = " ".join(line.text for sheet in sheets(press, "text", letter) for line in models(sheet))
    together = " ".join(line.text for line in lines)
    assert re.sub(r"[-\s]", "", together) == re.sub(r"[-\s]", "", printed)


@pytest.mark.parametrize("letter", FORMS)
@pytest.mark.parametrize("shape", SHAPES)
def test_nothing_latin_is_posted_and_nothing_leaves_the_sheet(press: Press, shape: str, letter: str) -> None:
    for sheet in sheets(press, shape, letter):
        assert not re.search("[A-Za-z]", " ".join(sheet.texts))
        assert [ink for ink in (*models(sheet), *sheet.strokes) if not ink.inside(ROOM, 0.3)] == []
        assert sheet.codes == []


@pytest.mark.parametrize("letter", FORMS)
def test_a_form_keeps_greeting_and_closing(press: Press, letter: str) -> None:
    [form], [text] = sheets(press, "form", letter), sheets(press, "text", letter)
    assert (
        form.texts[:3] == text.texts[:3] == ["Зимину Д. С., 2003 г. р.", "22 ноября 2026 г.", "Здравствуйте, Дмитрий!"]
    )
    assert form.texts[-1] == text.texts[-1]
    assert len(form.rules) > 15


@pytest.mark.parametrize("ruling", [8.0, 10.0])
def test_forms_and_the_sheet_for_the_answer_are_ruled_as_wished(press: Press, ruling: float) -> None:
    run = press(country="DE", only=("letters",), who=("zimin",), ruling=ruling)
    for sheet in run.sheets("letters"):
        gaps = [round(low.top - high.top, 2) for high, low in pairwise(sheet.rules)]
        assert gaps.count(ruling) > 18
        assert [mark for mark in sheet.strokes if not mark.inside(ROOM, 0.3)] == []


def test_a_signed_letter_as_a_form_keeps_its_name() -> None:
    kept = ruled_form(blocks("> 1\n\n# А!\n\nБ.\n\nС уважением,\n\nАнна"))
    assert [block.kind for block in kept] == ["right", "greeting", "ruled", "text", "text"]
    kept = ruled_form(blocks("# А!\n\nБ.\n\nВсего доброго!\n\n____ 2"))
    assert [(block.kind, block.lines) for block in kept[1:]] == [("ruled", None), ("text", None), ("ruled", 2)]
    form = blocks("# А!\n\n____\n\nБ.")
    assert ruled_form(form) == form


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("Сегодня вечером очень яркая луна, и мне так захотелось написать письмо.", "написать письмо."),
        ("Сегодня вечером очень яркая луна, и мне захотелось написать Вам письмо.", "Вам письмо."),
        ("Да, да, " + "щ" * 20 + " " + "щ" * 30, "щ" * 30),
    ],
)
def test_a_last_line_is_no_single_word(press: Press, tmp_path: Path, text: str, last: str) -> None:
    path = tmp_path / "one.txt"
    path.write_text(text, "utf-8")
    [sheet] = sheets(press, "copy", str(path))
    assert models(sheet)[-1].text == last


def test_what_is_copied_is_paler_than_ink(press: Press) -> None:
    [sheet] = sheets(press, "copy", "first")
    darkest, _ = sheet.picture.convert("L").crop((150, 200, 1100, 1500)).getextrema()
    assert darkest > 60


def test_a_place_to_sign_is_no_place_for_a_sentence(press: Press) -> None:
    for shape in SHAPES:
        assert sheets(press, shape, "first")[-1].rules[-1].right == pytest.approx(LEFT + SIGNATURE, abs=0.1)


def test_a_long_letter_takes_several_sheets_and_leaves_room_for_a_stub(press: Press, tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("# {{ salutation }}\n\n" + "Сегодня вечером очень яркая луна. " * 40, "utf-8")
    found = sheets(press, "copy", str(path), qr="stub")
    assert [sheet.texts[1] for sheet in found] == [f"Лист {n} из {len(found)}" for n in range(1, len(found) + 1)]
    assert [len(sheet.codes) for sheet in found] == [0] * (len(found) - 1) + [1]
    [tear] = [rule for rule in found[-1].rules if rule.dashed]
    assert all(line.bottom < tear.top - 8 for line in models(found[-1]) if line.bottom < tear.top)


@pytest.mark.parametrize(
    ("text", "said"),
    [("д" * 80, "is wider than a line of the sheet"), ("да\n\n" * 400, "sheets; 20 are the most. Shorten it.")],
)
def test_what_does_not_fit_is_said(text: str, said: str) -> None:
    for shape, model in (("copy", COPY), ("trace", TRACE)):
        with pytest.raises(DataError, match=said):
            layout_copy(blocks(text), "", setter, shape, 9, Foot(), Head())  # type: ignore[arg-type]
        assert model.font_size >= 14


LINES = ("Здравствуйте, Анна!", "Я пишу Вам впервые. О Вас", "помнят. Берегите себя. О Вас помнят.")


@pytest.mark.parametrize(
    ("sentences", "numbers"),
    [
        (["Здравствуйте, Анна!", "Я пишу Вам впервые."], ["1", "2"]),
        (["О Вас помнят.", "Берегите себя.", "О Вас помнят."], ["2–3", "3", "3"]),
        (["О\u00a0Вас помнят."], ["2–3"]),
        (["Сегодня у нас снег.", "Берегите себя."], [None, "3"]),
    ],
)
def test_on_which_lines_a_sentence_stands(sentences: list[str], numbers: list[str | None]) -> None:
    assert list(line_numbers(sentences, LINES)) == numbers


def test_the_meanings_have_the_numbers_of_the_copy_sheet(press: Press) -> None:
    run = press(country="DE", only=("guides", "letters"), who=("zimin",), letter="first", shape="copy")
    sheet, meanings = run.sheets("letters")[0], run.sheets("guides")[1]
    for number in ("5", "11"):
        baseline = next(line.baseline for line in numbers(sheet) if line.text == number)
        copied = next(line.text for line in models(sheet) if line.baseline == pytest.approx(baseline, abs=0.1))
        place = next(line for line in meanings.lines if line.text == number)
        explained = next(
            line.text for line in meanings.lines if line.left > place.right and abs(line.baseline - place.baseline) < 1
        )
        assert explained.split()[0] in copied


# --- the gloss, which stays


@pytest.mark.one_quick
@pytest.mark.parametrize("letter", FORMS)
def test_the_guide_explains_the_letter_on_a_page_that_is_kept(press: Press, letter: str) -> None:
    run = press(country="DE", only=("guides",), who=("zimin",), letter=letter)
    first, gloss = run.sheets("guides")
    assert gloss.texts[0] == first.texts[0] == "НЕ ОТПРАВЛЯТЬ · DO NOT POST: this page stays with you"
    assert "What your letter says" in gloss.texts
    assert "ZDRAS‑tvooy‑teh, DMEE‑tree!" in gloss.texts
    assert re.search("(I wish you|Take care of yourself)", " ".join(gloss.texts))


LANGUAGES = [language for language in guide_languages() if language != "ru"]


@pytest.mark.one_quick
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("letter", FORMS)
def test_sentences_and_letters_stand_on_one_page_in_the_writers_language(
    press: Press, language: str, letter: str
) -> None:
    run = press(country="DE", only=("guides",), letter=letter, language=language)
    sheets = run.sheets("guides")
    assert len(sheets) == 4
    texts = guide_texts(language)
    for sheet in sheets[1::2]:
        said = " ".join(sheet.texts)
        meant = find(bank(), "C5" if letter == "answer" else "C6").meaning(language)
        assert meant.replace("\u00a0", " ") in said
        assert texts["alphabet"]["heading"] in sheet.texts
        cells = [word for text in sheet.texts for word in re.findall("[А-ЯЁ] [а-яё](?= |$)", text)]
        assert "".join(cell[0] for cell in cells if cell[0].lower() == cell[2]) == LETTERS
        assert [ink for ink in sheet.ink if not ink.inside(Ink(16, 12, 194, 286), 0.6)] == []
        assert [(one.text, two.text) for one, two in combinations(sheet.lines, 2) if one.touches(two, -0.2)] == []


@pytest.mark.one_quick
@pytest.mark.parametrize("language", guide_languages())
def test_the_letters_come_on_a_page_of_their_own_when_asked_for(press: Press, language: str) -> None:
    first, letters = press(country="DE", only=("guides",), who=("zimin",), alphabet=True, language=language).sheets(
        "guides"
    )
    assert letters.texts[:2] == [first.texts[0], guide_texts(language)["alphabet"]["heading"]]
    assert "Щ щ" in " ".join(letters.texts)


@pytest.mark.parametrize("language", guide_languages())
def test_every_letter_has_its_sound(language: str) -> None:
    assert [letter for letter, _ in letter_rows(language)] == [f"{letter} {letter.lower()}" for letter in LETTERS]
    assert len(LETTERS) == 33
    assert all(sound for _, sound in letter_rows(language))
    shown = ["".join(letters.split("\u00a0")) for letters, _ in pair_rows(language)]
    assert shown == ["П·Л", "Ш·Щ", "Ь·Ъ·Ы", "И·Й", "Е·Ё"]


def test_a_long_letter_is_explained_over_pages(press: Press, tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("# {{ salutation }}\n\n" + "О Вас помнят. Берегите себя. " * 15 + "\n\nАнна", "utf-8")
    sheets = press(country="DE", only=("guides",), who=("zimin",), letter=str(path)).sheets("guides")
    assert len(sheets) == 3
    said = [text for sheet in sheets[1:] for text in sheet.texts]
    assert said.count("You are not forgotten.") == said.count("Take care of yourself.") == 15
    assert "The letters" in sheets[-1].texts
    assert all(sheet.texts[0] == sheets[0].texts[0] for sheet in sheets)


def test_no_gloss_without_sentences_or_for_who_reads_russian(press: Press) -> None:
    assert len(press(country="DE", only=("guides",)).sheets("guides")) == 2
    assert len(press(country="DE", only=("guides",), letter="first", language="ru").sheets("guides")) == 2
    assert len(press(country="DE", only=("guides",), letter="first", language="de").sheets("guides")) == 4
