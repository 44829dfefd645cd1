"""A real till on a real demo store, and a store that fails on demand."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk_app.process import StoreAccess
from kiosk_app.settings import ModelSettings, Settings
from tests.demo_store import DemoStore, running_demo_store
from tests.faulty_proxy import FaultyProxy
from tests.sound_system import sound_system
from tests.till import Till

__all__ = ["sound_system"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[DemoStore]:
    with running_demo_store(tmp_path / "store.sqlite3") as running:
        yield running


@pytest.fixture
def till(store: DemoStore, tmp_path: Path) -> Till:
    """The manager's till."""
    access = StoreAccess(store.url, store.manager.username, store.manager.password, tmp_path)
    return Till(access, tmp_path / "spoken")


@pytest.fixture
def typing_till(till: Till) -> Till:
    """The manager's till without a recogniser, which takes its time to load."""
    return replace(till, settings=Settings(models=ModelSettings(recogniser="none")))


@pytest.fixture
def faults(store: DemoStore) -> Iterator[FaultyProxy]:
    with FaultyProxy(store.url) as proxy:
        yield proxy


@pytest.fixture
def unlucky_till(typing_till: Till, faults: FaultyProxy) -> Till:
    """The manager's till, whose store is reached through `faults`."""
    return replace(typing_till, access=replace(typing_till.access, url=faults.url))
