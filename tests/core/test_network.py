"""The small language of phrases, and the network that it becomes."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.core.hearing.compiling import compile_network
from kiosk_app.core.hearing.network import SILENT, Network
from kiosk_app.core.hearing.patterns import Node, Series, Word, alike, parse


def network(text: str, **parts: str) -> Network:
    return compile_network(parse(text, {name: parse(part, {}) for name, part in parts.items()}))


def sentences(made: Network, longest: int = 4) -> set[str]:
    """All that can be said in so many words."""
    words = sorted(made.words)
    candidates = (" ".join(row) for length in range(longest + 1) for row in itertools.product(words, repeat=length))
    return {candidate for candidate in candidates if made.accepts(candidate)}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a b", {"a b"}),
        ("a | b", {"a", "b"}),
        ("(a | b) c", {"a c", "b c"}),
        ("a [b] c", {"a c", "a b c"}),
        ("[a | b] c", {"c", "a c", "b c"}),
        ("a*", {"", "a", "a a", "a a a", "a a a a"}),
        ("(a b)+", {"a b", "a b a b"}),
        ("/3/ a | /0.5/ b", {"a", "b"}),
        ("{x} {x}", {"m m", "m n", "n m", "n n"}),
        ("", {""}),
    ],
)
def test_the_language(text: str, said: set[str]) -> None:
    assert sentences(network(text, x="m | n")) == said


@pytest.mark.parametrize("text", ["(a", "a)", "[a", "*", "a ?", "a /2/ b", "A"])
def test_what_is_not_in_the_language(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse(text, {})


def test_an_unknown_part() -> None:
    with pytest.raises(KeyError):
        parse("{x}", {})


def test_shared_beginnings_and_endings_stand_once() -> None:
    made = network("red tea | red tart | green tea | green tart")
    assert len(made.arcs) == 3
    assert sum(map(len, made.arcs)) == 4


def test_a_network_inside_another() -> None:
    inner = compile_network(parse("a [b]", {}))
    made = compile_network(parse("x {inner} y | {inner}", {"inner": inner}))
    assert sentences(made) == {"x a y", "x a b y", "a", "a b"}


def test_a_series() -> None:
    made = compile_network(Series(alike((Word("a"), Word("b"))), Word("and"), more=0.25))
    assert sentences(made, 3) == {"a", "b", "a and a", "a and b", "b and a", "b and b"}


def test_likelihoods_follow_the_weights() -> None:
    made = network("/3/ a | b")
    assert {arc.word: round(arc.likelihood, 6) for arc in made.arcs[0]} == {"a": 0.75, "b": 0.25}
    left_out = network("[/4/ a] b")
    assert {arc.word: round(arc.likelihood, 6) for arc in left_out.arcs[0]} == {"a": 0.8, "b": 0.2}


def test_silent_steps_multiply() -> None:
    inner = compile_network(parse("/3/ a | b", {}))
    outer = compile_network(parse("x | {inner}", {"inner": inner}))
    (silent,) = [arc for arc in outer.arcs[0] if arc.word == SILENT]
    assert outer.silently(0) == {0: 1.0, silent.to: pytest.approx(0.5)}


def _texts(depth: int = 3) -> st.SearchStrategy[str]:
    word = st.sampled_from(["a", "b"])
    return st.recursive(
        word,
        lambda part: st.one_of(
            st.tuples(part, part).map(" ".join),
            st.tuples(part, part).map(lambda both: f"({both[0]} | {both[1]})"),
            part.map(lambda one: f"[{one}]"),
            part.map(lambda one: f"({one})*"),
            part.map(lambda one: f"({one})+"),
        ),
        max_leaves=2**depth,
    )


def _regex(text: str) -> str:
    """The same in Python's regular expressions, each word followed by a space."""
    return (
        text.replace("a", "(?:a )").replace("b", "(?:b )").replace(" ", "").replace("(?:a)", "(?:a )")
        .replace("(?:b)", "(?:b )").replace("[", "(?:").replace("]", ")?")
    )  # fmt: skip


@given(_texts())
def test_it_accepts_what_the_regular_expression_does(text: str) -> None:
    import re

    made, pattern = network(text), re.compile(_regex(text))
    for length in range(5):
        for row in itertools.product("ab", repeat=length):
            assert made.accepts(" ".join(row)) == bool(pattern.fullmatch("".join(f"{word} " for word in row)))


@given(_texts())
def test_likelihoods_of_a_state_make_one(text: str) -> None:
    made = network(text)
    for state, arcs in enumerate(made.arcs):
        assert len({arc.word for arc in arcs}) == len(arcs)
        total = sum(arc.likelihood for arc in arcs) + made.finals.get(state, 0.0)
        assert total == pytest.approx(1.0)
        assert all(arc.likelihood > 0 for arc in arcs)


def test_an_empty_choice_can_never_be_said() -> None:
    node: Node = alike(())
    made = compile_network(parse("a | b {none}", {"none": compile_network(node)}))
    assert sentences(made) == {"a"}
