"""Names of things and lines of orders, real and invented, so that a model learns to copy what was said."""

import random
from collections.abc import Iterator
from decimal import Decimal

from models.training.phrases import Piece, Role, expand
from models.training.spoken import Spoken


class Items:
    """Names and order lines of one language."""

    def __init__(self, words: dict[str, list[str]], spoken: Spoken, rng: random.Random) -> None:
        self._words = words
        self._spoken = spoken
        self._rng = rng

    def _pick(self, name: str) -> str:
        return expand(self._rng.choice(self._words[name]), self._rng)

    def any_word(self) -> str:
        """A word that means nothing, or nothing here."""
        return self._rng.choice((self._invented(), self._pick("anything")))

    def _invented(self) -> str:
        """A word that nobody has seen, two to four syllables long."""
        count = self._rng.choice((1, 2, 2, 2, 3, 3, 4))
        return "".join(self._rng.choice(self._words["syllables"]) for _ in range(count))

    def product(self) -> str:
        """What a customer or a price list calls a product."""
        rng = self._rng
        kind = rng.random()
        if kind < 0.45:
            name = self._pick("products")
        elif kind < 0.60:
            name = " ".join(self._invented() for _ in range(rng.choice((1, 1, 2, 2, 3))))
        elif kind < 0.75:
            name = " ".join(rng.sample((self._invented(), self._pick("nouns")), 2))
        elif kind < 0.88:
            name = f"{self._pick('adjectives')} {self._pick('nouns')}"
        else:
            name = f"{self._pick('nouns')} {self._pick('nouns')}"
        if rng.random() < 0.12:
            name = f"{self._pick('brands')} {name}"
        if rng.random() < 0.22:
            name = f"{name} {self._size()}"
        return name

    def kind(self) -> str:
        """A kind of product: "the teas", "something without gluten"."""
        return self._pick("kinds") if self._rng.random() < 0.55 else self.product()

    def choice(self) -> str:
        """What one of a few products is told by."""
        return self._pick("choices") if self._rng.random() < 0.65 else self.product()

    def _size(self) -> str:
        number = self._rng.choice(
            (20, 25, 30, 33, 40, 50, 75, 100, 125, 150, 200, 250, 330, 400, 500, 700, 750, 1, 2, 3, 5, 6, 10, 12)
        )
        written = str(number) if self._rng.random() < 0.15 else self._spoken.cardinal(number)
        return f"{written} {self._pick('units')}".strip() if self._rng.random() < 0.6 else written

    # Orders

    def ordered(self) -> Iterator[Piece]:
        """One to four order lines."""
        count = self._rng.choices((1, 2, 3, 4), (62, 25, 9, 4))[0]
        for k in range(count):
            if k and (k == count - 1 or self._rng.random() < 0.5):
                yield Piece(self._pick("joins"))
            yield from self._line(k, plain=False)

    def removed(self) -> Iterator[Piece]:
        """One or two order lines, mostly without options."""
        count = self._rng.choices((1, 2), (82, 18))[0]
        for k in range(count):
            if k:
                yield Piece(self._pick("joins"))
            yield from self._line(k, plain=self._rng.random() < 0.8)

    def _line(self, k: int, *, plain: bool) -> Iterator[Piece]:
        rng = self._rng
        options = 0
        role: Role = ("items", k)

        def option(text: str) -> Piece:
            nonlocal options
            options += 1
            return Piece(text, (*role, "options", options), inserted=True)

        name = self._pick("drinks") if rng.random() < 0.4 else self.product()
        container = self._pick("containers") if rng.random() < 0.13 else ""
        beginning = rng.random()
        if beginning < 0.45:
            yield Piece(self._pick("articles"), inserted=True)
        elif beginning < 0.80:
            number = rng.choice((1, 1, 2, 2, 2, 2, 3, 3, 3, 4, 4, 5, 6, 7, 8, 9, 10, 12, rng.randint(11, 40)))
            if number > 1 and rng.random() < 0.8:
                if container:
                    container = self._spoken.plural(container)
                else:
                    name = self._spoken.plural(name)
            yield from self._count(number, (*role, "quantity"))
            if rng.random() < 0.06:
                yield Piece(self._words["of_them"][0], inserted=True)
        if not plain:
            for _ in range(rng.choices((0, 1, 2, 3), (38, 36, 20, 6))[0]):
                yield option(self._pick("options_before"))
        if container:
            name = f"{container} {self._words['of'][0]} {name}"
        yield Piece(name, (*role, "query"), inserted=True)
        if plain:
            return
        if rng.random() < 0.18:
            yield option(self._pick("options_after"))
        if rng.random() < 0.42:
            yield Piece(rng.choice(self._words["withs"]), inserted=True)
            extras = rng.choices((1, 2, 3), (58, 34, 8))[0]
            for e in range(extras):
                if e and (e == extras - 1 or rng.random() < 0.6):
                    yield Piece(rng.choice(self._words["and"]), inserted=True)
                yield option(self._extra())
        for _ in range(rng.choices((0, 1, 2), (76, 20, 4))[0]):
            yield option(self._pick("options_after"))

    def _count(self, number: int, role: Role) -> Iterator[Piece]:
        if number == 2 and self._rng.random() < 0.12 and "couple" in self._words:
            yield Piece(self._pick("couple"), role, Decimal(2), inserted=True)
            yield Piece(self._pick("of"), inserted=True)
        else:
            yield Piece(self._spoken.count(number, self._rng), role, Decimal(number), inserted=True)

    def _extra(self) -> str:
        """Something that goes into a line: milk, sugar, cheese, in some amount."""
        if self._rng.random() < 0.08:
            return self._pick("counted")
        name = self._pick("extras") if self._rng.random() < 0.8 else self._invented()
        return f"{self._pick('amounts')} {name}" if self._rng.random() < 0.5 else name
