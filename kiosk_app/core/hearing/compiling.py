"""The network of words that a pattern describes."""

from collections import Counter
from functools import cache

from kiosk_app.core.hearing.network import SILENT, Arc, Network
from kiosk_app.core.hearing.patterns import Alt, Many, Node, Once, Seq, Series, Word


def compile_network(node: Node) -> Network:
    """The least network that accepts exactly what `node` describes."""
    draft = _Draft()
    start = draft.state()
    accept = draft.lay(node, start)
    members, rows = _determine(draft, start, accept)
    final = [accept in states for states in members]
    passed = _passed(draft, start, accept, rows)
    block = _least(rows, final)
    targets: list[dict[str, int]] = [{} for _ in range(max(block) + 1)]
    mass: list[dict[str, float]] = [{} for _ in targets]
    for state, row in enumerate(rows):
        merged = mass[block[state]]
        for word, to in row.items():
            targets[block[state]][word] = block[to]
            merged[word] = merged.get(word, 0.0) + max(passed[state].get(word, 0.0), _LEAST)
        if final[state]:
            merged[_STOP] = merged.get(_STOP, 0.0) + max(passed[state].get(_STOP, 0.0), _LEAST)
    arcs: list[tuple[Arc, ...]] = []
    finals: dict[int, float] = {}
    for state, row in enumerate(targets):
        total = sum(mass[state].values())
        arcs.append(tuple(Arc(word, to, mass[state][word] / total) for word, to in sorted(row.items())))
        if _STOP in mass[state]:
            finals[state] = mass[state][_STOP] / total
    return Network(tuple(arcs), finals)


_STOP = "."
"""Stands for the end among the words that may come next."""

_LEAST = 1e-9
"""What is less likely than this, from the beginning on, is as likely as this."""

_AGAIN = 0.01
"""Who comes back to a place in a loop is followed until they are fewer than this share of those who were there."""


class _Draft:
    """The network as it is written down, with steps that cost no word."""

    def __init__(self) -> None:
        self.moves: list[list[tuple[str, int, float]]] = []
        self.skips: list[list[tuple[int, float]]] = []

    def state(self) -> int:
        self.moves.append([])
        self.skips.append([])
        return len(self.moves) - 1

    def lay(self, node: Node, start: int) -> int:
        """Lay the node from `start` on; where it ends."""
        match node:
            case Word(text):
                end = self.state()
                self.moves[start].append((text, end, 1.0))
            case Seq(parts):
                end = start
                for part in parts:
                    end = self.lay(part, end)
            case Alt(parts, weights):
                ends: list[int] = []
                for part, weight in zip(parts, weights, strict=True):
                    first = self.state()
                    self.skips[start].append((first, weight / sum(weights)))
                    ends.append(self.lay(part, first))
                end = self.state()
                for last in ends:
                    self.skips[last].append((end, 1.0))
            case Many(part):
                # States of its own to come back to: nothing else may enter or leave the loop half-way.
                loop, first = self.state(), self.state()
                self.skips[start].append((loop, 1.0))
                self.skips[loop].append((first, 0.5))
                self.skips[self.lay(part, first)].append((loop, 1.0))
                end = self.state()
                self.skips[loop].append((end, 0.5))
            case Series(part, between, more):
                first = self.state()
                self.skips[start].append((first, 1.0))
                last, again, end = self.lay(part, first), self.state(), self.state()
                self.skips[last] += [(again, more), (end, 1.0 - more)]
                self.skips[self.lay(between, again)].append((first, 1.0))
            case Once(parts, weights, lead):
                # A state for each set of parts that have been said.
                states = [self.state() for _ in range(2 ** len(parts))]
                self.skips[start].append((states[0], 1.0))
                end = self.state()
                for said, here in enumerate(states):
                    left = [number for number in range(len(parts)) if not said >> number & 1]
                    total = 1.0 + sum(weights[number] for number in left)
                    self.skips[here].append((end, 1.0 / total))
                    if not left:
                        continue
                    first = self.state()
                    self.skips[here].append((first, 1.0 - 1.0 / total))
                    led = self.lay(lead, first)
                    for number in left:
                        own = self.state()
                        self.skips[led].append((own, weights[number] / (total - 1.0)))
                        self.skips[self.lay(parts[number], own)].append((states[said | 1 << number], 1.0))
            case Network(arcs, finals):
                inside = [self.state() for _ in arcs]
                end = self.state()
                self.moves[start].append((SILENT, inside[0], 1.0))
                for number, row in enumerate(arcs):
                    self.moves[inside[number]].extend((arc.word, inside[arc.to], arc.likelihood) for arc in row)
                    if number in finals:
                        self.moves[inside[number]].append((SILENT, end, finals[number]))
        return end

    def steps(self, state: int, accept: int) -> dict[tuple[str, int], float]:
        """Each word that may come next with where it leads, and how likely it does; `_STOP` at `accept`."""
        steps: dict[tuple[str, int], float] = {}
        arriving = {state: 1.0}
        while arriving:
            going: dict[int, float] = {}
            for here, likelihood in arriving.items():
                moves = [(_STOP, accept, 1.0)] if here == accept else self.moves[here]
                for word, to, way in moves:
                    steps[word, to] = steps.get((word, to), 0.0) + likelihood * way
                for to, way in self.skips[here]:
                    if likelihood * way > _LEAST:
                        going[to] = going.get(to, 0.0) + likelihood * way
            arriving = going
        return steps


