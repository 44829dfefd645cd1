"""Small DRF stores of other shapes than the demo store's, each a real process on loopback."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SHAPES = ("offset", "cursor", "bare")
PASSWORD = "open sesame"
"""Of `manager` and of `cashier`."""


@contextmanager
def running_foreign_store(shape: str, log: Path) -> Iterator[str]:
    """The address of a fresh store of this shape, which ends with the context; `log` takes what it says."""
    command = [sys.executable, "-m", "tests.foreign_store", shape]
    root = Path(__file__).parents[2]
    with (
        log.open("w") as stderr,
        subprocess.Popen(
            command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stderr, text=True
        ) as process,
    ):
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            assert line, f"the store did not start: {log.read_text()}"
            yield str(json.loads(line)["url"])
            process.stdin.close()
            assert process.wait(timeout=20) == 0
        finally:
            process.kill()
