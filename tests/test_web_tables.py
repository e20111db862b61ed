"""Knows how spreadsheets come and go on the pages: sixty rows with faults, menus for columns, files of any kind."""

import io
import re
import threading
import zipfile
from html import unescape

import pytest

from letters.app.tables import ExportRequest, export_book
from letters.web import tables
from letters.web.jobs import Jobs
from tests import spreadsheets
from tests.web import pages, people

PLACE = "644009, Омская область, г. Омск, ул. 10 лет Октября, д. 176, ФКУ ИК-7 УФСИН России по Омской области"
SURNAMES = ("Ветров", "Громов", "Зимин", "Котов", "Лаптев", "Морозов", "Носов", "Орлов", "Павлов", "Рогов")
GIVEN = (("Илье", "Илья"), ("Павлу", "Павел"), ("Глебу", "Глеб"), ("Захару", "Захар"), ("Марку", "Марк"))
HEADINGS = ("Куда писать", "Ссылка", "Заметки", "Кто")


def line(number):
    surname, given = SURNAMES[number % 10], GIVEN[number // 10 % 5][0]
    return f"{PLACE}, {surname}у {given} Ивановичу, {1940 + number} г. р."


# number of the row among sixty (the first is 2 in the spreadsheet): what stands in its address, and the reason given
FAULTS = {
    3: ("ФИО", "is a word of a form"),
    7: (PLACE, "name"),
    11: (line(11).replace("644009", "64400"), "the line has no postcode"),
    19: (line(19).replace("Рогову", "Рoгову"), "Latin letter"),
    23: (line(23).split(", ФКУ")[0], "the line has no facility"),
    29: (line(29) + "\x07", "control character"),
    37: (line(37).replace(", 1977 г. р.", ""), "year"),
    41: ("Выбыл", "address"),
}
PRESENT = {44: line(2), 45: line(0)}  # the second is in the book, the first in a row above
BOOK = f"# ours\npeople:\n  - id: first\n    address: {line(0)}\n"


def sixty():
    cells = {number: line(number) for number in range(50)} | {n: text for n, (text, _) in FAULTS.items()} | PRESENT
    rows = [(cells[number], f"https://example.org/{number}", "=1+1", "") for number in range(50)]
    ten = [(line(50 + number).replace("Ивановичу", "Петровичу"), "", "", "") for number in range(10)]
    return [HEADINGS, *rows, *ten]


def text(answer):
    main = answer.get_data(as_text=True).partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def upload(client, data, name="list.xlsx"):
    return client.post("/import", data={"table": (io.BytesIO(data), name)})


def fields(answer):
    """What a browser would send of the form of the columns."""
    html = answer.get_data(as_text=True)
    menus = re.findall(r'<select (?:id="[^"]*" )?name="([^"]*)"[^>]*>(.*?)</select>', html, re.DOTALL)
    chosen = {name: re.search(r'<option value="([^"]*)" selected', inner)[1] for name, inner in menus if name != "ui"}
    hidden = dict(re.findall(r'<input type="hidden" name="(content|shown|was__\d+)" value="([^"]*)"', html))
    return {name: unescape(value) for name, value in {**chosen, **hidden}.items()}


def refused_rows(answer):
    """Row number -> the reason that the page gives."""
    html = answer.get_data(as_text=True)
    table = html.partition('<table class="cards refused">')[2].partition("</table>")[0]
    rows = re.findall(r"Row (\d+)</th>(.*?)</tr>", table, re.DOTALL)
    return {int(number): unescape(" ".join(re.findall(r'class="error">(.*?)</p>', inner))) for number, inner in rows}


@pytest.fixture
def client(tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "PATIENCE", 60)  # on a busy computer too
    return pages(tmp_path)


def test_sixty_rows_with_faults(client, tmp_path):
    (tmp_path / "addresses.yaml").write_text(BOOK, "utf-8")
    data = spreadsheets.write_xlsx(tmp_path / "list.xlsx", sixty()).read_bytes()
    (tmp_path / "list.xlsx").unlink()
    place = upload(client, data).location
    seen = client.get(place)
    assert seen.status_code == 200
    refused = refused_rows(seen)
    assert {number - 2 for number in refused} == set(FAULTS)
    assert [(n, refused[n + 2]) for n, (_, reason) in FAULTS.items() if reason not in refused[n + 2]] == []
    for said in ("49 people would be added", "3 are in the book already", "8 rows cannot be taken"):
        assert said in text(seen)
    assert (tmp_path / "addresses.yaml").read_text("utf-8") == BOOK
    assert [file.name for file in tmp_path.iterdir()] == ["addresses.yaml"]
    done = client.post(place, data=fields(seen) | {"deed": "save"})
    assert done.status_code == 303
    after = client.get(done.location)
    assert "49 people were added to addresses.yaml. 3 were there already. 8 rows were not taken." in text(after)
    rows = people(tmp_path)
    added = [number for number in range(60) if number not in {*FAULTS, *PRESENT, 0}]
    assert [row["address"] for row in rows] == [line(0), *(sixty()[number + 1][0] for number in added)]
    assert rows[1]["case"] == "https://example.org/1"
    assert (tmp_path / "addresses.yaml").read_text("utf-8").startswith(BOOK)
    rest = client.get(f"{place}/refused.csv").get_data().decode("utf-8-sig")
    assert rest.splitlines()[0] == "address;case;name;row;reason"
    assert len(rest.splitlines()) == 1 + len(FAULTS)
    again = client.post(place, data=fields(client.get(place)) | {"deed": "save"})
    assert "0 people were added" in text(client.get(again.location))
    assert people(tmp_path) == rows


def test_columns_are_said_by_menus(client, tmp_path):
    rows = [("x", "y", line(1).rpartition(",")[0], "1990"), ("x", "z", line(2).rpartition(",")[0], "1991")]
    data = spreadsheets.write_csv(tmp_path / "t.csv", [("A", "Was", "Was", ""), *rows]).read_bytes()
    place = upload(client, data, "t.csv").location
    seen = client.get(place)
    sent = fields(seen)
    assert sent["column__3"] == "-"
    moved = client.post(place, data=sent | {"column__0": "tags", "column__3": "born", "deed": "save"})
    assert moved.location.endswith("?again=yes"), "nobody has seen yet what would be saved"
    assert not (tmp_path / "addresses.yaml").exists()
    sent = fields(client.get(moved.location))
    assert (sent["column__0"], sent["column__2"], sent["column__3"]) == ("tags", "address", "born")
    client.post(place, data=sent | {"deed": "save"})
    assert [(row["tags"], row["born"]) for row in people(tmp_path)] == [(["x"], 1990), (["x"], 1991)]


def test_a_remark_that_somebody_was_released_stops_the_row_whatever_is_chosen_for_other_columns(client, tmp_path):
    """Unless somebody has chosen that the remarks are left out."""
    rows = [(line(1), "a", ""), (line(2), "b", "освобождён")]
    data = spreadsheets.write_csv(tmp_path / "t.csv", [("Адрес", "Ярлык", "Заметки"), *rows]).read_bytes()
    place = upload(client, data, "t.csv").location
    assert list(refused_rows(client.get(place))) == [3]
    sent = fields(client.get(place)) | {"column__1": "tags"}
    assert list(refused_rows(client.get(client.post(place, data=sent).location))) == [3]


def test_a_row_that_a_remark_has_stopped_is_stopped_in_its_own_file_too(client, tmp_path):
    """Until somebody takes the words out, as the reason says."""
    data = spreadsheets.write_csv(tmp_path / "t.csv", [("Адрес", "Заметки"), (line(2), "освобождён")]).read_bytes()
    place = upload(client, data, "t.csv").location
    client.get(place)
    rest = client.get(f"{place}/refused.csv").get_data()
    assert "«освобождён» may say" in refused_rows(client.get(upload(client, rest, "refused.csv").location))[2]
    mended = rest.decode("utf-8-sig").strip().removesuffix("освобождён").encode()
    assert refused_rows(client.get(upload(client, mended, "refused.csv").location)) == {}


def test_two_people_in_one_cell_are_not_taken_for_one(client, tmp_path):
    address = line(1).rpartition(", ")[0]
    rows = [("Полевой Пётр Петрович\nи Соколов Павел Павлович", address)]
    data = spreadsheets.write_csv(tmp_path / "t.csv", [("ФИО", "Адрес"), *rows]).read_bytes()
    seen = client.get(upload(client, data, "t.csv").location)
    assert refused_rows(seen)[2].count("names more than one person") == 1


def test_a_table_without_addresses_is_shown_with_its_menus(client, tmp_path):
    data = "Один;Два\nчто-то;нечто\n".encode()
    place = upload(client, data, "t.csv").location
    seen = client.get(place)
    assert (seen.status_code, fields(seen)["column__1"]) == (422, "-")
    assert "no column for the address was found" in text(seen)
    sent = fields(seen) | {"column__1": "address"}
    answer = client.get(client.post(place, data=sent).location)
    assert (answer.status_code, list(refused_rows(answer))) == (200, [2])


def test_another_sheet(client, tmp_path):
    path = spreadsheets.write_xlsx(tmp_path / "t.xlsx", [("адрес",), (line(1),)], more=[("№", "адрес"), ("1", line(2))])
    place = upload(client, path.read_bytes()).location
    sent = fields(client.get(place))
    assert sent["sheet"] == "people"
    answer = client.get(client.post(place, data=sent | {"sheet": "more"}).location)
    assert line(2) in text(answer)
    assert client.post(place, data=fields(answer) | {"deed": "save"}).status_code == 303
    assert [row["address"] for row in people(tmp_path)] == [line(2)]


def test_a_book_that_changed_meanwhile_is_compared_again(client, tmp_path):
    book = tmp_path / "addresses.yaml"
    place = upload(client, spreadsheets.write_csv(tmp_path / "t.csv", [("адрес",), (line(0),)]).read_bytes()).location
    sent = fields(client.get(place)) | {"deed": "save"}
    book.write_text(BOOK, "utf-8")
    answer = client.post(place, data=sent)
    assert (answer.location, book.read_text("utf-8")) == (f"{place}?again=yes", BOOK)
    assert "changed meanwhile" in text(client.get(answer.location))


@pytest.fixture
def slow(monkeypatch):
    """Work on spreadsheets that goes on until this is set."""
    gate, real = threading.Event(), {"look_at_table": tables.look_at_table, "import_seen": tables.import_seen}

    def held(name):
        def work(*asked):
            while not gate.wait(0.01):
                asked[-1](3, 9)  # raises when it is stopped
            return real[name](*asked)

        return work

    for name in real:
        monkeypatch.setattr(tables, name, held(name))
    monkeypatch.setattr(tables, "PATIENCE", 0.1)
    yield gate
    gate.set()


def finished(client, place, gate):
    """The page of work that has come to its end; the next is slow again."""
    gate.set()
    while not client.get(f"{place}/progress").json["over"]:
        pass
    answer = client.get(place)
    gate.clear()
    return answer


def test_a_large_spreadsheet_says_how_far_it_is(client, tmp_path, slow):
    place = upload(client, f"адрес\n{line(1)}\nнечто\n".encode(), "t.csv").location
    assert "Row 3" in text(client.get(place))
    told = client.get(f"{place}/progress").json
    assert (told["over"], told["words"], told["people"]) == (False, "Row 3", 9)
    seen = finished(client, place, slow)
    assert "1 person would be added" in text(seen)
    sent = fields(seen) | {"deed": "save"}
    assert client.post(place, data=sent).location == place
    assert not (tmp_path / "addresses.yaml").exists()
    done = finished(client, place, slow)
    assert "1 person was added" in text(client.get(done.location))
    assert len(client.get(f"{place}/refused.csv").text.splitlines()) == 2


def test_a_large_spreadsheet_can_be_given_up(client, tmp_path, slow):
    place = upload(client, f"адрес\n{line(1)}\n".encode(), "t.csv").location
    assert client.get(place).status_code == 200
    assert client.post(f"{place}/stop").location == "/import"
    while not client.get(f"{place}/progress").json["over"]:
        pass
    assert client.get(place).location == "/import"
    assert list(tmp_path.iterdir()) == []


def test_without_threads_it_is_done_at_once(tmp_path):
    client = pages(tmp_path, jobs=Jobs(has_threads=False))
    place = upload(client, f"адрес\n{line(1)}\n".encode(), "t.csv").location
    done = client.post(place, data=fields(client.get(place)) | {"deed": "save"})
    assert "1 person was added" in text(client.get(done.location))


def bomb():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "x")
        archive.writestr("xl/workbook.xml", b" " * 3_000_000)
    return packed.getvalue()


