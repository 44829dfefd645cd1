"""Names of things and lines of orders, real and invented, so that a model learns to copy what was said."""

import itertools
import random
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from models.training.roots import Piece, Role, expand
from models.training.spoken import Spoken

DRINK = 0.45, 0.25, 0.2, 0.1
OTHER = 0.2, 0.02, 0.02, 0.1
"""How often a size, a roast, shots and a manner are said of a line."""


class Items:
    """Names and order lines of one language."""

    def __init__(
        self,
        words: dict[str, list[str]],
        spoken: Spoken,
        rng: random.Random,
        lines: tuple[int, int, int, int],
        ordered: Mapping[str, Sequence[str]],
    ) -> None:
        """`lines`: how often an order has one to four of them; `ordered`: the names and options that roots mark."""
        self._words = words
        self._spoken = spoken
        self._rng = rng
        self._lines = lines
        self._ordered = ordered

    def pick(self, name: str) -> str:
        """An entry of a word list."""
        return expand(self._rng.choice(self._words[name]), self._rng)

    def any_word(self) -> str:
        """A word that means nothing, or nothing here."""
        return self._rng.choice((self._invented(), self.pick("anything")))

    def _invented(self) -> str:
        """A word that nobody has seen, two to four syllables long."""
        count = self._rng.choice((1, 2, 2, 2, 3, 3, 4))
        return "".join(self._rng.choice(self._words["syllables"]) for _ in range(count))

    def product(self) -> str:
        """What a customer or a price list calls a product."""
        rng = self._rng
        kind = rng.random()
        if kind < 0.25 and self._ordered["query"]:
            name = rng.choice(self._ordered["query"])
        elif kind < 0.60:
            name = self.pick("products")
        elif kind < 0.70:
            name = " ".join(self._invented() for _ in range(rng.choice((1, 1, 2, 2, 3))))
        elif kind < 0.80:
            name = " ".join(rng.sample((self._invented(), self.pick("nouns")), 2))
        elif kind < 0.92:
            name = self._spoken.described(self.pick("adjectives"), self.pick("nouns"))
        else:
            name = f"{self.pick('nouns')} {self.pick('nouns')}"
        if rng.random() < 0.12:
            name = f"{self.pick('brands')} {name}"
        if rng.random() < 0.22:
            name = f"{name} {self._size()}"
        return name

    def sized(self) -> str:
        """What is priced: a product, now and then with the size that has a price of its own."""
        return self.pick("sized") if self._rng.random() < 0.05 else self.product()

    def kind(self) -> str:
        """A kind of product: "the teas", "something without gluten"."""
        return self.pick("kinds") if self._rng.random() < 0.55 else self.product()

    def choice(self) -> str:
        """What one of a few products is told by."""
        return self.pick("choices") if self._rng.random() < 0.65 else self.product()

    def group(self) -> str:
        """A kind of product, as whole kinds are priced: "teas"."""
        kind = self._rng.random()
        return self.pick("groups") if kind < 0.6 else self._spoken.plural(self.product()) if kind < 0.9 else self.kind()

    def person(self) -> str:
        """A customer's name."""
        kind = self._rng.random()
        if kind < 0.75:
            return self.pick("people")
        return " ".join(self._invented() for _ in range(1 if kind < 0.85 else 2))

    def address(self) -> str:
        """Where something is brought to."""
        if self._rng.random() < 0.8:
            return self.pick("streets")
        name, number = self._invented(), self._spoken.cardinal(self._rng.randint(1, 199))
        return self._spoken.street(name, number)

    def taste(self) -> str:
        """What advice is asked for: "something sweet"."""
        return self.pick("tastes")

    def advice(self) -> str:
        """What kind of thing advice is asked on: "a red wine"."""
        return self.pick("advice") if self._rng.random() < 0.8 else self.product()

    def _size(self) -> str:
        number = self._rng.choice(
            (20, 25, 30, 33, 40, 50, 75, 100, 125, 150, 200, 250, 330, 400, 500, 700, 750, 1, 2, 3, 5, 6, 10, 12)
        )
        written = str(number) if self._rng.random() < 0.15 else self._spoken.cardinal(number)
        return f"{written} {self.pick('units')}".strip() if self._rng.random() < 0.6 else written

    # Orders

    def ordered(self) -> Iterator[Piece]:
        """One to four order lines."""
        count = self._rng.choices((1, 2, 3, 4), self._lines)[0]
        for k in range(count):
            if k and (k == count - 1 or self._rng.random() < 0.5):
                yield Piece(self.pick("joins"))
            yield from self._line(k)

    def removed(self) -> Iterator[Piece]:
        """One or two things that leave an order; the roots themselves say "the"."""
        for k in range(self._rng.choices((1, 2), (80, 20))[0]):
            role: Role = ("items", k)
            if k:
                yield Piece(self.pick("joins"))
            name = self.pick("drinks") if self._rng.random() < 0.3 else self.ordinary()
            if self._rng.random() < 0.25:
                yield from self._count(self._quantity(), (*role, "quantity"))
                name = self._spoken.plural(name)
            elif k and self._rng.random() < 0.6:
                yield Piece(self.pick("articles"), inserted=True)
            if self._rng.random() < 0.08:
                yield Piece(self.pick("sizes"), (*role, "options", 0), inserted=True)
            yield Piece(name, (*role, "query"), inserted=True)

    def _line(self, k: int) -> Iterator[Piece]:
        """How many, in which size and manner, of what, with what."""
        rng = self._rng
        options = itertools.count()
        role: Role = ("items", k)

        def option(text: str) -> Piece:
            return Piece(text, (*role, "options", next(options)), inserted=True)

        drink = rng.random() < 0.45
        name = self.pick("drinks") if drink else self.ordinary()
        beginning = rng.random()
        if beginning < 0.5:
            yield Piece(self.pick("articles"), inserted=True)
        elif beginning < 0.8:
            number = self._quantity()
            yield from self._count(number, (*role, "quantity"))
            if number > 1 and rng.random() < 0.8:
                name = self._spoken.plural(name)
            if rng.random() < 0.05:
                yield Piece(self.pick("of_them"), inserted=True)
        chances = zip(("sizes", "roasts", "shots", "manners"), DRINK if drink else OTHER, strict=True)
        said = [self.pick(group) for group, chance in chances if rng.random() < chance]
        if rng.random() < 0.25:
            rng.shuffle(said)
        before = [rng.random() < self._spoken.option_first for _ in said]
        yield from (option(text) for text, first in zip(said, before, strict=True) if first)
        yield Piece(name, (*role, "query"), inserted=True)
        yield from (option(text) for text, first in zip(said, before, strict=True) if not first)
        if rng.random() < (0.5 if drink else 0.25):
            yield Piece(self.pick("withs"), inserted=True)
            extras = rng.choices((1, 2, 3), (55, 38, 7))[0]
            for e in range(extras):
                if e and (e == extras - 1 or rng.random() < 0.6):
                    yield Piece(self.pick("and"), inserted=True)
                yield option(self._extra())
        for _ in range(rng.choices((0, 1, 2), (80, 17, 3))[0]):
            yield option(self.wish())

    def ordinary(self) -> str:
        """A product, now and then as "a bag of" it: what is ordered keeps its packaging."""
        name = self.product()
        if self._rng.random() < 0.18:
            return f"{self.pick('containers')} {self._words['of'][0]} {name}"
        return name

    def _quantity(self) -> int:
        return self._rng.choice((1, 1, 1, 2, 2, 2, 2, 3, 3, 4, 4, 5, 6, 7, 8, 9, 10, 12, self._rng.randint(11, 40)))

    def _count(self, number: int, role: Role) -> Iterator[Piece]:
        if number == 2 and self._rng.random() < 0.12 and "couple" in self._words:
            yield Piece(self.pick("couple"), role, Decimal(2), inserted=True)
            yield Piece(self.pick("of"), inserted=True)
        else:
            yield Piece(self._spoken.count(number, self._rng), role, Decimal(number), inserted=True)

    def wish(self) -> str:
        """An option as it is said behind the name: "no pickles", "well done"."""
        said = self._ordered["option"]
        return self._rng.choice(said) if said and self._rng.random() < 0.5 else self.pick("options_after")

    def _extra(self) -> str:
        """Something that goes into a line: milk, sugar, cheese, in some amount."""
        if self._rng.random() < 0.08:
            return self.pick("counted")
        name = self.pick("extras") if self._rng.random() < 0.8 else self._invented()
        return f"{self.pick('amounts')} {name}" if self._rng.random() < 0.5 else name
