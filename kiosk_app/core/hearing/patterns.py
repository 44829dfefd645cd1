"""A small language for what people say.

    (set | /2/ change) the price of {product} (to | at) {price} [please]

`( | )` chooses, `[ ]` may be left out, `*` and `+` repeat what stands before them, `{name}` is a part. All branches of
a choice, leaving it out among them, are as likely as each other, unless a `/weight/` other than 1 says so.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kiosk_app.core.hearing.network import Network


@dataclass(frozen=True, slots=True)
class Word:
    text: str


@dataclass(frozen=True, slots=True)
class Seq:
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Alt:
    parts: tuple["Node", ...]
    weights: tuple[float, ...]
    """One for each part."""


@dataclass(frozen=True, slots=True)
class Many:
    """Zero or more times."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class Series:
    """One or more times, something standing in between."""

    part: "Node"
    between: "Node"
    more: float
    """How likely it is that another follows."""


@dataclass(frozen=True, slots=True)
class Once:
    """Any of the parts in any order, each at most once."""

    parts: tuple["Node", ...]
    weights: tuple[float, ...]
    """One for each part; 1 is how often no further one follows."""
    lead: "Node"
    """Stands before each."""


Node = Word | Seq | Alt | Many | Series | Once | Network

NOTHING = Seq(())

_TOKEN = re.compile(r"[a-z']+|\{\w+\}|/\d+(?:\.\d+)?/|[()\[\]|*+]|(\S)")


def alike(parts: Iterable[Node]) -> Alt:
    """Any of these, each as likely as the others."""
    several = tuple(parts)
    return Alt(several, (1.0,) * len(several))


def parse(text: str, parts: Mapping[str, Node]) -> Node:
    """Read the small language. Raises `ValueError` for what is not in it, `KeyError` for an unknown part."""
    tokens: list[str] = []
    for match in _TOKEN.finditer(text):
        if match[1]:
            raise ValueError(f"{match[1]!r} has no meaning in {text!r}")
        tokens.append(match[0])
    tokens.reverse()

    def choice(closing: str) -> Alt:
        branches: list[list[Node]] = [[]]
        weights = [1.0]
        while tokens and tokens[-1] != closing:
            token = tokens.pop()
            branch = branches[-1]
            if token == "|":
                branches.append([])
                weights.append(1.0)
            elif token == "(":
                branch.append(choice(")"))
            elif token == "[":
                inside = choice("]")
                branch.append(Alt((*inside.parts, NOTHING), (*inside.weights, 1.0)))
            elif token == "*" and branch:
                branch[-1] = Many(branch[-1])
            elif token == "+" and branch:
                branch.append(Many(branch[-1]))
            elif token[0] == "{":
                branch.append(parts[token[1:-1]])
            elif token[0] == "/" and not branch:
                weights[-1] = float(token.strip("/"))
            elif token[0] in ")]*+/":
                raise ValueError(f"{token!r} out of place in {text!r}")
            else:
                branch.append(Word(token))
        if closing and not tokens:
            raise ValueError(f"{closing!r} missing in {text!r}")
        if closing:
            tokens.pop()
        return Alt(tuple(Seq(tuple(branch)) for branch in branches), tuple(weights))

    return choice("")
