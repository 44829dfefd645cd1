"""What can be said at the till: the shop's own words in the sentences that people put them in."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import islice

from kiosk_app.core.network import NOTHING, Alt, Network, Node, Seq, Series, Word, alike, compile_network, parse
from kiosk_app.core.ports import Vocabulary

_ONES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]

_NUMBERS = {
    "digit": " | ".join(_ONES),
    "teen": " | ".join(_TEENS),
    "tens": " | ".join(_TENS),
    "hundredth": "oh {digit} | {teen} | /3/ {tens} [{digit}]",
    "number": "/2/ {digit} | {teen} | {tens} [{digit}]",
    "major": "/4/ euro | /4/ euros | dollar | dollars | pound | pounds",
    "minor": "cent | /3/ cents | pence",
    "price": """
        /6/ {number} {hundredth} | /2/ {number}
        | /3/ ({number} | a) {major} [[/0.3/ and] {number} [/0.3/ {minor}]]
        | /2/ {number} {minor}
        | [{number} | zero] point [oh | zero] {number} [/0.3/ {digit}] [/0.2/ {major}]
        | /0.3/ {digit} hundred [[and] {number}] [{major}]
    """,
    "quantity": "/8/ {number} | /0.5/ a couple of | /0.5/ a dozen | /0.2/ half a dozen | /0.2/ a hundred",
    "ordinal": """
        /4/ [/4/ the]
            (/2/ first | /2/ second | /2/ third | fourth | fifth | sixth | seventh | eighth | ninth | last) [one]
        | (number | option) {digit}
    """,
}

_ANSWERS = {
    "yes": """
        (/8/ yes | /2/ yeah | yep | sure | ok | okay | correct | right)
        [/0.2/ please | /0.1/ do it | /0.1/ go ahead | /0.1/ that's right | /0.1/ correct]
        | that's (right | correct | it) | do it | [please] go ahead | confirm | confirmed | exactly
    """,
    "no": """
        (/5/ no | nope)
            [/0.2/ thanks | /0.1/ thank you | /0.1/ cancel | /0.1/ cancel that | /0.1/ stop | /0.1/ that's wrong]
        | cancel [that | it | this] | stop | never mind | forget it | don't | wrong | that's (wrong | not right)
    """,
    "choose": "[/0.1/ i mean | /0.1/ i meant | /0.1/ take] {ordinal} [/0.2/ please]",
}

_PARTS = {
    "the": "/8/ the | /2/ a | an | some | any | /0.5/ our | /0.5/ that | /0.2/ those | /0.2/ these | /0.2/ this",
    "now": "/4/ now | from now on | from today | today | each | please",
    # What an order line may carry, before the drink and after it.
    "amount": """
        /4/ some | /2/ a little bit of | /2/ a bit of | /2/ a little | /2/ a lot of | /2/ lots of | /2/ extra
        | just a (little [bit of] | bit of | touch of | splash of | dash of) | a (touch | splash | dash) of
        | a small amount of | loads of | plenty of | more | less | /0.5/ light | /0.5/ no | /0.5/ without
    """,
    "plain": "{plain_option} [/0.05/ size | /0.05/ sized]",
    "measured": "{measured_option}",
    "before": "(/2/ {plain} | [/0.3/ {amount}] {measured}) [/0.05/ of | /0.05/ and | /0.02/ with]",
    "with": "/8/ with | /4/ and | /0.1/ in | plus | and also | with just | and with | made with | add",
    "after": """
        [/16/ {with}] ([/0.3/ a | /0.1/ an | /0.2/ the] {plain} | [{amount} | /0.2/ {digit} | /0.1/ the] {measured})
    """,
    "containers": """
        (cup | glass | mug | bottle | can | slice | piece | bag | box | pack | portion) of
        | (cups | glasses | mugs | bottles | cans | slices | pieces | bags | boxes | packs | portions) of
    """,
    "count": "/3/ a | /1/ an | /1/ the | /4/ one | /0.2/ another | /0.4/ some | /6/ {quantity}",
    "drink": "[/0.05/ {containers} {before}*] {optioned}",
    "good": "[/0.05/ {containers}] {product}",
    "item": "/2/ [/3/ {count}] {before}* {drink} {after}* | [/3/ {count}] {good}",
    "joint": "/8/ and | and also | plus | then | and then | /0.5/ with",
    "ask": """
        /2/ [/0.1/ please] (/4/ can | /2/ could | may | might) i [/0.3/ please | /0.1/ just]
            (/4/ get | /4/ have | order | take | grab)
        | [/0.1/ please] (can | could | will | would) you [/0.3/ please]
            (/2/ get | give | make | bring | add | put | order | pour) [me | /0.3/ us]
        | (/3/ i'd | i would | we'd | we would) [/0.2/ really] (/5/ like | love)
            [/0.5/ to (order | have | get | buy | try)]
        | (/2/ i'll | i will | we'll | let me | /3/ i | we | i'm going to | i'm gonna) [/0.2/ just]
            (/2/ have | /2/ take | /2/ get | /3/ want | need | wanna get | want to order | go for | go with | order)
        | [/0.2/ please] (/3/ give | /2/ get | /2/ make | bring | pour) (/4/ me | us) | gimme
        | [/0.2/ please] (/3/ add | put | put in | order | ring up | prepare | make | get)
    """,
    "thing": "/3/ {product} | {category}",
    "place": "(/3/ the | my | this | that) (/3/ order | bill | ticket | tab | list)",
    "where": "(/3/ to | on | onto | in) {place} | on there",
}

_SHARED = {"drink", "good", "item", "thing"}
"""Parts that are large: worked out once each, not once for each place where they stand."""

_SENTENCES: dict[str, tuple[str, ...]] = {
    "update_product_price": (
        """(/4/ set | /4/ change | /2/ make | /2/ put | update | raise | lower | increase | reduce | drop | mark | move)
           [[/4/ the] price (/8/ of | for | on)] [{the}] {product} [/0.1/ price] [/0.1/ down | /0.1/ up]
           (/4/ to | at) {price} [/0.2/ {now}]""",
        "(make | put) [{the}] {product} {price} [/0.2/ {now}]",
        """[/0.3/ [/4/ the] [/0.3/ new] price (/8/ of | for | on)] [{the}] {product} [/0.05/ price]
           (/8/ is | /2/ are | costs | cost | goes | go | should be | should cost | will be | will cost | sells | now)
           [/0.2/ now] [/0.1/ up | /0.1/ down] [/0.2/ to | /0.1/ at | /0.1/ for] {price} [{now}]""",
        "[/0.3/ {the}] {product} [/0.1/ now] (to | at | for) {price} [/0.2/ {now}]",
    ),
    "retrieve_product": (
        """how much (/8/ is | /2/ are | /2/ for | /4/ does | do | would) [{the}] {product}
           [cost | /0.2/ now | /0.1/ today | /0.1/ be | /0.1/ these days]""",
        """[/4/ what's | /4/ what is | what are | tell me | give me | show me | check] [/3/ the] [/0.1/ current]
           (/4/ price | prices) (/8/ of | for | on) [{the}] {product}""",
        "(what do | /3/ what does) [{the}] {product} cost",
        "what's [{the}] {product} (at | worth | going for)",
        "price check [on | for] [{the}] {product}",
    ),
    "check_stock": (
        """how (/4/ many | much) [/0.1/ of] [/0.1/ {the} | /0.1/ {containers}] {product}
           (/4/ do | have) we (/4/ have | got) [left | /0.3/ in stock | /0.1/ here]""",
        "how (many | much) [/0.1/ of {the} | /0.1/ {containers}] {product} (is | /3/ are) [there] (left | in stock)",
        "(/3/ do | have) we [/0.2/ still] (/3/ have | got) [{the}] {product} (left | in stock)",
        "(is | are) there [/0.2/ still] [{the}] {product} [left | in stock]",
        """[what's | what is | /2/ check | tell me | show me] [/3/ the] (/3/ stock | inventory) (/4/ of | for | on)
           [{the}] {product}""",
        "are we (out of | low on | running low on) [{the}] {product}",
        "(is | are) [{the}] {product} (in stock | out of stock | available)",
    ),
    "search_products": (
        """[/0.2/ please] (/4/ show | /4/ find | list | search | search for | /2/ look for | /2/ look up | see | display
           | where is | where are | i'm looking for) [me] [/0.2/ all] [{the}] [/0.1/ kinds of] {thing}
           [/0.2/ please | /0.2/ do we have]""",
        """(/4/ do | have) (/4/ we | you) [/0.2/ still] (/4/ have | got | sell | carry | stock) [{the}] [/0.1/ kind of]
           {thing}""",
        "(/3/ what | which) [/0.2/ kind of | /0.2/ kinds of] {thing} (/3/ do | have) we (/3/ have | got | sell)",
    ),
    "add_to_order": (
        """[/2/ {ask}] {items} [/0.1/ {where}]
           [/0.3/ please | /0.1/ thanks | /0.1/ thank you | /0.1/ please thank you | /0.1/ to go | /0.1/ for here]""",
    ),
    "remove_from_order": (
        """[/0.2/ please] (/4/ remove | /2/ take | take off | delete | cancel | void | take out | drop) {items}
           [off | /0.1/ out | /0.1/ away] [(from | off) {place}] [/0.2/ please]""",
    ),
    "show_order": (
        """[what's | what is | what do we have | what have we got | read | read back | show | see | tell | repeat] [me]
           [on | in | back | back on] {place} [/0.3/ so far | /0.1/ again | /0.3/ please | /0.1/ now]""",
        "(what's | what is) the total [/0.3/ so far | /0.3/ please]",
        "how much (is it | is that | is the order | does that come to) [/0.3/ so far | in total | altogether]",
    ),
    "place_order": (
        """[ok | okay] (that's all | that is all | that's it | that will be all | that's everything)
           [thanks | thank you | please]""",
        """[ok | okay | that's all | that is all | that's it | please]
           (/3/ place | send | close | finish | complete | submit | confirm)
           {place} [/0.3/ please | /0.1/ now]""",
    ),
    "confirm": ("{yes}",),
    "cancel": ("{no}",),
    "choose": ("{choose}",),
}

_OFTEN = {"add_to_order": 4.0, "update_product_price": 2.0}
"""What is said more often than the other sentences, and how much more."""

_START = "[/0.1/ hi | /0.1/ hello | /0.05/ hey | /0.05/ ok | /0.05/ okay | /0.05/ so | /0.05/ um | /0.05/ uh]"

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

_SPANISH = frozenset({"de", "del", "con", "sin", "y", "para", "el", "la", "los", "al"})
"""A name with one of these words is not said in English sentences."""

_PIECES = 8
"""Words, numbers and sizes of a name that are listened for: its parts grow with their cube, and nobody says more."""

_LONGEST = 20
"""Letters of a word or digits of a number that nobody says are more than this."""

_PIECE = re.compile(r"(\d+(?:[.,]\d+)?)\s*(%|[a-z]+)?|[a-z]+(?:'[a-z]+)*|&")


def grammar(vocabulary: Vocabulary) -> Network:
    """Everything that can be said at the till, in English."""
    parts = _english()
    english = [name for name in vocabulary.products if _SPANISH.isdisjoint(name.lower().split())]
    optioned = vocabulary.optioned or frozenset(english)
    named: dict[str, list[Node]] = {
        "product": [_name(name) for name in english],
        "optioned": [_name(name) for name in english if name in optioned],
        "category": [_name(name) for name in vocabulary.categories],
        "plain_option": [_name(name, plural=False) for name, measured in vocabulary.modifiers if not measured],
        "measured_option": [_name(name) for name, measured in vocabulary.modifiers if measured],
    }
    for name, several in named.items():
        parts[name] = compile_network(alike(several))
    for name, text in _PARTS.items():
        part = parse(text, parts)
        parts[name] = compile_network(part) if name in _SHARED else part
    parts["items"] = compile_network(Series(parts["item"], parts["joint"], more=0.15))
    sentences = Alt(
        tuple(alike(parse(text, parts) for text in several) for several in _SENTENCES.values()),
        tuple(_OFTEN.get(intent, 1.0) for intent in _SENTENCES),
    )
    return compile_network(Seq((parse(_START, {}), sentences)))


def answers(several: Sequence[str]) -> Network:
    """What can be said while a question is open: yes, no, a position, or any part of one of these phrases."""
    parts = _english()
    parts["named"] = alike(_name(phrase, least=1) for phrase in several)
    named = parse(
        "[/0.5/ the | /0.1/ a | /0.1/ with | /0.1/ i meant | /0.1/ take] {named} [/0.2/ one | /0.2/ please]",
        parts,
    )
    return compile_network(alike((parts["yes"], parts["no"], parts["choose"], named)))


def _english() -> dict[str, Node]:
    parts: dict[str, Node] = {}
    for name, text in {**_NUMBERS, **_ANSWERS}.items():
        parts[name] = parse(text, parts)
    return parts


def _name(name: str, least: int = 2, plural: bool = True) -> Node:
    """How a name is said: whole or from word to word, at least `least` of its words; sizes and packaging at will."""
    pieces: list[tuple[Node, bool]] = []
    plain = unicodedata.normalize("NFKD", name.lower().replace("’", "'")).encode("ascii", "ignore").decode()
    sayable = (match for match in _PIECE.finditer(plain) if max(map(len, match[0].split())) <= _LONGEST)
    for match in islice(sayable, _PIECES):
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
    telling = [place for place, (_, counts) in enumerate(pieces) if counts or least == 1] or list(range(len(pieces)))
    runs: list[Node] = []
    weights: list[float] = []
    for first in range(len(telling)):
        for last in range(first, len(telling)):
            if last - first + 1 >= min(least, len(telling)):
                start = telling[first] if first else 0
                stop = telling[last + 1] if last + 1 < len(telling) else len(pieces)
                run: list[Node] = []
                for place in range(start, stop):
                    said = _plural(pieces[place][0]) if plural and place >= telling[last] else pieces[place][0]
                    run.append(said if place in telling else alike((said, NOTHING)))
                runs.append(Seq(tuple(run)))
                weights.append(4.0 if last - first + 1 == len(telling) else 1.0)
    return Alt(tuple(runs), tuple(weights))


def _plural(node: Node) -> Node:
    """A noun, or several of it."""
    if not isinstance(node, Word):
        return node
    word = node.text
    if word.endswith(("s", "x", "ch", "sh")):
        return Alt((node, Word(word + "es")), (9.0, 1.0)) if not word.endswith("s") else node
    if word.endswith("y") and word[-2:-1] not in tuple("aeiou"):
        return Alt((node, Word(word[:-1] + "ies")), (9.0, 1.0))
    return Alt((node, Word(word + "s")), (9.0, 1.0))


def _size(number: str, unit: str) -> Node:
    said = parse(_UNITS[unit], {})
    if unit in _MAY_STAND_ALONE:
        said = alike((said, NOTHING))
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
