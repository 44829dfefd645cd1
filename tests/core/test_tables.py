"""Tables of figures as files: what a spreadsheet shows of them, and never runs."""

import csv
import io
import json
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.core.records.tables import as_csv, as_json
from kiosk_app.core.types import Language, Table

TABLE = Table(
    "margin-category-2026-11-16-2026-11-21",
    ("Category", "Margin (EUR)", "First day", "Last day"),
    (("Cafés", Decimal("120.50")), ('Tea, "hot"', Decimal("-3.00"))),
    "2026-11-16",
    "2026-11-21",
    "What was left.",
)


def read(content: bytes, language: Language = "en") -> list[list[str]]:
    """The cells as a spreadsheet finds them."""
    assert content.startswith(b"\xef\xbb\xbf")
    text = content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";" if language == "es" else ","))


def labelled(label: str) -> Table:
    return Table("x", ("Product", "Units", "First", "Last"), ((label, Decimal(2)),), "2026-11-21", "2026-11-21", "")


def test_a_spreadsheet_reads_every_row_with_its_days() -> None:
    assert read(as_csv(TABLE, "en")) == [
        ["Category", "Margin (EUR)", "First day", "Last day"],
        ["Cafés", "120.50", "2026-11-16", "2026-11-21"],
        ['Tea, "hot"', "-3.00", "2026-11-16", "2026-11-21"],
    ]


def test_a_spanish_spreadsheet_gets_its_own_commas() -> None:
    assert [row[1] for row in read(as_csv(TABLE, "es"), "es")[1:]] == ["120,50", "-3,00"]


def test_json_keeps_decimals_as_they_are() -> None:
    read_back = json.loads(as_json(TABLE))
    assert read_back["rows"] == [["Cafés", "120.50"], ['Tea, "hot"', "-3.00"]]
    assert (read_back["start"], read_back["definition"]) == ("2026-11-16", "What was left.")


@given(
    st.one_of(
        st.text(),
        st.builds(
            "".join,
            st.tuples(
                st.sampled_from(["", " ", "\t", "\N{NO-BREAK SPACE}"]), st.sampled_from("=+-@＝\r\n\0"), st.text()
            ),
        ),
    )
)
def test_no_label_is_run(label: str) -> None:
    (_, (shown, figure, *_)) = read(as_csv(labelled(label), "en"))
    assert figure == "2"
    assert shown in (label.encode("utf-8", "replace").decode(), "'" + label.encode("utf-8", "replace").decode())
    assert not shown.strip().startswith(("=", "+", "-", "@", "＝"))
    assert shown.startswith("'") or "\t" not in shown
