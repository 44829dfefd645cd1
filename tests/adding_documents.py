"""Adds documents to a knowledge base one after the other, and tells of each before: to be killed in between."""

import sys
from collections.abc import Iterator
from pathlib import Path

from kiosk_app.core.knowledge import Block, Document
from kiosk_app.engines.knowledge import LocalKnowledge
from tests.fake_knowledge import FakeEmbedder

DOCUMENTS = 12
ROWS = 40


def versions(version: int) -> Iterator[Document]:
    """Documents of many chunks each, in one of their versions."""
    for number in range(DOCUMENTS):
        rows = (Block(f"Row: {row}; Of: document {number}; Version: {version}", alone=True) for row in range(ROWS))
        yield Document(f"/shop/{number}.csv", f"Document {number}", "en", tuple(rows))


if __name__ == "__main__":
    knowledge = LocalKnowledge(Path(sys.argv[1]), FakeEmbedder)
    for document in versions(int(sys.argv[2])):
        sys.stdout.write(f"{document.source}\n")
        sys.stdout.flush()
        knowledge.add(document)
    knowledge.close()
