"""A table of figures as the bytes of a file: CSV for spreadsheets, JSON for programs."""

import csv
import io
import json
import unicodedata

from kiosk_app.core.codec import to_json
from kiosk_app.core.types import Language, Table

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What spreadsheets compute instead of showing it; the wide ones count too where East Asian text is expected."""


def as_csv(table: Table, language: Language) -> bytes:
    """UTF-8 with a byte order mark; in Spanish a decimal comma and `;` between cells, as spreadsheets there read it.

    Numbers stay numbers. Text that a spreadsheet would run, and text with control characters, begins with `'`.
    """
    spanish = language == "es"
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";" if spanish else ",")
    writer.writerow(_text(heading) for heading in table.columns)
    for label, figure in table.rows:
        number = f"{figure:f}"
        writer.writerow((_text(label), number.replace(".", ",") if spanish else number, table.start, table.end))
    return out.getvalue().encode("utf-8-sig", "replace")


def as_json(table: Table) -> bytes:
    """One object, its keys the fields of `Table`; figures are decimal strings."""
    return (json.dumps(to_json(table), ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def _text(text: str) -> str:
    runs = text.lstrip().startswith(_FORMULA) or any(unicodedata.category(char) == "Cc" for char in text)
    return f"'{text}" if runs else text
