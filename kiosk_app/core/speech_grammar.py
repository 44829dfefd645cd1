"""What can be said at the till: the shop's own words in the sentences that people put them in."""

import re
import unicodedata
from collections.abc import Sequence

from kiosk_app.core.network import NOTHING, Alt, Network, Node, Seq, Word, compile_network, parse
from kiosk_app.core.ports import Vocabulary

_ONES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]

_NUMBERS = {
    "digit": " | ".join(_ONES),
    "teen": " | ".join(_TEENS),
    "tens": " | ".join(_TENS),
    "hundredth": "oh {digit} | {teen} | {tens} [{digit}]",
    "number": "{digit} | {teen} | {tens} [{digit}]",
    "major": "euro | euros | dollar | dollars | pound | pounds",
    "minor": "cent | cents | pence",
    "price": """
        {number} [{hundredth}]
        | ({number} | a) {major} [[and] {number} [{minor}]]
        | {number} {minor}
        | [{number} | zero] point [oh | zero] {number} [{digit}] [{major}]
        | {digit} hundred [[and] {number}] [{major}]
    """,
    "quantity": "{number} | a | an | another | a couple of | a dozen | half a dozen | a hundred",
    "ordinal": """
        [the] (first | second | third | fourth | fifth | sixth | seventh | eighth | ninth | last) [one]
        | (number | option) {digit}
    """,
}

_ANSWERS = {
    "yes": """
        (yes | yeah | yep | sure | ok | okay | correct | right) [please | do it | go ahead | that's right | correct]
        | that's (right | correct | it) | do it | [please] go ahead | confirm | confirmed | exactly
    """,
    "no": """
        (no | nope) [thanks | thank you | cancel | cancel that | stop | never mind | that's wrong]
        | cancel [that | it | this] | stop | never mind | forget it | don't | wrong | that's (wrong | not right)
    """,
    "choose": "[i mean | i meant | take] {ordinal} | {ordinal} please",
}

_PARTS = {
    "the": "the | a | an | some | any | our | that | those | these | this",
    "now": "now | from now on | from today [on] | today | each | please",
    # What an order line may carry, before the drink and after it.
    "amount": """
        some | [a] little [bit] [of] | a bit of | a small amount of | a touch of | a dash of | a splash of
        | a lot of | lots of | plenty of | loads of | extra | more | less | light | no | without
    """,
    "option": "{plain_option} [size] | [{amount}] {measured_option}",
    "with": "with | and | in | plus | add | on | with just | and also | made with | that has",
    "before": "{option} [of | and | with]",
    "after": "[{with}] [a | an | the | {digit}] {option}",
    "container": "(cup | glass | mug | bottle | can | slice | piece | bag | box | pack | portion) of",
    "containers": "(cups | glasses | mugs | bottles | cans | slices | pieces | bags | boxes | packs | portions) of",
    "item": "[{quantity} | {the}] {before}* [{container} | {containers}] {before}* {product} {after}*",
    "items": "{item} ((and | and also | plus | then | with | and then) {item})*",
    "ask": """
        [please] (can | could | may | might) i [please] [just] (get | have | order | take | grab | do)
        | (can | could | will | would) you [please] (get | give | make | bring | add | put | order | pour) [me | us]
        | (i'd | i would | we'd | we would) [really] (like | love) [to (order | have | get | buy | try)]
        | (i'll | i will | we'll | let me | i | we | i'm going to | i'm gonna) [just]
          (have | take | get | want | need | wanna get | want to order | go for | go with | order)
        | [please] (give | get | make | bring | pour) (me | us) | gimme
        | [please] (add | put | put in | order | ring up | one more | prepare | make | get)
        | one (order | round) of | and | also | then | plus
    """,
    "thing": "{product} | {category}",
    "where": "[to | on | onto | in] (the | my | this | that) (order | bill | ticket | tab | list) | there | on",
}

