"""A copy of the catalogue in memory; the contract tests run on it and on the real one."""

from collections.abc import Sequence
from datetime import datetime

from kiosk_app.core.types import Product


class FakeCopy:
    """`ports.CatalogueCopy` in memory."""

    def __init__(self) -> None:
        self.kept: tuple[Sequence[Product], datetime] | None = None

    def read(self) -> tuple[Sequence[Product], datetime] | None:
        """What was written last."""
        return self.kept

    def write(self, products: Sequence[Product], as_of: datetime) -> None:
        """Keep these."""
        self.kept = tuple(products), as_of
