"""Searches of several kinds in a shop of made-up products, timed."""

import json
import random
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TextIO

from kiosk_app.core.ports import Catalogue
from kiosk_app.core.types import Money, Product

SEARCHES = 300
"""Of each kind."""


def _words(text: str) -> list[str]:
    return text.split()


_SYLLABLES = _words(
    "ba bel bro ca chi co dal di fe fin ga gre ho jo ka la lo mar mi mon nu pa pre ri sa sol ta tre va vi zu"
)
_THINGS = _words(
    "milk yoghurt cheese butter cream bread biscuit cracker cereal muesli coffee tea juice lemonade cola water beer"
    " wine cider chocolate caramel liquorice honey jam marmalade mustard ketchup mayonnaise vinegar oil rice pasta"
    " noodle lentil bean pea tomato onion pepper olive tuna salmon sardine ham sausage bacon chicken soup sauce pizza"
    " pie cake croissant muffin ice-cream sorbet soap shampoo toothpaste detergent napkin candle battery"
)
_VARIETIES = _words(
    "organic light dark strawberry vanilla original zero whole fresh smoked almond hazelnut lemon orange apple cherry"
    " spicy mild sweet sour salted unsalted classic premium family mini roasted ground instant sparkling still golden"
    " wild farmhouse gluten-free sugar-free lactose-free extra double"
)
_PACKS = (
    "33 cl can",
    "50 cl",
    "1 l bottle",
    "1.5 l",
    "200 ml",
    "100 g",
    "250 g",
    "500 g",
    "1 kg",
    "pack of 4",
    "12 units",
    "",
)


@dataclass(frozen=True, slots=True)
class Timed:
    """Searches of one kind."""

    p50_ms: float
    p95_ms: float
    found: float
    """The share of them that found something."""


def bench_catalogue(catalogue: Catalogue, names: int, seed: int, out: TextIO, *, as_json: bool) -> None:
    """Fill the catalogue with so many made-up products, search it, and print how long that took.

    As JSON it is one object, whose last key is the slowest kind's 95th percentile in milliseconds.
    """
    rng = random.Random(seed)  # noqa: S311 - makes names, no secrets
    products = made_up(names, rng)
    started = time.perf_counter()
    catalogue.load(products)
    load_s = time.perf_counter() - started
    timed = {kind: _measure(catalogue, products, said, rng) for kind, said in KINDS.items()}
    slowest = max(kind.p95_ms for kind in timed.values())
    if as_json:
        kinds = {
            kind: {"p50_ms": each.p50_ms, "p95_ms": each.p95_ms, "found": each.found} for kind, each in timed.items()
        }
        figures = {"names": names, "seed": seed, "load_s": round(load_s, 2), "kinds": kinds, "p95_ms": slowest}
        print(json.dumps(figures), file=out)
        return
    print(f"{names} names loaded in {load_s:.2f} s\n", file=out)
    print(f"{SEARCHES} searches each  p50 ms  p95 ms  found", file=out)
    for kind, each in timed.items():
        print(f"{kind:17}  {each.p50_ms:6.2f}  {each.p95_ms:6.2f}  {each.found:5.0%}", file=out)
    print(f"\np95 of the slowest kind: {slowest:.2f} ms", file=out)


def made_up(names: int, rng: random.Random) -> list[Product]:
    """So many products, no two with the same name; every fourth has an alias."""
    brands = ["".join(rng.choices(_SYLLABLES, k=rng.randint(2, 4))).title() for _ in range(max(20, names // 10))]
    made: dict[str, None] = {}
    while len(made) < names:
        parts = (rng.choice(brands), rng.choice(_VARIETIES), rng.choice(_THINGS), rng.choice(_PACKS))
        made[" ".join(parts).strip()] = None
    return [_product(number, name, rng) for number, name in enumerate(made)]


def _product(number: int, name: str, rng: random.Random) -> Product:
    nickname = " ".join("".join(rng.choices(_SYLLABLES, k=2)) for _ in range(2))
    return Product(
        id=str(number),
        name=name,
        sku=f"SKU-{number:06d}",
        barcode=f"{5_400_000_000_000 + number}",
        category=name.split()[2],
        price=Money(Decimal(rng.randint(20, 2000)) / 100, "EUR"),
        stock=Decimal(rng.randint(0, 50)),
        version=None,
        aliases=(nickname,) if number % 4 == 0 else (),
        translation=name,
    )


def _measure(
    catalogue: Catalogue, products: Sequence[Product], said: Callable[[Product, random.Random], str], rng: random.Random
) -> Timed:
    times_ms, found = [], 0
    for _ in range(SEARCHES):
        wanted = rng.choice(products)
        words = said(wanted, rng)
        started = time.perf_counter()
        matches = catalogue.find(words)
        times_ms.append((time.perf_counter() - started) * 1000)
        found += bool(matches)
    p50, p95 = statistics.median(times_ms), statistics.quantiles(times_ms, n=20)[-1]
    return Timed(round(p50, 2), round(p95, 2), round(found / SEARCHES, 3))


def _misspelt(product: Product, rng: random.Random) -> str:
    """Every long word with a letter lost, doubled or two changed about."""
    return " ".join(_slip(word, rng) if len(word) > 4 and word.isalpha() else word for word in product.name.split())


def _slip(word: str, rng: random.Random) -> str:
    place = rng.randrange(1, len(word) - 1)
    before, after = word[:place], word[place:]
    return rng.choice((before + after[1:], before + after[0] + after, before + after[1] + after[0] + after[2:]))


def _plural(product: Product, _: random.Random) -> str:
    brand, variety, thing, *_pack = product.name.split()
    return f"{brand} {variety} {thing}s"


KINDS: Mapping[str, Callable[[Product, random.Random], str]] = {
    "exact": lambda product, _: product.name,
    "misspelt": _misspelt,
    "plural": _plural,
    "thing": lambda product, _: product.name.split()[2],
    "with size": lambda product, _: " ".join(product.name.split()[2:]),
    "alias": lambda product, _: product.aliases[0] if product.aliases else product.name,
    "barcode": lambda product, _: product.barcode,
    "unknown": lambda _, rng: "".join(rng.choices(_SYLLABLES, k=5)),
}
"""What is said of a product that is wanted."""