_SENTENCES: dict[str, tuple[str, ...]] = {
    "update_product_price": (
        """(set | change | make | put | update | raise | lower | increase | reduce | drop | mark | move)
           [the] [price (of | for | on)] [{the}] {product} [price] [down | up] (to | at) {price} [{now}]""",
        "(make | put) [{the}] {product} {price} [{now}]",
        """[the] [new] [price (of | for | on)] [{the}] {product} [price]
           (is | are | costs | cost | goes | go | should be | should cost | will be | will cost | sells | now)
           [now] [to | at | for] {price} [{now}]""",
        "[{the}] {product} [now] (to | at | for) {price} [{now}]",
    ),
    "retrieve_product": (
        "how much (is | are | for | does | do | would) [{the}] {product} [cost | now | today | be | these days]",
        """[what's | what is | what are | tell me | give me | show me | check] [the] [current] (price | prices)
           (of | for | on) [{the}] {product}""",
        "(what do | what does) [{the}] {product} cost",
        "what's [{the}] {product} (at | worth | going for)",
        "price check [on | for] [{the}] {product}",
    ),
    "check_stock": (
        "how (many | much) [of] [{the} | {containers}] {product} (do | have) we (have | got) [left | in stock | here]",
        "how (many | much) [of] [{the} | {containers}] {product} (is | are) [there] (left | in stock | there)",
        "(do | have) we [still] (have | got) [{the}] {product} (left | in stock)",
        "(is | are) there [still] [{the}] {product} [left | in stock]",
        "[what's | what is | check | tell me | show me] [the] (stock | inventory) (of | for | on) [{the}] {product}",
        "are we (out of | low on | running low on) [{the}] {product}",
        "(is | are) [{the}] {product} (in stock | out of stock | available)",
    ),
    "search_products": (
        """[please] (show | find | list | search | search for | look for | look up | see | display | where is
           | where are | i'm looking for) [me] [all] [{the}] [kinds of] {thing} [please | do we have]""",
        "(do | have) (we | you) [still] (have | got | sell | carry | stock) [{the}] [kind of] {thing}",
        "(what | which) [kind of | kinds of] {thing} (do | have) we (have | got | sell)",
    ),
    "add_to_order": ("[{ask}] {items} [{where}] [please | thanks | thank you | to go | for here | to take away]",),
    "remove_from_order": (
        """[please] (remove | take | take off | delete | cancel | void | take out | drop | without)
           {items} [off | out | away] [(from | off) (the | my | this) (order | bill | ticket | tab | list)] [please]""",
    ),
    "show_order": (
        """[what's | what is | what do we have | what have we got | read | read back | show | see | tell | repeat]
           [me] (on | in | back)* (the | my | this) (order | bill | ticket | tab) [so far | again | please | now]""",
        "(what's | what is) the total [so far | please]",
        "how much (is it | is that | is the order | does that come to) [so far | in total | altogether]",
    ),
    "place_order": (
        """[ok | okay] (that's all | that is all | that's it | that will be all | that's everything)
           [thanks | thank you | please]""",
        """[ok | okay | that's all | that's it | please] (place | send | close | finish | complete | submit | confirm)
           (the | my | this | that) (order | bill | ticket) [please | now]""",
        "(check out | checkout)",
    ),
    "confirm": ("{yes}",),
    "cancel": ("{no}",),
    "choose": ("{choose}",),
}

_START = "[hi | hello | hey | ok | okay | so | um | uh | please | now | right | well]"

_UNITS = {
    "cl": "cl | centilitre | centilitres",
    "ml": "ml | millilitre | millilitres",
    "l": "litre | litres",
    "kg": "kilo | kilos | kilogram | kilograms | kg",
    "g": "gram | grams",
    "oz": "ounce | ounces",
    "%": "percent",
}
_MAY_STAND_ALONE = {"cl", "ml", "g"}
"""Units that people leave out: "coca cola thirty three"."""

_PACKAGING = frozenset(
    {"can", "bottle", "pack", "box", "bag", "jar", "tin", "carton", "tub", "tray", "pot", "brick", "sachet", "packet"}
    | {"tube", "loaf", "slice", "piece", "unit", "glass"}
)

_PIECE = re.compile(r"(\d+(?:[.,]\d+)?)\s*(%|[a-z]+)?|[a-z]+(?:'[a-z]+)*|&")


def grammar(vocabulary: Vocabulary) -> Network:
    """Everything that can be said at the till, in English."""
    parts = _english()
    parts["product"] = compile_network(Alt(tuple(_name(name) for name in vocabulary.products)))
    parts["category"] = compile_network(Alt(tuple(_name(name) for name in vocabulary.categories)))
    plain = [_name(name) for name, measured in vocabulary.modifiers if not measured]
    measured = [_name(name) for name, measured in vocabulary.modifiers if measured]
    parts["plain_option"] = compile_network(Alt(tuple(plain)))
    parts["measured_option"] = compile_network(Alt(tuple(measured)))
    for name, text in _PARTS.items():
        parts[name] = parse(text, parts)
    sentences = [parse(text, parts) for several in _SENTENCES.values() for text in several]
    return compile_network(Seq((parse(_START, {}), Alt(tuple(sentences)))))


