"""Reads the GBNF that the till writes, to accept an answer with it or to make one up: llama.cpp's part, in little."""

import random
import re
from collections.abc import Iterator, Mapping
from typing import Any

_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"|([a-z0-9-]+)|(\?|\{\d+,\d+\})|([()|])|\s+')

Node = tuple[str, Any]
"""("text", str), ("rule", name), ("all", [Node]), ("any", [Node]), ("times", (Node, least, most))."""


def read(grammar: str) -> dict[str, Node]:
    """Every rule by name. Raises ValueError where it is no GBNF."""
    rules = {}
    for line in grammar.split("\n"):
        name, _, body = line.partition(" ::= ")
        tokens = list(_tokens(body))
        rules[name], rest = _any(tokens)
        if rest or not re.fullmatch(r"[a-z0-9-]+", name):
            raise ValueError(line)
    return rules


def accepts(rules: Mapping[str, Node], text: str) -> bool:
    """True when the whole text can be derived from `root`."""
    return re.fullmatch(_pattern(rules, rules["root"]), text) is not None


def derive(rules: Mapping[str, Node], rng: random.Random, node: Node = ("rule", "root")) -> str:
    """A random text of the grammar."""
    kind, value = node
    match kind:
        case "text":
            return str(value)
        case "rule":
            return derive(rules, rng, rules[str(value)])
        case "all":
            return "".join(derive(rules, rng, part) for part in value)
        case "any":
            return derive(rules, rng, rng.choice(value))
    part, least, most = value
    return "".join(derive(rules, rng, part) for _ in range(rng.randint(least, min(most, least + 3))))


def _pattern(rules: Mapping[str, Node], node: Node) -> str:
    kind, value = node
    match kind:
        case "text":
            return re.escape(str(value))
        case "rule":
            return _pattern(rules, rules[str(value)])
        case "all":
            return "".join(_pattern(rules, part) for part in value)
        case "any":
            return f"(?:{'|'.join(_pattern(rules, part) for part in value)})"
    part, least, most = value
    return f"(?:{_pattern(rules, part)}){{{least},{most}}}"


def _tokens(body: str) -> Iterator[tuple[str, str]]:
    position = 0
    while position < len(body):
        match = _TOKEN.match(body, position)
        if match is None:
            raise ValueError(body[position:])
        position = match.end()
        literal, name, repeat, mark = match.groups()
        if literal is not None:
            yield "text", re.sub(r"\\(.)", r"\1", literal)
        elif found := name or repeat or mark:
            yield ("rule" if name else "repeat" if repeat else "mark"), found


def _any(tokens: list[tuple[str, str]]) -> tuple[Node, list[tuple[str, str]]]:
    choices = []
    while True:
        parts: list[Node] = []
        while tokens and tokens[0] not in (("mark", "|"), ("mark", ")")):
            kind, value = tokens[0]
            tokens = tokens[1:]
            if kind == "repeat":
                least, most = (0, 1) if value == "?" else map(int, value[1:-1].split(","))
                parts[-1] = ("times", (parts[-1], least, most))
            elif kind == "mark":
                node, tokens = _any(tokens)
                if tokens[:1] != [("mark", ")")]:
                    raise ValueError("a bracket is open")
                tokens = tokens[1:]
                parts.append(node)
            else:
                parts.append((kind, value))
        choices.append(("all", parts))
        if tokens[:1] != [("mark", "|")]:
            return ("any", choices), tokens
        tokens = tokens[1:]
