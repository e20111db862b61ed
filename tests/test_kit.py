"""The kit of an evening, read back: table cards, talk, shopping list, checklist; and sets that are dealt out."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops

from letters.app.make import make
from letters.cli import main
from letters.errors import CommandError, DataError
from letters.wording import guide_texts, kit_texts
from tests.conftest import SAMPLE, TODAY, Press, asked, book
from tests.pdf import Ink, Sheet

LANGUAGES = ["de", "en", "es", "fr", "it", "pl", "ru"]
PAPERS = {"a4": (210, 297), "letter": (215.9, 279.4)}
ADDRESS = (
    "601967, Владимирская область, Ковровский район, п. Мелехово, ул. Первомайская, д. 261а, "
    "ФКУ ИК-6 УФСИН России по Владимирской области, {}, 1988 г. р."
)
LONG_NAME = "Константинопольскому-Вознесенскому Максимилиану Апполинарьевичу"
ORGANISATIONS = ["memorial", "мемориал", "ovd", "овд", "memopzk", "http", "www", ".org", "rosuznik"]


def kit(press: Press, text: str = SAMPLE, **options: Any) -> list[Sheet]:
    """The kit alone."""
    return press(text, **{"country": "DE", "only": ("kit",), **options}).sheets("kit")


def one_line(sheet: Sheet) -> str:
    return " ".join(sheet.texts)


def holds(sheet: Sheet, text: str) -> bool:
    """Whether a text of the kit stands on the page, wherever its lines break."""
    plain, read = (re.sub(r"[*\s-]", "", words) for words in (text, one_line(sheet)))
    return plain in read


def rows(sheet: Sheet) -> dict[str, str]:
    """The rows of the shopping list that begin with a number: what is written there -> the number."""
    labels = [line for line in sheet.lines if re.fullmatch(r"\d+( [gг])?", line.text)]
    assert labels
    return {
        next(
            line.text for line in sheet.lines if line is not label and abs(line.baseline - label.baseline) < 1
        ): label.text
        for label in labels
    }


@pytest.mark.one_quick
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_has_the_banner_and_stays_inside(press: Press, language: str) -> None:
    sheets = kit(press, language=language, qr="stub")
    banner = guide_texts(language)["banner"].replace("\u00a0", " ")
    assert "НЕ ОТПРАВЛЯТЬ" in banner
    assert len(sheets) == 5
    for sheet in sheets:
        assert banner in sheet.texts
        black = [area for area in sheet.areas if area.grey == 0 and area.width > 100]
        strips = [line for line in sheet.lines if line.text == banner]
        assert [line for line in strips if not any(line.inside(area) for area in black)] == []
        paper = Ink(8, 8, sheet.width - 8, sheet.height - 8)
        assert [ink for ink in sheet.ink if not ink.inside(paper)] == []
        assert sheet.codes == []


@pytest.mark.one_quick
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_card_reads_the_same_from_both_sides(press: Press, language: str) -> None:
    sheet = kit(press, language=language)[0]
    width, height = sheet.picture.size
    upper = sheet.picture.crop((0, 0, width, height // 2)).rotate(180)
    lower = sheet.picture.crop((0, height - height // 2, width, height))
    difference = ImageChops.difference(*(half.resize((420, 297), Image.Resampling.BOX) for half in (upper, lower)))
    assert sum(difference.histogram()[90:]) < 40
    assert sum(lower.histogram()[:90]) > 10_000


def test_what_a_card_says(press: Press) -> None:
    sheet = kit(press)[0]
    lower = [line.text for line in sheet.lines if line.top > sheet.height / 2]
    assert lower == [
        guide_texts("en")["banner"],
        "Dmitry",
        "roughly: DMEE‑tree ser‑gheh‑yeh‑veech zee‑meen",
        "Дмитрий Сергеевич Зимин",
        "born 2003",
        "Здравствуйте, Дмитрий!",
        "Dmitry comes from Buryatia and was a student at a medical college there.",
    ]
    first = [line for card in (sheet, kit(press, language="ru")[0]) for line in card.lines if line.top > 150][1]
    assert first.size >= 28
    assert "Дмитрий" in kit(press, language="ru")[0].texts


def test_a_long_name_fits_its_card(press: Press) -> None:
    sheet = kit(press, book({"address": ADDRESS.format(LONG_NAME), "about": {"en": "Two sentences. And more."}}))[0]
    assert [ink for ink in sheet.ink if not ink.inside(Ink(8, 8, sheet.width - 8, sheet.height - 8))] == []


def test_a_card_that_is_too_long_names_the_person(press: Press) -> None:
    about = {"en": "A story of many words. " * 60}
    with pytest.raises(DataError) as caught:
        kit(press, book({"address": ADDRESS.format(LONG_NAME), "about": about, "id": "many"}))
    [problem] = caught.value.problems
    assert "many" in problem.where
    assert "table card" in problem.what


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_talk_welcomes_and_has_ten_rules(press: Press, language: str) -> None:
    sheet = kit(press, language=language)[2]
    words, talk = one_line(sheet), kit_texts(language)["talk"]
    assert holds(sheet, talk["welcome"])
    assert words.endswith(talk["close"].replace("\u00a0", " "))
    assert "LGB" in talk["rules"][8] or "ЛГБ" in talk["rules"][8], "first what to write, then what not"
    assert [line.text for line in sheet.lines if line.text.isdigit()] == [f"{number}" for number in range(1, 11)]
    assert [rule for rule in kit_texts(language)["talk"]["rules"] if not holds(sheet, rule)] == []


def test_the_shopping_list_counts(press: Press) -> None:
    options = {"envelope": "DL", "letter": "form"}
    people = book(*({"address": ADDRESS.format(who)} for who in ("Гурьянову Тимофею Аркадьевичу",) * 3))
    kinds = ("letters", "guides", "list", "kit")
    printed = press(people, country="DE", only=kinds, **options)
    pages = {kind: len(printed.sheets(kind)) for kind in kinds}
    found = rows(printed.sheets("kit")[4])
    kept = pages["guides"] + pages["list"] + pages["kit"]
    assert found == {
        "envelopes DL (220 × 110 mm), plain white": "3",
        "envelopes C6 for the reply, empty: one": "3",
        "stamps, one for each letter": "3",
        "sheets of A4 for letters (3 of them ruled, for": "6",
        "sheets of A4 for what stays with you": f"{kept}",
        "sheets of A4 in all": f"{kept + pages['letters']}",
    }
    page = printed.sheets("kit")[4]
    # 2 x 4.99 + 4.8 + 3.7 + 0.1
    assert holds(page, "19 g for each letter, with its blank sheet and the envelope inside: ask")
    assert page.texts[-1] == "56 g for all the letters together"
    headings = [text for text in page.texts if text in ("Buy", "price", "Print")]
    assert headings == ["Buy", "price", "Print"]


ONE = {
    "en": ["1 envelope C6 (", "1 envelope C6 for", "1 stamp"],
    "de": ["1 Umschlag C6 (", "1 Umschlag C6 für", "1 Briefmarke"],
    "fr": ["1 enveloppe C6 (", "1 enveloppe C6 pour", "1 timbre"],
    "es": ["1 sobre C6 (", "1 sobre C6 para", "1 sello"],
    "it": ["1 busta C6 (", "1 busta C6 per", "1 francobollo"],
    "pl": ["1 koperta C6 (", "1 koperta C6 na", "1 znaczek"],
    "ru": ["1 конверт C6 (", "1 конверт C6 для", "1 марка"],
}


WEIGHT = {
    "en": "17 g for the letter",
    "de": "17 g wiegt der Brief",
    "fr": "17 g pour la lettre",
    "es": "17 g pesa la carta",
    "it": "17 g pesa la lettera",
    "pl": "17 g waży list",
    "ru": "17 г весит письмо",
}


@pytest.mark.one_quick
@pytest.mark.parametrize("language", LANGUAGES)
def test_one_letter_is_counted_as_one(press: Press, language: str) -> None:
    sheet = kit(press, book({"address": ADDRESS.format("Гурьянову Тимофею Аркадьевичу")}), language=language)[2]
    found = [f"{number} {text}" for text, number in rows(sheet).items()]
    assert [begins for begins in ONE[language] if not any(row.startswith(begins) for row in found)] == []
    assert [text for text in sheet.texts if text.startswith(WEIGHT[language])]
    assert "35 " not in one_line(sheet), "one letter is not added up"
    assert not re.search("[{}|]", one_line(sheet))


def test_a_letter_near_its_limit_is_to_be_weighed(press: Press) -> None:
    """Two sheets in a DL with another inside: 2 x 4.99 + 2 x 4.84 + 0.1 = 19.8 g."""
    sender = book({"address": ADDRESS.format(LONG_NAME)}, return_address="A. Example\n10115 Berlin, GERMANY")
    near, far = (kit(press, sender, only=("kit", "replies"), envelope=name)[2] for name in ("DL", "C6"))
    assert "up to 20 g; weigh one first" in one_line(near)
    assert "weigh one first" not in one_line(far)


def test_letters_of_different_weight(press: Press, tmp_path: Path) -> None:
    """A C6, another inside, stamps: 7.5 g, and 2 or 4 sheets of 4.99 g."""
    (tmp_path / "zimin.txt").write_text("Сегодня у нас снег.", "utf-8")
    (tmp_path / "batsenin.txt").write_text("Сегодня у нас снег.\n\n" * 100, "utf-8")
    printed = press(country="DE", only=("letters", "kit"), letter=str(tmp_path), allow=("length",))
    sheets = len(printed.sheets("letters"))
    assert sheets == 2 + 4
    page = printed.sheets("kit")[3]
    assert holds(page, "27 g for the heaviest letter, with its blank sheet and the envelope inside")
    assert holds(page, "up to 50 g; about 17 g for the lightest")
    assert page.texts[-1] == "45 g for all the letters together"
    assert f"{sheets} sheets of A4 for letters" in " ".join(f"{number} {text}" for text, number in rows(page).items())


def test_folded_sheets_take_the_place_of_envelopes(press: Press) -> None:
    page = kit(press, sheet="fold", only=("envelopes", "kit"))[3]
    assert holds(page, "sheets of A4 to fold into envelopes C6")
    assert "plain white" not in one_line(page)


def test_counts_do_not_depend_on_what_is_written(press: Press) -> None:
    alone, all_ = (rows(kit(press, only=only)[3]) for only in (("kit",), ("envelopes", "letters", "kit")))
    assert alone == all_


def test_the_shopping_list_names_what_the_run_takes(press: Press) -> None:
    sender = book({"address": ADDRESS.format(LONG_NAME)}, return_address="A. Example\n10115 Berlin, GERMANY")
    assert "with your address printed on" in one_line(kit(press, sender, only=("kit", "replies"))[2])
    assert "for the reply, empty" not in one_line(kit(press, sender, only=("kit", "replies"))[2])
    assert "with a window" in one_line(kit(press, window="din", envelope="DL")[3])
    assert "L7163" in one_line(kit(press, sheet="L7163", only=("envelopes", "kit"))[3])
    card = kit(press, envelope="postcard")
    assert "picture postcards, 148 × 105 mm" in one_line(card[3])
    assert "for the reply, empty" not in one_line(card[3])
    assert "envelope" not in one_line(card[4])


@pytest.mark.one_quick
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_checklist_has_a_box_a_point(press: Press, language: str) -> None:
    texts = kit_texts(language)["closing"]
    for place, stub in (("guide", False), ("stub", True)):
        sheet = kit(press, language=language, qr=place)[4]
        sides = [
            stroke for stroke in sheet.strokes if stroke.bottom - stroke.top < 8 and stroke.right - stroke.left < 8
        ]
        parts = [texts[part] for part in ("letter", "inside", "outside")]
        headings = [part["heading"] for part in parts]
        assert [text for text in sheet.texts if text in headings] == headings
        points = [*(point for part in parts for point in part["points"]), *([texts["stub"]] if stub else [])]
        assert len(sides) == 4 * len(points)
        assert [point for point in points if not holds(sheet, point)] == []
        assert holds(sheet, texts["stub"]) is stub


@pytest.mark.one_quick
@pytest.mark.parametrize("language", LANGUAGES)
def test_inside_russia_nobody_is_named(press: Press, language: str) -> None:
    for sheet in kit(press, country="RU", language=language):
        assert sheet.codes == []
        assert [name for name in ORGANISATIONS if name in one_line(sheet).casefold()] == []


def test_the_same_run_gives_the_same_kit(press: Press, tmp_path: Path) -> None:
    (tmp_path / "book.yaml").write_text(SAMPLE, "utf-8")
    make(asked(tmp_path / "book.yaml", tmp_path / "out", TODAY, country="DE", only=("kit",)))
    assert (tmp_path / "out/kit.pdf").read_bytes() == press(country="DE", only=("kit",)).path("kit").read_bytes()


def test_a_language_without_a_kit_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(CommandError) as caught:
        kit_texts("xx")
    assert "‹language=xx›: there is no kit in this language. Languages: de, en, es, fr, it, pl, ru" in str(caught.value)


# --- sets


def kinds_of(sheets: list[Sheet]) -> Iterator[str]:
    """What each page is, by what stands on it."""
    for sheet in sheets:
        if guide_texts("en")["banner"] in sheet.texts:
            yield "guide" if sheet.codes else "gloss"
        else:
            yield "letter" if sheet.lines else "reply"


@pytest.mark.one_quick
@pytest.mark.parametrize(("letter", "pages"), [("form", ["guide", "letter", "reply"]), ("first", None)])
def test_a_set_is_guide_letter_and_blank_sheet(press: Press, letter: str, pages: list[str] | None) -> None:
    sheets = press(country="DE", only=("table",), letter=letter).sheets("table")
    if pages is None:
        pages = ["guide", *["gloss"] * (len(sheets) // 2 - 3), "letter", "reply"]
    assert [*kinds_of(sheets)] == pages * 2
    names = [
        next(line.text for line in sheet.lines if "Зимин" in line.text or "Баценин" in line.text)
        for sheet in (sheets[0], sheets[len(pages) - 2], sheets[len(pages)], sheets[-2])
    ]
    assert [("Зимин" in name) for name in names] == [True, True, False, False]
    for kind, sheet in zip(kinds_of(sheets), sheets, strict=True):
        assert bool(sheet.codes) is (kind == "guide")


def test_a_set_holds_the_pages_of_letters_and_guides(press: Press) -> None:
    printed = press(country="DE", only=("letters", "guides"))
    letters, guides = printed.sheets("letters"), printed.sheets("guides")
    table = press(country="DE", only=("table",)).sheets("table")
    expected = [guides[0], *letters[:2], guides[1], *letters[2:]]
    assert [sheet.text for sheet in table] == [sheet.text for sheet in expected]


@pytest.mark.slow
def test_collate_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("addresses.yaml").write_text(SAMPLE, "utf-8")
    assert main(["make", "--collate", "--kit", "--proof"]) == 0
    assert sorted(path.name for path in Path("out").glob("*.pdf")) == [
        "envelopes.pdf",
        "kit.pdf",
        "list.pdf",
        "table.pdf",
    ]
    printed = " ".join(capsys.readouterr().out.split())
    assert "table.pdf 6 mixed" in printed
    assert "pages with the black strip are the guides" in printed
    assert "kit.pdf 5 kept" in printed
    assert "table.pdf: 6 pages read back" in printed
    assert main(["make", "--collate", "--only", "list"]) == 2
    assert "--collate: puts guides and letters together" in capsys.readouterr().err