def answers(several: Sequence[str]) -> Network:
    """What can be said while a question is open: yes, no, a position, or any part of one of these phrases."""
    parts = _english()
    parts["named"] = Alt(tuple(_name(phrase, least=1) for phrase in several))
    named = parse("[the | a | with | i mean | i meant | take] {named} [one | please]", parts)
    return compile_network(Alt((parts["yes"], parts["no"], parts["choose"], named)))


def _english() -> dict[str, Node]:
    parts: dict[str, Node] = {}
    for name, text in {**_NUMBERS, **_ANSWERS}.items():
        parts[name] = parse(text, parts)
    return parts


def _name(name: str, least: int = 2) -> Node:
    """How a name is said: whole or from word to word, at least `least` of its words; sizes and packaging at will."""
    pieces: list[tuple[Node, bool]] = []
    plain = unicodedata.normalize("NFKD", name.lower().replace("’", "'")).encode("ascii", "ignore").decode()
    for match in _PIECE.finditer(plain):
        number, unit = match[1], match[2]
        if not number:
            word = "and" if match[0] == "&" else match[0]
            pieces.append((Word(word), word not in _PACKAGING))
        elif unit in _UNITS:
            pieces.append((_size(number, unit), False))
        else:
            pieces.append((_number(number), True))
            if unit:
                pieces.append((Word(unit), unit not in _PACKAGING))
    telling = [place for place, (_, counts) in enumerate(pieces) if counts] or list(range(len(pieces)))
    runs: list[Node] = []
    for first in range(len(telling)):
        for last in range(first, len(telling)):
            if last - first + 1 >= min(least, len(telling)):
                start = telling[first] if first else 0
                stop = telling[last + 1] if last + 1 < len(telling) else len(pieces)
                run = [
                    _plural(node) if place == telling[last] else node if counts else Alt((node, NOTHING))
                    for place, (node, counts) in enumerate(pieces[start:stop], start)
                ]
                runs.append(Seq(tuple(run)))
    return Alt(tuple(runs))


def _plural(node: Node) -> Node:
    """A noun, or several of it."""
    if not isinstance(node, Word):
        return node
    word = node.text
    if word.endswith(("s", "x", "ch", "sh")):
        return Alt((node, Word(word + "es"))) if not word.endswith("s") else node
    if word.endswith("y") and word[-2:-1] not in tuple("aeiou"):
        return Alt((node, Word(word[:-1] + "ies")))
    return Alt((node, Word(word + "s")))


def _size(number: str, unit: str) -> Node:
    said = parse(_UNITS[unit], {})
    if unit in _MAY_STAND_ALONE:
        said = Alt((said, NOTHING))
    return Seq((_number(number), said))


def _number(number: str) -> Node:
    """A number as it is read out: "500", "1.5", "0,33"."""
    whole, _, fraction = number.replace(",", ".").partition(".")
    fraction = fraction.rstrip("0")
    if not fraction:
        return parse(" | ".join(_whole(int(whole))), {})
    forms = [f"{form} point {' '.join(_digit(int(digit)) for digit in fraction)}" for form in _whole(int(whole))]
    if fraction == "5":
        forms += [f"{form} and a half" for form in _whole(int(whole))] if int(whole) else ["half a", "a half"]
    if len(fraction) == 2 and not int(whole):
        forms += [f"point {form}" for form in _whole(int(fraction))] + _whole(int(fraction))
    return parse(" | ".join(forms), {})


def _digit(digit: int) -> str:
    return _ONES[digit - 1] if digit else "oh"


def _whole(number: int) -> list[str]:
    """A whole number below ten thousand in words, in every way it is said; larger ones digit by digit."""
    if number == 0:
        return ["zero"]
    if number < 20:
        return [(_ONES + _TEENS)[number - 1]]
    if number < 100:
        tens, ones = divmod(number, 10)
        return [_TENS[tens - 2] + (f" {_ONES[ones - 1]}" if ones else "")]
    if number < 1000:
        hundreds, rest = divmod(number, 100)
        if not rest:
            return [f"{_ONES[hundreds - 1]} hundred"] + (["a hundred"] if hundreds == 1 else [])
        (small,) = _whole(rest)
        oh = "oh " if rest < 10 else ""
        return [f"{_ONES[hundreds - 1]} hundred [and] {small}", f"{_ONES[hundreds - 1]} {oh}{small}"]
    if number < 10_000:
        thousands, rest = divmod(number, 1000)
        tails = [f" {form}" for form in _whole(rest)] if rest else [""]
        return [f"{_ONES[thousands - 1]} thousand{tail}" for tail in tails]
    return [" ".join(_digit(int(digit)) for digit in str(number))]
