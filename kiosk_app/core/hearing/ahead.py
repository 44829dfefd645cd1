"""What can be shown before the button goes up: the words so far, and the product that they surely name."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from kiosk_app.core.events import Partial
from kiosk_app.core.numbers import normalise
from kiosk_app.core.ports import Catalogue
from kiosk_app.core.saying.phrases import show_money
from kiosk_app.core.situation import NEW
from kiosk_app.core.types import SAMPLE_RATE, Language, Product
from kiosk_app.core.understanding.options import find_options

STABLE_BYTES = SAMPLE_RATE * 2 * 3 // 10
"""Of sound, 0.3 s, during which the words stay as they are before a product is looked for."""

_LONGEST_NAME = 5
"""Words of a product's name."""
_LAST_WORDS = 16
"""So many are looked at."""


class Ahead:
    """Follows one utterance while it is heard."""

    def __init__(self, language: Language, catalogue: Catalogue) -> None:
        self._language = language
        self._catalogue = catalogue
        self._shown = Partial("")
        self._stable = STABLE_BYTES
        """Bytes of sound for which the words have been the same."""

    def follow(self, text: str, length: int) -> Partial | None:
        """What is to be shown once `length` more bytes of sound were heard; None where that is shown already."""
        shown = self._shown
        if text != shown.text:
            self._stable = 0
            # What was named stays in sight while words are only added.
            self._shown = replace(shown, text=text) if text.startswith(shown.text) else Partial(text)
        elif self._stable < STABLE_BYTES:
            self._stable += length
            if self._stable >= STABLE_BYTES:
                self._shown = self._looked_up(text)
        return None if self._shown == shown else self._shown

    def _looked_up(self, text: str) -> Partial:
        product = named(text, self._language, self._catalogue)
        if product is None:
            return Partial(text)
        is_new = datetime.now(UTC) - self._catalogue.as_of <= NEW
        return Partial(text, product.name, show_money(product.price, self._language) if is_new else "")


def named(text: str, language: Language, catalogue: Catalogue) -> Product | None:
    """The one product that these words name by its whole name; None for none, for several, and where it is unsure."""
    words = normalise(text, language).text.split()[-_LAST_WORDS:]
    found: list[tuple[str, Product | None]] = []
    while words:
        for length in range(min(_LONGEST_NAME, len(words)), 0, -1):
            said = " ".join(words[:length])
            near = [match for match in catalogue.find(said) if not match.left_over]
            exact = [match.product for match in near if match.exact]
            if exact or (near and length > 1):  # of several it is none, and no shorter name either: "cola zero"
                found.append((said, exact[0] if len(exact) == 1 else None))
                break
        del words[:length]
    products = [product for _, product in found if product]
    things = {product for said, product in found if not _is_option(said, products, language)}
    return things.pop() if len(things) == 1 else None


def _is_option(said: str, products: Iterable[Product], language: Language) -> bool:
    """Whether one of them comes with that: a latte with oat milk."""
    return any(find_options([said], product, language).options for product in products)
