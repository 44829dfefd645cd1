"""Reading each kind of file: a real one of the test shop's, and what people get wrong."""

from pathlib import Path

import pytest
from docx import Document as WordFile
from fpdf import FPDF
from openpyxl import Workbook

from kiosk_app.core.documents.knowledge import Document, chunked
from kiosk_app.core.errors import UsageError
from kiosk_app.engines import documents
from kiosk_app.engines.documents import documents_in, read_document

DATA = Path(__file__).parents[1] / "data" / "knowledge"


def read(tmp_path: Path, name: str, text: str, encoding: str = "utf-8") -> Document:
    file = tmp_path / name
    file.write_bytes(text.encode(encoding))
    return read_document(file)


def blocks(document: Document) -> list[tuple[int, str]]:
    return [(block.level, block.text) for block in document.blocks]


@pytest.mark.parametrize(
    ("name", "title", "section", "text"),
    [
        ("en/returns.md", "Returns and refunds", "No receipt", "never cash"),
        ("en/cash-handling.txt", "CASH HANDLING", "3. FALSE NOTES", "give it back politely"),
        ("en/delivery.html", "Delivery to your door", "Where we deliver", "Upper Tidmoor"),
        ("en/fire-and-first-aid.pdf", "Fire, first aid and accidents", "Burns", "for twenty minutes"),
        ("en/age-restricted-sales.docx", "Age-restricted sales", "Think 25", "younger than twenty-five"),
        ("en/allergens.csv", "Allergens", "", "Dish: Tomato soup; Where: Kitchen; Gluten: yes"),
        ("en/pastry-ingredients.xlsx", "Pastry ingredients", "Label texts", "Product: Ensaimada; Ingredients"),
        ("es/devoluciones.md", "Devoluciones y cambios", "Alimentos", "siete días naturales"),
        ("es/notas-varias.txt", "NOTAS VARIAS DE LA CASA", "OBJETOS PERDIDOS", "durante dos meses"),
        (
            "es/normas-atencion-publico.pdf",
            "Normas de atención al público",
            "1. Venta a menores › 1.1 Alcohol",
            "menores",
        ),
        ("es/ingredientes-bolleria.csv", "Ingredientes bolleria", "", "producto: Croissant vegano; peso_g: 65"),
    ],
)
def test_a_real_file(name: str, title: str, section: str, text: str) -> None:
    document = read_document(DATA / name)
    assert (document.title, document.language) == (title, name[:2])
    chunks = list(chunked(document))
    assert any(chunk.section == section and text in chunk.text for chunk in chunks), [chunk.section for chunk in chunks]


def test_every_file_of_the_test_shop_can_be_read() -> None:
    kept, failed = [], []
    for file in documents_in([DATA]):
        try:
            kept.append(read_document(file))
        except UsageError as error:
            failed.append((file.name, error.code))
    assert len(kept) >= 40
    assert failed == [("scan-pest-control.pdf", "document_scanned")]


def test_markdown(tmp_path: Path) -> None:
    text = (
        "# The *shop*\n\nOpen [daily](http://x).\n\n- bread\n- wine\n\n"
        "| Day | From |\n|---|---|\n| Monday | 9 |\n<!-- no -->"
    )
    assert blocks(read(tmp_path, "a.md", text)) == [
        (1, "The shop"),
        (0, "Open daily."),
        (0, "bread"),
        (0, "wine"),
        (0, "Day: Monday; From: 9"),
    ]


def test_a_page_is_what_it_shows(tmp_path: Path) -> None:
    text = (
        "<title>Shop</title><nav>Menu</nav><script>alert(1)</script><main><h2>Hours</h2><div>From <b>nine</b><br>to"
        " six</div><p hidden>secret</p><dl><dt>Sunday<dd>closed</dl></main><footer>(c)</footer>"
    )
    document = read(tmp_path, "a.html", text)
    assert document.title == "Shop"
    assert blocks(document) == [(2, "Hours"), (0, "From nine"), (0, "to six"), (0, "Sunday"), (0, "closed")]


def test_deep_nesting_is_read_all_the_same(tmp_path: Path) -> None:
    assert "deep" in blocks(read(tmp_path, "a.html", "<div>" * 5000 + "deep"))[0][1]


