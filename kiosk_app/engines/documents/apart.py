"""Reads files in a process of its own: one that takes long, or ends its reader, harms nothing else.

The process takes the names of files by its standard input, one a line, and writes for each a file of JSON lines: the
document without its blocks, then its blocks. Beside it, meanwhile, a file grows by one byte for each hundredth that is
read.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from kiosk_app.core.codec import from_json, to_json
from kiosk_app.core.documents.knowledge import Block, Document
from kiosk_app.core.errors import UsageError
from kiosk_app.engines.documents.places import read_place

LONGEST_S = 600.0
"""For one file; 2,000 pages of a PDF take a few minutes."""
STEP_S = 0.02
STEP_BLOCKS = 1_000


class ReadApart:
    """To be used by one thread. The process starts with the first file, and ends with `close`."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._number = 0

    def read(self, file: str) -> Generator[float, None, Document]:
        """What a file or page says, in steps, each with how much of it is read, 0 to 1.

        Raises UsageError like `read_place`; ended early, so is the process.
        """
        until = time.monotonic() + LONGEST_S
        try:
            answer = self._ask(file)
            progress = _progress_of(answer)
            while not answer.exists():
                if self._is_over() or time.monotonic() > until:
                    raise UsageError("document_unreadable", file=Path(file).name)
                yield progress.stat().st_size / 100 if progress.exists() else 0.0
            with answer.open(encoding="utf-8") as lines:
                said = json.loads(next(lines))
                blocks: list[Block] = []
                while part := [from_json(Block, json.loads(line)) for line in islice(lines, STEP_BLOCKS)]:
                    blocks += part
                    yield 1.0
            answer.unlink()
            progress.unlink()
        except (UsageError, OSError) as error:
            self.close()
            raise UsageError("document_unreadable", file=Path(file).name) from error
        except GeneratorExit:
            self.close()
            raise
        if "code" in said:
            raise UsageError(said["code"], **said["values"])
        return replace(from_json(Document, said), blocks=tuple(blocks))

    def close(self) -> None:
        """End the process, where it runs."""
        process, self._process = self._process, None
        if process is not None and process.stdin is not None:
            process.kill()
            process.stdin.close()
            process.wait()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def _ask(self, file: str) -> Path:
        """Hand over a file; returns where the answer will be."""
        if self._process is None:
            self._folder = tempfile.TemporaryDirectory(prefix="kiosk-app-read-")
            self._process = subprocess.Popen(  # noqa: S603 - our own module
                [sys.executable, "-m", __name__, self._folder.name],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
            )
        assert self._process.stdin is not None  # noqa: S101 - a pipe was asked for
        assert self._folder is not None  # noqa: S101 - it was just made
        self._number += 1
        answer = Path(self._folder.name) / f"{self._number}.json"
        self._process.stdin.write(json.dumps([file, str(answer)]) + "\n")
        self._process.stdin.flush()
        return answer

    def _is_over(self) -> bool:
        """Wait a moment; whether the process has ended."""
        assert self._process is not None  # noqa: S101 - it was asked
        try:
            self._process.wait(STEP_S)
        except subprocess.TimeoutExpired:
            return False
        return True


def _serve() -> None:
    for line in sys.stdin:
        file, answer = json.loads(line)
        unfinished = Path(f"{answer}.new")
        with unfinished.open("w", encoding="utf-8") as lines, _progress_of(answer).open("wb", buffering=0) as progress:
            for said in _said(file, partial(_tell, progress)):
                lines.write(json.dumps(said) + "\n")
        unfinished.replace(answer)


def _progress_of(answer: str | Path) -> Path:
    return Path(f"{answer}.read")


def _tell(progress: BinaryIO, share: float) -> None:
    progress.write(b"." * (int(100 * share) - progress.tell()))


def _said(file: str, tell: Callable[[float], None]) -> Iterator[Mapping[str, object]]:
    try:
        document = read_place(file, tell)
    except UsageError as error:
        yield {"code": error.code, "values": error.values}
        return
    yield to_json(replace(document, blocks=()))
    yield from map(to_json, document.blocks)


if __name__ == "__main__":
    _serve()
