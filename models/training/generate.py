"""Writes training utterances: phrase roots filled with names, numbers and options, as a recogniser would hear them."""

import argparse
import itertools
import json
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from pathlib import Path

from kiosk_app.core.intents import INTENTS, IntentSpec
from kiosk_app.core.numbers import Normalised, Word, normalise
from kiosk_app.core.types import Language
from kiosk_app.core.understanding.grammar import triggered
from models.training.items import Items
from models.training.mix import KEPT, LANGUAGES, LATE_LINES, LATE_SHARES, LINES, MARKED, QUERIES, SHARES
from models.training.roots import (
    IN_LINES,
    Part,
    Piece,
    Role,
    Root,
    expand,
    ordered_words,
    read_roots,
    read_values,
    read_words,
    split,
)
from models.training.spoken import SPOKEN


@dataclass(frozen=True, slots=True)
class Example:
    """What is said, as the model reads it, and the answer that it shall give."""

    lang: str
    text: str
    intent: str
    args: dict[str, object]
    """Each value begins with a space, as in the model's answer."""


class Generator:
    """Writes utterances of one language from some of its roots."""

    def __init__(self, language: Language, roots: list[Root], rng: random.Random, *, late: bool = False) -> None:
        self._language = language
        self._shares = LATE_SHARES if late else SHARES
        self._rng = rng
        self._roots: dict[str, list[Root]] = {}
        for root in roots:
            self._roots.setdefault(root.intent, []).append(root)
        self._weights = {
            intent: list(itertools.accumulate(MARKED if root.marked else 1 for root in some))
            for intent, some in self._roots.items()
        }
        self._words = read_words(language)
        self._spoken = SPOKEN[language]
        self._values = {name: read_values(language, name) for name in ("period", "dietary")}
        self._items = items = Items(self._words, self._spoken, rng, LATE_LINES if late else LINES, ordered_words(roots))
        query: Role = ("query",)
        self._fillers: Mapping[str, tuple[Role, Callable[[], str]]] = {
            "product": (query, items.sized),
            "products": (query, lambda: self._spoken.plural(items.product())),
            "kind": (query, items.kind),
            "choice": (query, items.choice),
            "group": (query, items.group),
            "person": (query, items.person),
            "taste": (query, items.taste),
            "advice": (query, items.advice),
            "unit": (("unit",), lambda: items.pick("packaging")),
            "unit_one": (("unit",), lambda: items.pick("packaging_one")),
            "name": (("name",), items.person),
            "address": (("address",), items.address),
            "notes": (("notes",), lambda: items.pick("notes")),
            "category": (("category",), lambda: items.pick("menu_parts")),
            "thing": ((), items.product),
            "someone": ((), items.person),
            "salad": ((), lambda: " ".join(items.any_word() for _ in range(rng.randint(1, 8)))),
        }

    def examples(self) -> Iterator[Example]:
        """Utterances without end."""
        shares = {name: share for name, share in self._shares.items() if name in self._roots}
        while True:
            intent = self._rng.choices(list(shares), list(shares.values()))[0]
            root = self._rng.choices(self._roots[intent], cum_weights=self._weights[intent])[0]
            if example := self.example(root):
                yield example

    def example(self, root: Root) -> Example | None:
        """One utterance of a root; None where neighbouring numbers ran together, so that what was meant is lost.

        None too where noise took the word that an intent or an enumerated value needs.
        """
        pieces = self._noisy(list(self._filled(root)), rough=root.intent != "out_of_scope")
        heard = normalise(" ".join(piece.text for piece in pieces), self._language)
        owners = align(pieces, heard)
        spec = INTENTS[root.intent]
        if owners is None or not triggered(spec.triggers, heard, self._language):
            return None
        spans: dict[Role, list[int]] = {}
        for i, owner in enumerate(owners):
            if owner.role:
                spans.setdefault(owner.role, []).append(i)
        enumerated: dict[str, str] = dict(root.values)
        enumerated |= {str(piece.role[0]): piece.stands_for for piece in pieces if piece.stands_for}
        for argument in spec.arguments:
            if argument.name in enumerated and not triggered(
                argument.values[enumerated[argument.name]], heard, self._language
            ):
                return None
        if any(piece.role and piece.role[0] not in {argument.name for argument in spec.arguments} for piece in pieces):
            raise ValueError("a slot is no argument of this intent")
        values: dict[Role, str] = {(name,): value for name, value in enumerated.items()}
        for piece in pieces:
            if piece.role and not piece.stands_for:
                value = _value(piece, spans.get(piece.role, []), heard.words)
                if value is None:
                    return None
                values[piece.role] = value
        return Example(self._language, heard.text, root.intent, _arguments(spec, values))

    # What fills the slots

    def _filled(self, root: Root) -> Iterator[Piece]:
        line = 0
        for place, part in enumerate(split(expand(root.text, self._rng))):
            if part.slot:
                yield from self._slot(part.text)
            elif part.mark == "/":
                line += 1
            elif part.mark:
                yield self._marked(root.intent, part, line, place)
            else:
                yield Piece(part.text)

    def _marked(self, intent: str, part: Part, line: int, place: int) -> Piece:
        """The marked words themselves, or others in their place."""
        in_line = part.mark in ("query", "quantity", "option") and intent in IN_LINES
        role: Role = (part.mark,)
        if in_line:
            role = ("items", line, "options", place) if part.mark == "option" else ("items", line, part.mark)
        said = part.text
        kept = self._rng.random() < KEPT.get(part.mark, 0.5)
        if part.mark in ("quantity", "table"):
            number = Decimal(normalise(said, self._language).numbers[0])
            if not kept and number > 1:
                number = Decimal(self._rng.randint(2, 30))
                said = self._spoken.cardinal(int(number))
            return Piece(said, role, number, inserted=True)
        if not kept:
            if part.mark == "query":
                said = self._items.ordinary() if in_line else self._fillers[QUERIES.get(intent, "product")][1]()
            else:
                said = self._items.wish() if part.mark == "option" else self._fillers[part.mark][1]()
        return Piece(said, role, inserted=True)

    def _slot(self, name: str) -> Iterator[Piece]:
        rng, spoken, items = self._rng, self._spoken, self._items
        match name:
            case "items":
                yield from items.ordered()
            case "removed":
                yield from items.removed()
            case "price" | "amount":
                cents = self._cents() if name == "price" else self._small_cents()
                yield Piece(
                    spoken.price(cents, rng),
                    ("new_price" if name == "price" else name,),
                    Decimal(cents) / 100,
                    inserted=True,
                )
            case "percent":
                share = rng.choice((1, 2, 3, 4, 5, 5, 7, 8, 10, 10, 12, 15, 20, 25, 30, 50, rng.randint(2, 60)))
                yield Piece(f"{spoken.cardinal(share)} {spoken.percent}", (name,), Decimal(share), inserted=True)
            case "quantity" | "table" | "limit":
                number = rng.choice((2, 3, 4, 5, 6, 8, 10, 12, 24, rng.randint(1, 20), rng.randint(1, 99)))
                said = spoken.count(number, rng) if name == "quantity" else spoken.cardinal(number)
                yield Piece(said, (name,), Decimal(number), inserted=True)
            case "ordinal" | "cardinal":
                place = rng.choice((1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 6, 7, 8, 9))
                said = spoken.ordinal(place, rng) if name == "ordinal" else spoken.cardinal(place)
                yield Piece(said, ("ordinal",), Decimal(place), inserted=True)
            case "phone" | "caller":
                digits, said = spoken.phone(rng)
                yield Piece(said, ("phone" if name == "phone" else "query",), Decimal(digits), inserted=True)
            case "period" | "dietary":
                phrase, value = rng.choice(self._values[name])
                yield Piece(phrase, (name,), inserted=True, stands_for=value)
            case "orderref":
                number = rng.choice((rng.randint(1, 99), rng.randint(100, 999), rng.randint(1, 30)))
                said = items.person() if rng.random() < 0.4 else spoken.cardinal(number)
                yield Piece(said, ("query",), inserted=True)
            case "number":
                yield Piece(spoken.price(self._cents(), rng), inserted=True)
            case "count":
                yield Piece(spoken.cardinal(rng.randint(2, 60)), inserted=True)
            case _:
                role, fill = self._fillers[name]
                yield Piece(fill(), role, inserted=True)

    def _small_cents(self) -> int:
        """What a price goes up or down by."""
        return self._rng.choice(
            (5, 10, 15, 20, 20, 25, 30, 40, 50, 50, 100, 200, self._rng.randint(1, 99), self._cents())
        )

    def _cents(self) -> int:
        rng = self._rng
        if rng.random() < self._spoken.in_thousands:
            return 100 * rng.choice((50, 100, 500)) * rng.randint(1, 40)
        whole = rng.choice(
            (0, 1, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 19, rng.randint(10, 99), rng.randint(100, 300))
        )
        part = rng.choice((0, 50, 20, 10, 90, 95, 99, 5, 25, 75, rng.randrange(0, 100, 5), rng.randrange(100)))
        return max(whole * 100 + part, 5)

    # What a recogniser and a hurry do to it

    def _noisy(self, pieces: list[Piece], *, rough: bool) -> list[Piece]:
        """`rough`: no single word of the sentence decides what it means."""
        rng = self._rng
        if any(piece.inserted for piece in pieces):
            pieces = [
                piece if piece.inserted else replace(piece, text=self._worn(piece.text, rough)) for piece in pieces
            ]
            pieces = [piece for piece in pieces if piece.text]
        # A single word of an answer is said alone; everything else has what comes before and after it.
        if any(piece.inserted for piece in pieces) or sum(len(piece.text.split()) for piece in pieces) > 2:
            if rng.random() < 0.2:
                pieces.insert(0, Piece(self._items.pick("openings")))
            if rng.random() < 0.15:
                pieces.append(Piece(self._items.pick("closings")))
        for _ in range(rng.choice((0, 0, 0, 0, 0, 0, 1, 1, 2))):
            filler = Piece(rng.choice(self._words["fillers"]))
            pieces.insert(rng.choice((0, 0, len(pieces), rng.randint(0, len(pieces)))), filler)
        if rng.random() < 0.15:
            pieces = [replace(piece, text=piece.text.replace("'", rng.choice(("", " ")))) for piece in pieces]
        return pieces

    def _worn(self, text: str, rough: bool) -> str:
        """Carrier words dropped, doubled, or taken for others; those that carry the meaning mostly stay."""
        weak = self._words["weak"]
        lost, changed = 0.02, 0.04
        words = []
        for word in text.split():
            chance = self._rng.random()
            if word in weak:
                if chance < 0.05:
                    continue
                if chance < 0.08:
                    word = self._rng.choice(weak)
            elif rough and chance < lost:
                continue
            elif rough and chance < changed:
                word = self._items.any_word()
            words.append(word)
            if chance > 0.99:
                words.append(word)
        return " ".join(words)