STRANGE = {
    "nothing": (b"", "list.csv", "is empty"),
    "a zip bomb": (bomb(), "list.xlsx", "is packed more than 200 times over"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 400, "list.xlsx", "is full of NUL bytes"),
    "old Excel": (b"\xd0\xcf\x11\xe0" + b"x" * 50, "list.xls", ".xls"),
    "a damaged archive": (b"PK\x03\x04" + b"x" * 50, "list.xlsx", "is damaged or no spreadsheet"),
    "a path for a name": (b"", "../../etc/passwd", "passwd : is empty"),
}


@pytest.mark.parametrize(("data", "name", "said"), STRANGE.values(), ids=STRANGE)
def test_a_wrong_file_gets_a_sentence(data, name, said, client, tmp_path):
    answer = client.get(upload(client, data, name).location)
    assert answer.status_code == 422
    assert said in text(answer)
    assert list(tmp_path.iterdir()) == []


def test_no_file_too_much_and_what_is_no_longer_kept(client):
    assert "no file was chosen" in text(client.post("/import", data={}))
    assert upload(client, b"x" * 20_000_001).status_code == 413
    assert "no longer kept" in text(client.get("/import/gone"))
    places = [upload(client, f"адрес\n{line(number)}\n".encode(), "t.csv").location for number in range(6)]
    assert [client.get(place).status_code for place in (places[0], places[1], places[5])] == [422, 200, 200]
    forged = client.post(places[5], data={"column__0": "../x", "deed": "save"})
    assert (forged.status_code, "there is no field" in text(forged)) == (422, True)


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_the_export_has_the_bytes_of_the_command_line(ending, client, tmp_path):
    book = tmp_path / "addresses.yaml"
    book.write_text(BOOK + "    about:\n      en: =1+1\n", "utf-8")
    answer = client.get(f"/export.{ending}")
    export_book(ExportRequest(book, tmp_path / f"out.{ending}"))
    assert answer.get_data() == (tmp_path / f"out.{ending}").read_bytes()
    assert answer.headers["Content-Disposition"] == f"attachment; filename=addresses.{ending}"
    assert {file.name for file in tmp_path.iterdir()} == {"addresses.yaml", f"out.{ending}"}


def test_an_export_of_no_book_is_a_sentence(client):
    answer = client.get("/export.xlsx")
    assert answer.status_code == 422
    assert "there is no book yet. Add somebody first: «Add people»." in text(answer)


def test_another_groups_book_is_shown_like_a_spreadsheet(tmp_path):
    other = f"people:\n  - id: friend\n    address: {line(7)}\n    tags: [north]\n"
    with pages(tmp_path) as client:
        shown = client.get(upload(client, other.encode(), f"{'ж' * 90}.yaml").headers["Location"])
        assert "friend" in text(shown)
        assert client.get("/import").status_code == 200
        wrong = client.get(upload(client, b"people: [", "theirs.yaml").headers["Location"])
        assert (wrong.status_code, "theirs.yaml" in text(wrong)) == (422, True), text(wrong)
    assert not [path for path in tmp_path.iterdir() if "жж" in path.name]
