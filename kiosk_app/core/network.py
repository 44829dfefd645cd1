"""A small language for what people say, and the least deterministic network of words that accepts it.

    (set | change) the price of {product} (to | at) {price} [please]

`( | )` chooses, `[ ]` may be left out, `*` and `+` repeat what stands before them, `{name}` is a part.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    text: str


@dataclass(frozen=True, slots=True)
class Seq:
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Alt:
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Many:
    """Zero or more times."""

    part: "Node"


SILENT = ""
"""Stands where a word would, between a network and those inside it: multiplying them out would take too much room."""


@dataclass(frozen=True, slots=True)
class Network:
    """An automaton over words, deterministic but for the `SILENT` steps. State 0 is the start."""

    arcs: tuple[tuple[tuple[str, int], ...], ...]
    """For each state, its words and where each leads; no word twice."""
    finals: frozenset[int]

    @property
    def words(self) -> frozenset[str]:
        """Every word that can be said."""
        return frozenset(word for arcs in self.arcs for word, _ in arcs if word != SILENT)

    def accepts(self, text: str) -> bool:
        """Whether these words can be said from beginning to end."""
        states = self._settled({0})
        for word in text.split():
            states = self._settled({to for state in states for said, to in self.arcs[state] if said == word})
        return not states.isdisjoint(self.finals)

    def _settled(self, states: set[int]) -> set[int]:
        stack = list(states)
        while stack:
            for said, to in self.arcs[stack.pop()]:
                if said == SILENT and to not in states:
                    states.add(to)
                    stack.append(to)
        return states


Node = Word | Seq | Alt | Many | Network

NOTHING = Seq(())


_TOKEN = re.compile(r"[a-z']+|\{\w+\}|[()\[\]|*+]|(\S)")


def parse(text: str, parts: Mapping[str, Node]) -> Node:
    """Read the small language. Raises `ValueError` for what is not in it, `KeyError` for an unknown part."""
    tokens: list[str] = []
    for match in _TOKEN.finditer(text):
        if match[1]:
            raise ValueError(f"{match[1]!r} has no meaning in {text!r}")
        tokens.append(match[0])
    tokens.reverse()

    def choice(closing: str) -> Node:
        branches: list[list[Node]] = [[]]
        while tokens and tokens[-1] != closing:
            token = tokens.pop()
            branch = branches[-1]
            if token == "|":
                branches.append([])
            elif token == "(":
                branch.append(choice(")"))
            elif token == "[":
                branch.append(Alt((choice("]"), NOTHING)))
            elif token == "*" and branch:
                branch[-1] = Many(branch[-1])
            elif token == "+" and branch:
                branch.append(Many(branch[-1]))
            elif token[0] == "{":
                branch.append(parts[token[1:-1]])
            elif token in ")]*+":
                raise ValueError(f"{token!r} out of place in {text!r}")
            else:
                branch.append(Word(token))
        if closing and not tokens:
            raise ValueError(f"{closing!r} missing in {text!r}")
        if closing:
            tokens.pop()
        sequences = [branch[0] if len(branch) == 1 else Seq(tuple(branch)) for branch in branches]
        return sequences[0] if len(sequences) == 1 else Alt(tuple(sequences))

    return choice("")


def phrases(several: Iterable[tuple[str, ...]]) -> Node:
    """Any of these sequences of words; beginnings that they share stand once."""
    tree: dict[str, object] = {}
    for words in several:
        node = tree
        for word in words:
            node = node.setdefault(word, {})  # type: ignore[assignment]
        node[""] = {}

    def build(node: dict[str, object]) -> Node:
        branches = [
            Seq((Word(word), build(rest))) if word else NOTHING  # type: ignore[arg-type]
            for word, rest in node.items()
        ]
        return branches[0] if len(branches) == 1 else Alt(tuple(branches))

    return build(tree)


def compile_network(node: Node) -> Network:
    """The least deterministic network that accepts exactly what `node` describes."""
    moves: list[list[tuple[str, int]]] = []
    skips: list[list[int]] = []

    def state() -> int:
        moves.append([])
        skips.append([])
        return len(moves) - 1

    def add(node: Node, start: int) -> int:
        """Lay the node from `start` on; where it ends."""
        match node:
            case Word(text):
                end = state()
                moves[start].append((text, end))
            case Seq(parts):
                end = start
                for part in parts:
                    end = add(part, end)
            case Alt(parts):
                end = state()
                for part in parts:
                    skips[add(part, start)].append(end)
            case Many(part):
                # A state of its own to come back to: nothing else may enter or leave the loop half-way.
                loop = state()
                skips[start].append(loop)
                skips[add(part, loop)].append(loop)
                end = state()
                skips[loop].append(end)
            case Network(arcs, finals):
                end = state()
                inside = [state() for _ in arcs]
                moves[start].append((SILENT, inside[0]))
                for number, row in enumerate(arcs):
                    moves[inside[number]].extend((word, inside[to]) for word, to in row)
                    if number in finals:
                        moves[inside[number]].append((SILENT, end))
        return end

    start = state()
    accept = add(node, start)
    return _least(*_determine(moves, skips, start, accept))


_Arcs = list[dict[str, int]]


def _determine(
    moves: list[list[tuple[str, int]]], skips: list[list[int]], start: int, accept: int
) -> tuple[_Arcs, list[bool]]:
    """The subset construction: the arcs of each state, and whether it is a final one."""

    def settled(states: Iterable[int]) -> frozenset[int]:
        """Where one can be without a further word, as far as it matters from here."""
        seen = set(states)
        stack = list(seen)
        while stack:
            for following in skips[stack.pop()]:
                if following not in seen:
                    seen.add(following)
                    stack.append(following)
        return frozenset(state for state in seen if moves[state] or state == accept)

    first = settled([start])
    names = {first: 0}
    arcs: _Arcs = []
    finals: list[bool] = []
    waiting = [first]
    for states in waiting:  # grows while it runs
        leads: dict[str, set[int]] = {}
        for state in states:
            for word, following in moves[state]:
                leads.setdefault(word, set()).add(following)
        row: dict[str, int] = {}
        for word, targets in leads.items():
            target = settled(targets)
            if target not in names:
                names[target] = len(names)
                waiting.append(target)
            row[word] = names[target]
        arcs.append(row)
        finals.append(accept in states)
    return arcs, finals


def _least(arcs: _Arcs, finals: list[bool]) -> Network:
    """Merge the states that nothing tells apart (Moore's refinement)."""
    block = [int(final) for final in finals]
    count = len(set(block))
    while True:
        names: dict[object, int] = {}
        block = [
            names.setdefault((block[state], frozenset((word, block[to]) for word, to in row.items())), len(names))
            for state, row in enumerate(arcs)
        ]
        if len(names) == count:
            break
        count = len(names)
    rows: dict[int, tuple[tuple[str, int], ...]] = {}
    for state, row in enumerate(arcs):
        rows.setdefault(block[state], tuple(sorted((word, block[to]) for word, to in row.items())))
    return Network(
        tuple(rows[name] for name in range(count)),  # state 0 came first, so its block is 0
        frozenset(block[state] for state, final in enumerate(finals) if final),
    )