def align(pieces: list[Piece], heard: Normalised) -> list[Piece] | None:
    """The piece that each normalised word was made of; None when a word was made of two that mean different things."""
    owners = [(word, piece) for piece in pieces for word in piece.text.lower().split()]
    found: list[Piece] = []
    position = 0
    for word in heard.words:
        said = word.spoken.lower().split()
        same = found and word.spoken == heard.words[len(found) - 1].spoken
        if same and not word.readings and " " in word.spoken:
            found.append(found[-1])  # "por ciento" stays two words
            continue
        while position < len(owners) and [raw for raw, _ in owners[position : position + len(said)]] != said:
            position += 1  # the normaliser dropped it
        made_of = [piece for _, piece in owners[position : position + len(said)]]
        if not made_of or any(piece.role != made_of[0].role for piece in made_of):
            return None
        found.append(made_of[0])
        position += len(said)
    return found


def _value(piece: Piece, span: list[int], words: tuple[Word, ...]) -> str | None:
    """The value as it stands in the answer, with its leading space."""
    if not span or span != list(range(span[0], span[-1] + 1)):
        return None
    if piece.role[-1] == "ordinal":
        return f" {piece.value}"
    if piece.value is None:
        return "".join(f" {words[i].text}" for i in span)
    if len(span) != 1 and piece.role != ("percent",):
        return None
    return next((f" {reading}" for reading in words[span[0]].readings if Decimal(reading) == piece.value), None)


