"""The letter and the reply sheet, read back from the PDF: ruled or printed, one sheet or many, a stub or none."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from letters.draw import PdfFile, setter
from letters.errors import DataError
from letters.layout.letter import LEFT, TOP, Foot, layout_letter, layout_stub
from letters.marks import CodeOnPage
from letters.russian.typography import hyphenate_text
from letters.wording import blocks
from tests.conftest import Press, book
from tests.pdf import Ink, Line, Sheet, covered, read

RIGHT, BOTTOM = 190, 278
PAPER = Ink(LEFT, TOP, RIGHT, BOTTOM)
HEADER = Ink(LEFT, 10, RIGHT, TOP - 5)
INDENT = 7.5
WORDS = (
    "Я пишу Вам впервые и надеюсь, что моё письмо сделает Ваш день немного светлее. У нас уже чувствуется смена времён "
    "года, и по вечерам приятно сидеть дома с книгой и горячим чаем. Из моего окна виден старый каштан, на нём каждое "
    "утро собираются птицы. Недавно мне подарили путеводитель по достопримечательностям Владивостока, и теперь я "
    "рассматриваю фотографии мостов, маяков и железнодорожных вокзалов."
)
CASE = "https://memopzk.org/en/news/my-schitaem-politzaklyuchyonnym-"


def body(sheet: Sheet) -> list[Line]:
    """The lines of text without the small ones above the text area."""
    return [line for line in sheet.lines if line.bottom > TOP]


def edges(lines: list[Line]) -> list[float]:
    return [round(line.right, 1) for line in lines]


# --- the form for handwriting


@pytest.fixture(scope="module")
def form(press: Press) -> list[Sheet]:
    return press(country="DE", only=("letters",)).sheets("letters")


def test_the_form_greets_by_name_dates_and_closes(form: list[Sheet]) -> None:
    first, _, second, _ = form
    assert first.texts == [
        "Зимину Д. С., 2003 г. р.",
        "22 ноября 2026 г.",
        "Здравствуйте, Дмитрий!",
        "С тёплыми пожеланиями,",
    ]
    assert second.texts[0] == "Баценину А. Д., 1995 г. р."
    assert second.texts[2] == "Здравствуйте, Александр!"
    assert first.line("22 ноября 2026 г.").right == pytest.approx(RIGHT, abs=0.5)
    assert first.line("Здравствуйте, Дмитрий!").left == pytest.approx(LEFT, abs=0.5)


def test_the_form_is_ruled_every_nine_millimetres(form: list[Sheet]) -> None:
    for sheet in form[::2]:
        greeting, closing = body(sheet)[1:]
        ruled = [rule for rule in sheet.rules if greeting.bottom < rule.top < closing.top]
        assert len(ruled) > 20
        assert {round(low.top - high.top, 2) for high, low in itertools.pairwise(ruled)} == {9.0}
        assert {(round(rule.ends[0][0], 1), round(rule.ends[1][0], 1)) for rule in ruled} == {(LEFT, RIGHT)}
        assert closing.top - ruled[-1].bottom >= 2
        [signature] = [rule for rule in sheet.rules if rule.top > closing.bottom]
        assert signature.top - closing.bottom > 5
        assert all(mark.inside(PAPER, 0.2) for mark in (*body(sheet), *sheet.strokes))


def test_the_reply_sheet_holds_rules_and_nothing_else(form: list[Sheet]) -> None:
    for sheet in form[1::2]:
        assert (sheet.lines, sheet.areas) == ((), ())
        assert len(sheet.rules) == len(sheet.strokes) == 28
        assert {round(low.top - high.top, 2) for high, low in itertools.pairwise(sheet.rules)} == {9.0}
        assert covered(list(sheet.rules)).inside(PAPER, 0.2)


def test_every_sheet_is_a4(form: list[Sheet]) -> None:
    assert {(round(sheet.width, 1), round(sheet.height, 1)) for sheet in form} == {(210.0, 297.0)}


# --- codes


@pytest.mark.one_quick
@pytest.mark.parametrize("letter", ["form", "first"])
def test_a_stub_stands_below_its_tear_line(press: Press, letter: str) -> None:
    sheets = press(country="DE", qr="stub", letter=letter, only=("letters",)).sheets("letters")
    for sheet, name in zip(sheets[::2], ("dmitriya-zimina", "aleksandra-baczenina"), strict=True):
        [tear] = [rule for rule in sheet.rules if rule.dashed]
        modules = covered(sheet.modules())
        stub = [line for line in sheet.lines if line.top > tear.bottom]
        above = [ink for ink in (*sheet.lines, *sheet.strokes) if ink.bottom < tear.top]
        assert sheet.codes == [CASE + name]
        assert [line.text for line in stub if "DO NOT POST" in line.text and "НЕ ОТПРАВЛЯТЬ" in line.text]
        assert CASE + name in "".join(line.text for line in stub)
        assert modules.top - tear.bottom >= 9.5
        assert tear.top - covered(above).bottom >= 9.5
        assert tear.right - tear.left > 190, "from edge to edge of the paper"
        assert not [line for line in stub if line.touches(modules, 4 * 0.55)]
        assert modules.inside(Ink(8, 8, 202, 289))
        assert not [line.text for line in sheet.lines if "http" in line.text and line not in stub]
    assert [sheet.ink for sheet in sheets[1::2] if sheet.lines or sheet.codes] == []


@pytest.mark.parametrize("filling", ["a", "w", "-"])
def test_a_long_link_stays_on_its_stub(press: Press, filling: str) -> None:
    link = "https://example.org/".ljust(230, filling)
    line = "663180, г. Енисейск, ФКУ Т-2 ГУФСИН России, Гурьянову Тимофею Аркадьевичу, 1988 г. р."
    text = book({"address": line, "case": link})
    [sheet, _] = press(text, country="DE", qr="stub", only=("letters",)).sheets("letters")
    [tear] = [rule for rule in sheet.rules if rule.dashed]
    stub = [line for line in sheet.lines if line.top > tear.bottom]
    modules = covered(sheet.modules())
    assert sheet.codes == [link]
    assert "".join(line.text for line in stub).endswith(link)
    assert not [line.text for line in stub if line.touches(modules, 2.2) or line.bottom > 289]


@pytest.mark.one_quick
@pytest.mark.parametrize("letter", ["form", "first"])
def test_a_code_in_the_letter_comes_without_words(press: Press, letter: str) -> None:
    plain = press(country="DE", qr="none", letter=letter, only=("letters",)).sheets("letters")
    sheets = press(country="DE", qr="letter", letter=letter, only=("letters",)).sheets("letters")
    assert [sheet.texts for sheet in sheets] == [sheet.texts for sheet in plain]
    assert [len(sheet.codes) for sheet in sheets] == [1, 0, 1, 0]
    for sheet in sheets[::2]:
        modules = covered(sheet.modules())
        assert min(area.height for area in sheet.modules()) >= 0.5
        assert not [ink for ink in (*sheet.lines, *sheet.strokes) if ink.touches(modules, 2.2)]
        assert not [rule for rule in sheet.rules if rule.dashed]


# --- a printed text


@pytest.fixture(scope="module")
def long_letter(press: Press, tmp_path_factory: pytest.TempPathFactory) -> list[Sheet]:
    path = tmp_path_factory.mktemp("letter") / "long.txt"
    paragraphs = [" ".join([WORDS] * (1 + number % 3)) for number in range(9)]
    path.write_text("> {{ date }}\n\n# {{ salutation }}\n\n" + "\n\n".join([*paragraphs, "____ 1"]), "utf-8")
    return press(country="DE", letter=str(path), only=("letters",), who=("zimin",)).sheets("letters")


def test_a_long_letter_counts_its_sheets(long_letter: list[Sheet]) -> None:
    *sheets, reply = long_letter
    assert len(sheets) == 3
    for number, sheet in enumerate(sheets, 1):
        head = [line for line in sheet.lines if line.inside(HEADER, 0.2)]
        assert [line.text for line in head] == ["Зимину Д. С., 2003 г. р.", f"Лист {number} из 3"]
    assert reply.texts == []


def test_a_long_letter_stays_inside_its_margins(long_letter: list[Sheet]) -> None:
    for sheet in long_letter:
        assert [ink for ink in (*body(sheet), *sheet.strokes) if not ink.inside(PAPER, 0.3)] == []


def test_a_long_letter_loses_no_word(long_letter: list[Sheet]) -> None:
    text = " ".join(line.text for sheet in long_letter for line in body(sheet)[2 if sheet is long_letter[0] else 0 :])
    paragraphs = [" ".join([WORDS] * (1 + number % 3)) for number in range(9)]
    assert text.replace("- ", "").replace("\u00a0", " ") == " ".join(paragraphs)


def test_a_long_letter_is_justified_and_hyphenated(long_letter: list[Sheet]) -> None:
    lines = [line for sheet in long_letter for line in body(sheet)]
    text = lines[2:]
    inner = [line for line, after in itertools.pairwise(text) if not begins(after)]
    assert len(inner) > 60
    assert [line.text for line in inner if abs(line.right - RIGHT) > 0.6] == []
    assert len([line for line in inner if line.text.endswith("-")]) > 5
    assert {round(line.start, 1) for line in text} == {LEFT, LEFT + INDENT}


def begins(line: Line) -> bool:
    """Whether a paragraph begins with this line."""
    return line.start > LEFT + 5


# --- every length


def pages_of(lines: int, paragraphs: int, after: str, path: Path, foot: Foot = Foot()) -> list[Sheet]:  # noqa: B008
    """A letter of about so many lines, laid out, drawn and read back."""
    share = [" ".join(["Шестнадцать слов"] * (4 * lines // paragraphs))] * paragraphs
    text = hyphenate_text("\n\n".join(["# Здравствуйте, Анна!", *share, after]))
    with PdfFile(path) as file:
        for page in layout_letter(blocks(text), "Ивановой А. П., 1981 г. р.", setter, foot):
            file.add(page)
    return read(path)


def ends_of_pages(sheets: list[Sheet]) -> Iterator[tuple[list[Line], list[Line]]]:
    """At each turn of the page, the lines of the paragraph that runs over: those before, those after."""
    for here, there in itertools.pairwise(sheets):
        before, after = body(here)[:], body(there)[:]
        if after and not begins(after[0]):
            last = max(number for number, line in enumerate(before) if begins(line) or number == 0)
            first = next((number for number, line in enumerate(after) if begins(line)), len(after))
            yield before[last:], after[:first]


@pytest.mark.one_quick
@pytest.mark.parametrize("after", ["____ 1", "Всего Вам доброго!\n\n____ 2", "____ 6\n\nС уважением,\n\n____ 1"])
@pytest.mark.parametrize("paragraphs", [1, 4, 17])
def test_whatever_the_length_nothing_leaves_the_sheet_and_no_line_stands_alone(
    after: str, paragraphs: int, tmp_path: Path
) -> None:
    for lines in range(28, 48):
        sheets = pages_of(lines, paragraphs, after, tmp_path / "letter.pdf")
        for sheet in sheets:
            assert [ink for ink in (*body(sheet), *sheet.strokes) if not ink.inside(PAPER, 0.3)] == []
        for before, following in ends_of_pages(sheets):
            assert len(before) >= 2
            assert len(following) >= 2
        text, rules = body(sheets[-1]), sheets[-1].rules
        assert min(text + rules, key=lambda ink: ink.top) in text, "a closing alone on its sheet"
        assert min(rule.top - line.bottom for rule in rules for line in text if rule.bottom > line.top) > 6, (
            "room to write"
        )


@pytest.mark.slow
def test_whatever_the_length_the_stub_keeps_its_distance(tmp_path: Path) -> None:
    code = CodeOnPage("https://example.org", ("#" * 21,) * 21)
    foot = layout_stub(code, "DO NOT POST")
    for lines in range(18, 46):
        sheet = pages_of(lines, 3, "____ 1", tmp_path / "letter.pdf", foot)[-1]
        [tear] = [rule for rule in sheet.rules if rule.dashed]
        above = [ink for ink in (*body(sheet), *sheet.strokes) if ink.bottom < tear.top]
        assert tear.top - covered(above).bottom >= 9.8
        assert len(above) + 1 + 2 == len([*body(sheet), *sheet.strokes])


# --- what is no letter


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("слово " * 100_000, ["longer than 60000 characters", "twenty pages", "shorten"]),
        ("Первая.\n\n____\n\nВторая.\n\n____", ["two blocks", "Keep one"]),
        ("Первая.\n\n____ 40", ["mm of one sheet", "smaller number"]),
        ("Первая.\n\n____\n\n____ 30", ["mm of one sheet", "smaller number"]),
        ("а\n\n" * 15_000, ["sheets; 20 are the most", "Shorten"]),
    ],
    ids=["100,000 words", "two fillers", "forty lines", "thirty lines below", "too many sheets"],
)
def test_what_does_not_fit_is_said(press: Press, tmp_path: Path, text: str, words: list[str]) -> None:
    path = tmp_path / "letter.txt"
    path.write_text(text, "utf-8")
    with pytest.raises(DataError) as caught:
        press(letter=str(path), only=("letters",), who=("zimin",))
    assert [word for word in words if word not in str(caught.value)] == []


@pytest.mark.parametrize("text", ["д" * 300, "<b>жирно</b> & <para>", "«" * 80, "А.\n\n\n\n\nБ."])
def test_odd_texts_stay_inside_and_verbatim(press: Press, tmp_path: Path, text: str) -> None:
    path = tmp_path / "letter.txt"
    path.write_text(text, "utf-8")
    [sheet, _] = press(
        letter=str(path), only=("letters",), who=("zimin",), allow=("latin",), country="DE"
    ).sheets("letters")  # fmt: skip
    assert "".join(line.text.removesuffix("-") for line in body(sheet)) == "".join(text.split("\n"))
    assert all(line.inside(PAPER, 0.3) for line in body(sheet))


def test_a_woman_is_greeted_in_the_nominative(press: Press) -> None:
    line = (
        "618540, Пермский край, г. Соликамск, ул. Карналлитовая, д. 98, ФКУ ИК-9 ГУФСИН России по Пермскому краю, "
        "Ивановой Анне Петровне, 1971 г. р."
    )
    [sheet, _] = press(book({"address": line}), country="DE", only=("letters",)).sheets("letters")
    assert sheet.texts[0] == "Ивановой А. П., 1971 г. р."
    assert sheet.texts[2] == "Здравствуйте, Анна Петровна!"


# --- flush on both sides, or ragged right


def test_a_text_is_flush_on_both_sides_unless_it_is_asked_to_be_ragged(press: Press, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text(f"{WORDS}\n\nАнна", "utf-8")
    right = {}
    for align in ("justify", "left"):
        run = press(country="DE", only=("letters",), who=("zimin",), letter=str(path), align=align)
        right[align] = edges(body(run.sheets("letters")[0]))[:4]
    assert right["justify"] == pytest.approx([RIGHT] * 4, abs=0.6)
    assert max(right["left"]) <= RIGHT + 0.1
    assert len({*right["left"]}) > 2
    lines = body(run.sheets("letters")[0])
    assert not [line.text for line in lines if line.text.endswith("-")]


GREETINGS = {
    # born, wish of the book -> greeting
    "young": ("1999", {}, "Здравствуйте, Илья!"),
    "older": ("1961", {}, "Здравствуйте, Илья Сергеевич!"),
    "young, formal": ("1999", {"called": "patronymic"}, "Здравствуйте, Илья Сергеевич!"),
    "older, by first name": ("1961", {"called": "first-name"}, "Здравствуйте, Илья!"),
}


@pytest.mark.parametrize(("born", "wish", "greeting"), GREETINGS.values(), ids=GREETINGS)
def test_people_are_greeted_by_age_or_as_they_wish(
    press: Press, born: str, wish: dict[str, str], greeting: str
) -> None:
    place = "663180, Красноярский край, г. Енисейск, ул. Мира, д. 1, ФКУ Т-2 ГУФСИН России по Красноярскому краю"
    line = f"{place}, Ветрову Илье Сергеевичу, {born} г. р."
    run = press(book({"address": line, **wish}), country="DE", only=("letters",))
    assert greeting in run.sheets("letters")[0].texts
