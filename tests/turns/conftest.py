"""What most turns need."""

import pytest

from tests.turns.scripted import Bench


@pytest.fixture
def bench() -> Bench:
    return Bench()