def _passed(draft: _Draft, start: int, accept: int, rows: list[dict[str, int]]) -> list[dict[str, float]]:
    """For each state, how often each word (or `_STOP`) is taken there on one way through the network, on average."""
    passed: list[dict[str, float]] = [{} for _ in rows]
    arriving: list[dict[int, float]] = [{} for _ in rows]
    arriving[0][start] = 1.0
    steps: dict[int, dict[tuple[str, int], float]] = {}
    before: dict[tuple[int, int], float] = {}
    ordered = _ordered(rows)
    while any(arriving):
        for number in ordered:
            if not (entries := arriving[number]):
                continue
            arriving[number] = {}
            row, taken = rows[number], passed[number]
            for entry, here in entries.items():
                if here < before.get((number, entry), 0.0) * _AGAIN:
                    continue
                before[number, entry] = before.get((number, entry), 0.0) + here
                if entry not in steps:
                    steps[entry] = draft.steps(entry, accept)
                for (word, to), likelihood in steps[entry].items():
                    if word != _STOP and word not in row:
                        continue  # leads to no end
                    flow = here * likelihood
                    taken[word] = taken.get(word, 0.0) + flow
                    if word != _STOP and flow > _LEAST:
                        following = arriving[row[word]]
                        following[to] = following.get(to, 0.0) + flow
    return passed


def _ordered(rows: list[dict[str, int]]) -> list[int]:
    """The states, each before all that follow it but for the ways round in loops."""
    left: list[int] = []
    seen = {0}
    stack = [(0, iter(rows[0].values()))]
    while stack:
        state, following = stack[-1]
        for to in following:
            if to not in seen:
                seen.add(to)
                stack.append((to, iter(rows[to].values())))
                break
        else:
            left.append(state)
            stack.pop()
    return left[::-1]


def _determine(draft: _Draft, start: int, accept: int) -> tuple[list[frozenset[int]], list[dict[str, int]]]:
    """The subset construction: for each new state, the old ones that it stands for, and its arcs."""

    @cache
    def settled(state: int) -> frozenset[int]:
        """Where one can be without a further word, as far as it matters from here."""
        seen = {state}
        stack = [state]
        while stack:
            for to, _ in draft.skips[stack.pop()]:
                if to not in seen:
                    seen.add(to)
                    stack.append(to)
        return frozenset(each for each in seen if draft.moves[each] or each == accept)

    first = settled(start)
    names = {first: 0}
    members = [first]
    rows: list[dict[str, int]] = []
    for states in members:  # grows while it runs
        leads: dict[str, set[int]] = {}
        for state in states:
            for word, to, _ in draft.moves[state]:
                leads.setdefault(word, set()).add(to)
        row: dict[str, int] = {}
        for word, reached in leads.items():
            target = frozenset().union(*map(settled, reached))
            if target not in names:
                names[target] = len(members)
                members.append(target)
            row[word] = names[target]
        rows.append(row)
    return members, _leading(rows, [accept in states for states in members])


def _leading(rows: list[dict[str, int]], final: list[bool]) -> list[dict[str, int]]:
    """Without the arcs to where no way leads to an end."""
    sources = _sources(rows)
    good = {state for state, stop in enumerate(final) if stop}
    waiting = list(good)
    while waiting:
        fresh = set(sources[waiting.pop()]) - good
        good |= fresh
        waiting += fresh
    return [{word: to for word, to in row.items() if to in good} for row in rows]


def _sources(rows: list[dict[str, int]]) -> list[list[int]]:
    """For each state, those that lead to it."""
    sources: list[list[int]] = [[] for _ in rows]
    for state, row in enumerate(rows):
        for to in row.values():
            sources[to].append(state)
    return sources


def _least(rows: list[dict[str, int]], final: list[bool]) -> list[int]:
    """Which states nothing tells apart: a number for each group, 0 for the start's.

    Groups, at first of those with the same words, are divided until each one's states lead to the same groups (Moore).
    Only those are looked at again that lead to a state whose group has just been divided.
    """
    words = [sorted(row) for row in rows]
    following = [[row[word] for word in said] for row, said in zip(rows, words, strict=True)]
    sources = _sources(rows)
    names: dict[tuple[bool, tuple[str, ...]], int] = {}
    group = [names.setdefault((stop, tuple(said)), len(names)) for stop, said in zip(final, words, strict=True)]
    size = Counter(group)
    waiting = set(range(len(rows)))
    while waiting:
        divided: dict[tuple[int, tuple[int, ...]], list[int]] = {}
        for state in waiting:
            divided.setdefault((group[state], tuple(map(group.__getitem__, following[state]))), []).append(state)
        waiting = set()
        for (former, _), states in divided.items():
            if len(states) == size[former]:
                continue  # all that are left of it
            size[former] -= len(states)
            own = len(size)
            size[own] = len(states)
            for state in states:
                group[state] = own
                waiting.update(sources[state])
    order: dict[int, int] = {}
    return [order.setdefault(each, len(order)) for each in group]