def test_text_as_people_write_it(tmp_path: Path) -> None:
    text = (
        "CASH\n====\n\nCount it\ntwice, slowly.\n\n*** False notes ***\n- look\n- feel\n\n"
        "When\n  On Sundays.\n\nTIPS\nShared."
    )
    assert blocks(read(tmp_path, "a.txt", text)) == [
        (1, "CASH"),
        (0, "Count it"),
        (0, "twice, slowly."),
        (2, "False notes"),
        (0, "- look"),
        (0, "- feel"),
        (2, "When"),
        (0, "On Sundays."),
        (2, "TIPS"),
        (0, "Shared."),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_encoding(tmp_path: Path, encoding: str) -> None:
    assert blocks(read(tmp_path, "a.txt", "Los domingos no se abre, señora.", encoding)) == [
        (0, "Los domingos no se abre, señora.")
    ]


def test_control_and_bidirectional_characters_go(tmp_path: Path) -> None:
    assert blocks(read(tmp_path, "a.txt", "Honey \u202e00.0\u202c\x07 jar.")) == [(0, "Honey 00.0 jar.")]


def test_a_workbook(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Dishes"
    for row in (["OUR DISHES"], [], ["Dish", "Egg", "Price"], ["Tortilla", "yes", 4.5], ["Soup", None, 3]):
        sheet.append(row)
    book.save(tmp_path / "my-dishes.xlsx")
    document = read_document(tmp_path / "my-dishes.xlsx")
    assert document.title == "My dishes"
    assert blocks(document) == [
        (1, "Dishes"),
        (0, "OUR DISHES"),
        (0, "Dish: Tortilla; Egg: yes; Price: 4.5"),
        (0, "Dish: Soup; Price: 3"),
    ]


def test_a_word_file(tmp_path: Path) -> None:
    word = WordFile()
    word.add_heading("Rota", 0)
    word.add_heading("Uniform", 2)
    word.add_paragraph("A clean apron.")
    table = word.add_table(2, 2)
    for cell, text in zip(
        (cell for row in table.rows for cell in row.cells), ("Day", "Who", "Mon", "Ana"), strict=True
    ):
        cell.text = text
    word.save(str(tmp_path / "a.docx"))
    document = read_document(tmp_path / "a.docx")
    assert document.title == "Rota"
    assert blocks(document) == [(1, "Rota"), (2, "Uniform"), (0, "A clean apron."), (0, "Day: Mon; Who: Ana")]


def test_a_pdf_with_a_page_that_is_only_a_picture(tmp_path: Path) -> None:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica", size=20)
    pdf.cell(text="Fire", new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("Helvetica", size=10)
    pdf.multi_cell(0, text="Ring the bell and leave by the side door. Nobody goes back for anything at all.")
    pdf.add_page()
    pdf.rect(10, 10, 50, 50)
    pdf.output(str(tmp_path / "a.pdf"))
    told: list[float] = []
    document = read_document(tmp_path / "a.pdf", told.append)
    assert told == [0.5, 1.0]
    assert (document.title, document.empty_pages) == ("Fire", (2,))
    assert {block.page for block in document.blocks} == {1}


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".xlsx"])
def test_a_broken_file_is_told_of(tmp_path: Path, suffix: str) -> None:
    (tmp_path / f"a{suffix}").write_bytes(b"PK\x03\x04%PDF-1.7 nothing that anybody could read")
    with pytest.raises(UsageError, match="document_unreadable"):
        read_document(tmp_path / f"a{suffix}")


def test_what_is_no_document_is_told_of(tmp_path: Path) -> None:
    for name, text, code in (("a.exe", "x", "unknown"), ("a.txt", " \n", "empty"), ("a.md", "# Title", "empty")):
        with pytest.raises(UsageError, match=f"document_{code}"):
            read(tmp_path, name, text)
    with pytest.raises(UsageError, match="document_unreadable"):
        read_document(tmp_path / "missing.txt")


def test_what_is_too_long_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "LONGEST_TEXT", 20)
    with pytest.raises(UsageError, match="document_too_long"):
        read(tmp_path, "a.txt", "One sentence. " * 10)
    monkeypatch.setattr(documents, "LONGEST_FILE", 10)
    with pytest.raises(UsageError, match="document_too_long"):
        read(tmp_path, "a.txt", "One sentence.")


def test_files_and_folders(tmp_path: Path) -> None:
    for name in ("b.md", "sub/a.txt", ".hidden/c.md", "d.exe"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    named = tmp_path / "d.exe"
    assert list(documents_in([tmp_path, named])) == [tmp_path / "b.md", tmp_path / "sub" / "a.txt", named]
