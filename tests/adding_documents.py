"""Adds documents to a knowledge base one after the other, or takes steps towards all being found, and tells of each
before: to be killed in between.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from kiosk_app.core.documents.knowledge import Block, Document
from kiosk_app.engines.knowledge import LocalKnowledge
from tests.fake_knowledge import FakeEmbedder

DOCUMENTS = 12
ROWS = 40


def versions(version: int) -> Iterator[Document]:
    """Documents of many chunks each, in one of their versions."""
    for number in range(DOCUMENTS):
        rows = (Block(f"Row: {row}; Of: document {number}; Version: {version}", alone=True) for row in range(ROWS))
        yield Document(f"/shop/{number}.csv", f"Document {number}", "en", tuple(rows))


class OtherEmbedder(FakeEmbedder):
    """Another one, where the former is gone."""

    name = "other-16"


EMBEDDERS = (OtherEmbedder, FakeEmbedder)


def _tell(what: object) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


def _add(folder: Path, version: int) -> None:
    knowledge = LocalKnowledge(folder, FakeEmbedder)
    for document in versions(version):
        _tell(document.source)
        knowledge.add(document)
    knowledge.close()


def _work(folder: Path, embedder: type[FakeEmbedder]) -> None:
    knowledge = LocalKnowledge(folder, embedder)
    while knowledge.work():
        _tell(knowledge.left())
    knowledge.close()


if __name__ == "__main__":
    place, what = Path(sys.argv[1]), sys.argv[2]
    if what.isdigit():
        _add(place, int(what))
    else:
        _work(place, next(each for each in EMBEDDERS if each.name == what))
