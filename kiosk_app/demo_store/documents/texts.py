"""The documents that a new shop begins with, from the files in data/documents."""

from collections.abc import Iterator
from pathlib import Path

from kiosk_app.demo_store.documents.models import Document


def first_documents(folder: Path) -> Iterator[Document]:
    """One for each `LANGUAGE/KIND/NAME.md` in the folder; its first line is `# ` and the title."""
    for file in sorted(folder.glob("*/*/*.md")):
        heading, _, body = file.read_text(encoding="utf-8").partition("\n")
        yield Document(
            title=heading.removeprefix("# "),
            kind=file.parent.name,
            language=file.parent.parent.name,
            body=body.strip() + "\n",
        )
