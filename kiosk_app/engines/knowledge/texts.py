"""The documents' file: every chunk with its vector, its words to search by, and what the vectors' index still lacks."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from kiosk_app.core.documents.knowledge import Chunk, Document, Kept
from kiosk_app.core.documents.relevance import terms
from kiosk_app.core.errors import MissingPart
from kiosk_app.core.types import Language
from kiosk_app.engines.sqlite import SqliteFile

# A rollback journal, not a WAL: a WAL that is cut short loses committed rows silently.
_SETUP = """
PRAGMA journal_mode = DELETE;
PRAGMA synchronous = FULL;
CREATE TABLE IF NOT EXISTS documents (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    language TEXT NOT NULL,
    checksum TEXT NOT NULL UNIQUE,
    added TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS kinds (document INTEGER PRIMARY KEY, kind TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS coming (document INTEGER PRIMARY KEY, language TEXT NOT NULL, begun TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS chunks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document INTEGER NOT NULL,
    section TEXT NOT NULL,
    page INTEGER NOT NULL,
    text TEXT NOT NULL,
    checksum TEXT NOT NULL,
    vector BLOB NOT NULL,
    indexed INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS chunks_of_document ON chunks (document);
CREATE INDEX IF NOT EXISTS chunks_to_index ON chunks (id) WHERE indexed = 0;
CREATE TABLE IF NOT EXISTS gone (chunk INTEGER PRIMARY KEY, language TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS embedder (name TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS identity (name TEXT NOT NULL);
INSERT INTO identity SELECT lower(hex(randomblob(8))) WHERE NOT EXISTS (SELECT * FROM identity);
CREATE TABLE IF NOT EXISTS next_embedder (name TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS next_vectors (chunk INTEGER PRIMARY KEY, vector BLOB NOT NULL);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (title, section, text);
CREATE VIRTUAL TABLE IF NOT EXISTS vocabulary USING fts5vocab (words, 'row');
"""

_CHUNK = "documents.source, documents.title, section, page, documents.language, text, chunks.checksum"
_JOINED = "chunks JOIN documents ON documents.id = chunks.document"
_WEIGHTS = "2.0, 2.0, 1.0"
"""Of a word in the title, in the section and in the text."""
ABANDONED = timedelta(days=1)
"""After so long, nobody is still writing a document's chunks: their process has ended."""


@dataclass(frozen=True, slots=True)
class Row:
    """A chunk as it is kept."""

    id: int
    chunk: Chunk
    vector: bytes


class Texts:
    """Knows nothing of Chroma. To be used by the thread that made it.

    A chunk whose document is not there is as good as not there: so a document of many is written part by part, appears
    at once when it is whole, goes at once, and is cleared away part by part. An id of a chunk is never given again.
    Every method raises MissingPart `knowledge_failed` where the file cannot be read or written: then nothing of it was
    done.
    """

    def __init__(self, path: Path) -> None:
        failed = partial(MissingPart, "knowledge_failed", folder=path.parent)
        self._file = SqliteFile(path, _SETUP, failed, timeout_s=10.0, isolation_level=None)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    @property
    def changes(self) -> int:
        """A number that changes when another process has written."""
        with self._file.disk():
            return int(self._file.connection.execute("PRAGMA data_version").fetchone()[0])

    @property
    def identity(self) -> str:
        """What tells this file from those of other tills: 16 hexadecimal digits."""
        with self._file.disk():
            return str(self._file.connection.execute("SELECT name FROM identity").fetchone()[0])

    # Documents

    def all(self) -> list[Kept]:
        """The documents, by title."""
        asked = (
            "SELECT source, title, language, (SELECT count(*) FROM chunks WHERE document = documents.id), added,"
            " ifnull(kind, '') FROM documents LEFT JOIN kinds ON kinds.document = documents.id ORDER BY title, source"
        )
        with self._file.disk():
            return [Kept(*row) for row in self._file.connection.execute(asked)]

    def twin(self, document: Document) -> str | None:
        """The source of the document that says just the same; None where there is none."""
        with self._file.disk():
            row = self._file.connection.execute(
                "SELECT source FROM documents WHERE checksum = ?", (document.checksum,)
            ).fetchone()
            return row[0] if row else None

    def begin(self, language: Language) -> int:
        """The number of a document that is to be written from now on."""
        with self._writing():
            abandoned = _written(datetime.now(UTC) - ABANDONED)
            for (number,) in self._file.connection.execute(
                "SELECT document FROM coming WHERE begun < ?", (abandoned,)
            ).fetchall():
                self._leave(number)
            (number,) = self._file.connection.execute(
                "SELECT ifnull(max(number), 0) + 1 FROM (SELECT max(id) AS number FROM documents"
                " UNION ALL SELECT max(document) FROM coming UNION ALL SELECT max(document) FROM chunks)"
            ).fetchone()
            self._file.connection.execute(
                "INSERT INTO coming VALUES (?, ?, ?)", (number, language, _written(datetime.now(UTC)))
            )
            return int(number)

    def put(self, number: int, chunks: Sequence[Chunk], vectors: Sequence[bytes]) -> None:
        """The next chunks of a document that was begun."""
        with self._writing():
            for chunk, vector in zip(chunks, vectors, strict=True):
                row = self._file.connection.execute(
                    "INSERT INTO chunks (document, section, page, text, checksum, vector) VALUES (?, ?, ?, ?, ?, ?)",
                    (number, chunk.section, chunk.page, chunk.text, chunk.checksum, vector),
                ).lastrowid
                said = (" ".join(terms(part, chunk.language)) for part in (chunk.title, chunk.section, chunk.text))
                self._file.connection.execute(
                    "INSERT INTO words (rowid, title, section, text) VALUES (?, ?, ?, ?)", (row, *said)
                )

    def leave(self, number: int) -> None:
        """A document that was begun is not wanted any more."""
        with self._writing():
            self._leave(number)

    def finish(self, number: int, document: Document, count: int, embedder: str) -> bool | None:
        """All its chunks are written: it takes the place of what its source held before, if anything; whether it did.

        None, and nothing is changed, where meanwhile its chunks have gone, somebody has kept its twin, or another
        embedder has taken over.
        """
        with self._writing():
            (whole,) = self._file.connection.execute(
                "SELECT (SELECT count(*) FROM chunks WHERE document = ?) = ?"
                " AND NOT EXISTS (SELECT * FROM documents WHERE checksum = ?)"
                " AND EXISTS (SELECT * FROM embedder WHERE name = ?)",
                (number, count, document.checksum, embedder),
            ).fetchone()
            if not whole:
                return None
            there = self._remove(document.source)
            self._file.connection.execute("DELETE FROM coming WHERE document = ?", (number,))
            self._file.connection.execute(
                "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?)",
                (
                    number,
                    document.source,
                    document.title,
                    document.language,
                    document.checksum,
                    _written(datetime.now(UTC)),
                ),
            )
            self._file.connection.execute("INSERT INTO kinds VALUES (?, ?)", (number, document.kind))
            return there

    def set_kind(self, document: Document) -> None:
        """It is of this kind now."""
        with self._writing():
            self._file.connection.execute(
                "INSERT OR REPLACE INTO kinds SELECT id, ? FROM documents WHERE source = ?",
                (document.kind, document.source),
            )

    def remove(self, source: str) -> bool:
        """Forget a document; returns whether there was one."""
        with self._writing():
            return self._remove(source)

    def chunks_of(self, source: str) -> list[Chunk]:
        """A document's chunks in their order; none where it is not kept."""
        asked = f"SELECT {_CHUNK} FROM {_JOINED} WHERE documents.source = ? ORDER BY chunks.id"  # noqa: S608 - constants
        with self._file.disk():
            return [Chunk(*row) for row in self._file.connection.execute(asked, (source,))]

    # Searching

    def of_kind(self, kind: str, language: Language) -> list[int]:
        """The ids of all chunks of a kind."""
        asked = (
            f"SELECT chunks.id FROM {_JOINED} JOIN kinds USING (document)"  # noqa: S608 - constants
            " WHERE kind = ? AND documents.language = ?"
        )
        with self._file.disk():
            return [number for (number,) in self._file.connection.execute(asked, (kind, language))]

    def holding(self, words: Sequence[str], language: Language, limit: int, kind: str = "") -> dict[int, float]:
        """The ids of the chunks that hold some of these terms, best first, each with its weight (BM25), above 0."""
        match = " OR ".join(f'"{word}"' for word in words)
        asked = (
            f"SELECT chunks.id, -bm25(words, {_WEIGHTS}) AS weight FROM words JOIN chunks ON chunks.id = words.rowid"  # noqa: S608 - constants
            " JOIN documents ON documents.id = chunks.document"
            " WHERE words MATCH ? AND documents.language = ?"
            " AND (? = '' OR ? = (SELECT kind FROM kinds WHERE document = documents.id)) ORDER BY weight DESC LIMIT ?"
        )
        if not words:
            return {}
        with self._file.disk():
            return dict(self._file.connection.execute(asked, (match, language, kind, kind, limit)).fetchall())

    def frequency(self, word: str) -> int:
        """How many chunks hold this term."""
        with self._file.disk():
            row = self._file.connection.execute("SELECT doc FROM vocabulary WHERE term = ?", (word,)).fetchone()
            return int(row[0]) if row else 0

    def count(self, language: Language) -> int:
        """How many chunks there are in a language."""
        with self._file.disk():
            asked = f"SELECT count(*) FROM {_JOINED} WHERE documents.language = ?"  # noqa: S608 - constants
            return int(self._file.connection.execute(asked, (language,)).fetchone()[0])

    def rows(self, ids: Sequence[int]) -> list[Row]:
        """The chunks with these ids, as far as they are still there, in any order."""
        holders = ", ".join("?" * len(ids))
        return self._rows(f"chunks.id IN ({holders})", *ids)

    # What the index lacks

    def in_index(self, language: Language) -> int:
        """How many vectors in a language the index should have, those that are to go among them."""
        asked = (
            "SELECT count(*) FROM chunks LEFT JOIN documents ON documents.id = document"
            " LEFT JOIN gone ON chunk = chunks.id WHERE indexed = 1 AND ifnull(documents.language, gone.language) = ?"
        )
        with self._file.disk():
            return int(self._file.connection.execute(asked, (language,)).fetchone()[0])

    def is_whole(self, language: Language) -> bool:
        """Whether the index surely has all chunks in a language."""
        asked = f"SELECT NOT EXISTS (SELECT * FROM {_JOINED} WHERE indexed = 0 AND documents.language = ?)"  # noqa: S608 - constants
        with self._file.disk():
            return bool(self._file.connection.execute(asked, (language,)).fetchone()[0])

    def left(self, *, takes_over: bool) -> int:
        """How many chunks are to go into the index, or out of it; where another embedder `takes_over`, through it."""
        asked = "SELECT (SELECT count(*) FROM chunks WHERE indexed = 0) + (SELECT count(*) FROM gone)"
        if takes_over:
            asked += " + (SELECT count(*) FROM chunks) - (SELECT count(*) FROM next_vectors)"
        with self._file.disk():
            return int(self._file.connection.execute(asked).fetchone()[0])

    def to_index(self, limit: int) -> list[Row]:
        """Chunks whose vectors the index does not surely have; the vector is empty where it was lost."""
        return self._rows("indexed = 0 ORDER BY chunks.id LIMIT ?", limit)

    def to_drop(self, limit: int) -> list[tuple[int, Language]]:
        """Ids whose vectors the index may still have, with their language."""
        with self._file.disk():
            return self._file.connection.execute("SELECT chunk, language FROM gone LIMIT ?", (limit,)).fetchall()

    def indexed(self, ids: Sequence[int]) -> None:
        """The index has these."""
        with self._writing():
            self._file.connection.executemany(
                "UPDATE chunks SET indexed = 1 WHERE id = ?", [(number,) for number in ids]
            )

    def dropped(self, ids: Sequence[int]) -> None:
        """The index has these no longer: what is left of them goes."""
        with self._writing():
            for table, key in (("words", "rowid"), ("chunks", "id"), ("gone", "chunk")):
                self._file.connection.executemany(
                    f"DELETE FROM {table} WHERE {key} = ?",  # noqa: S608 - constants
                    [(number,) for number in ids],
                )

    def index_lost(self) -> None:
        """The index has nothing any more."""
        with self._writing():
            self._file.connection.execute("UPDATE chunks SET indexed = 0")
            self._file.connection.execute("DELETE FROM next_vectors")

    @property
    def embedder(self) -> str:
        """Which embedder made the vectors; empty before the first."""
        with self._file.disk():
            row = self._file.connection.execute("SELECT name FROM embedder").fetchone()
            return row[0] if row else ""

    def vectors_lost(self, name: str) -> None:
        """Nobody can make the like of the vectors that there are: this embedder is to make them all again."""
        with self._writing():
            self._file.connection.execute("DELETE FROM embedder")
            self._file.connection.execute("INSERT INTO embedder VALUES (?)", (name,))
            self._file.connection.execute("UPDATE chunks SET vector = x'', indexed = 0")
            self._file.connection.execute("DELETE FROM next_vectors")

    def embedded_again(self, vectors: dict[int, bytes]) -> None:
        """The embedder has made these, which were lost."""
        with self._writing():
            self._file.connection.executemany(
                "UPDATE chunks SET vector = ? WHERE id = ?", [(value, key) for key, value in vectors.items()]
            )

    # Another embedder

    def to_embed(self, name: str, limit: int) -> list[Row]:
        """Chunks that the next embedder has not seen; what another one began to be the next is forgotten."""
        with self._writing():
            row = self._file.connection.execute("SELECT name FROM next_embedder").fetchone()
            if row is None or row[0] != name:
                self._file.connection.execute("DELETE FROM next_vectors")
                self._file.connection.execute("DELETE FROM next_embedder")
                self._file.connection.execute("INSERT INTO next_embedder VALUES (?)", (name,))
        return self._rows("chunks.id NOT IN (SELECT chunk FROM next_vectors) ORDER BY chunks.id LIMIT ?", limit)

    def embedded(self, vectors: dict[int, bytes]) -> None:
        """The next embedder made these, and the index has them."""
        with self._writing():
            self._file.connection.executemany("INSERT OR REPLACE INTO next_vectors VALUES (?, ?)", vectors.items())

    def swap(self, name: str) -> None:
        """The next embedder, which made a vector for every chunk, takes over."""
        with self._writing():
            self._file.connection.execute(
                "UPDATE chunks SET vector = (SELECT vector FROM next_vectors WHERE chunk = chunks.id), indexed = 1"
                " WHERE document IN (SELECT id FROM documents)"
            )
            for table in ("embedder", "next_embedder", "next_vectors"):
                self._file.connection.execute(f"DELETE FROM {table}")  # noqa: S608 - constants
            self._file.connection.execute("INSERT INTO embedder VALUES (?)", (name,))

    def _rows(self, condition: str, *values: object) -> list[Row]:
        asked = f"SELECT chunks.id, vector, {_CHUNK} FROM {_JOINED} WHERE {condition}"  # noqa: S608 - constants
        with self._file.disk():
            return [
                Row(number, Chunk(*chunk), vector)
                for number, vector, *chunk in self._file.connection.execute(asked, values)
            ]

    def _remove(self, source: str) -> bool:
        row = self._file.connection.execute("SELECT id, language FROM documents WHERE source = ?", (source,)).fetchone()
        if row is None:
            return False
        self._clear_away(*row)
        self._file.connection.execute("DELETE FROM documents WHERE id = ?", row[:1])
        self._file.connection.execute("DELETE FROM kinds WHERE document = ?", row[:1])
        return True

    def _leave(self, number: int) -> None:
        row = self._file.connection.execute(
            "SELECT document, language FROM coming WHERE document = ?", (number,)
        ).fetchone()
        if row is not None:
            self._clear_away(*row)
            self._file.connection.execute("DELETE FROM coming WHERE document = ?", (number,))

    def _clear_away(self, number: int, language: str) -> None:
        """All its chunks are to go."""
        self._file.connection.execute(
            "INSERT INTO gone SELECT id, ? FROM chunks WHERE document = ?", (language, number)
        )

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """All or nothing."""
        with self._file.disk(), self._file.connection:
            self._file.connection.execute("BEGIN IMMEDIATE")
            yield


def _written(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