def _arguments(spec: IntentSpec, values: Mapping[Role, str]) -> dict[str, object]:
    """The values in the order of the contract."""
    args: dict[str, object] = {}
    for argument in spec.arguments:
        if argument.kind == "items":
            args[argument.name] = [_item(k, values) for k in sorted({role[1] for role in values if len(role) > 1})]
        elif (argument.name,) in values:
            args[argument.name] = values[argument.name,]
    return args


def _item(k: str | int, values: Mapping[Role, str]) -> dict[str, object]:
    item: dict[str, object] = {"query": values["items", k, "query"]}
    if quantity := values.get(("items", k, "quantity")):
        item["quantity"] = quantity
    if options := [value for role, value in values.items() if role[1:3] == (k, "options")]:
        item["options"] = options
    return item


def write(path: Path, generators: list[tuple[Generator, float]], count: int, rng: random.Random) -> None:
    """Write `count` different utterances, each generator its share."""
    streams = [generator.examples() for generator, _ in generators]
    shares = [share for _, share in generators]
    seen: set[str] = set()
    with path.open("w", encoding="utf-8") as file:
        while len(seen) < count:
            example = next(rng.choices(streams, shares)[0])
            line = json.dumps(asdict(example), ensure_ascii=False)
            # The fixed phrases come again and again; a few copies of each keep them in proportion.
            if line not in seen or rng.random() < 0.2:
                seen.add(line)
                file.write(line + "\n")


def main() -> None:
    """Write `train.jsonl`, `late.jsonl` for the last part, and `heldout.jsonl` from roots that are never trained on."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=600_000)
    parser.add_argument("--late-count", type=int, default=250_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    first, second = random.Random(options.seed), random.Random(options.seed + 1)
    for name, held_out, count, rng in (
        ("train", False, options.count, first),
        ("heldout", True, 3000, first),
        ("late", False, options.late_count, second),
    ):
        generators = [
            (
                Generator(
                    language,
                    [root for root in read_roots(language) if root.held_out == held_out],
                    rng,
                    late=name == "late",
                ),
                share,
            )
            for language, share in LANGUAGES.items()
        ]
        write(options.folder / f"{name}.jsonl", generators, count, rng)


if __name__ == "__main__":
    main()
