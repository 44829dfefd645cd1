"""What is written: the tokens of a text, and numbers that are already in digits."""

import re
import unicodedata
from itertools import pairwise

from kiosk_app.core.numbers.words import CURRENCY_CODES, NUMBER_WORDS
from kiosk_app.core.types import Language

NUMBER_PATTERN = (
    r"[0-9]{1,3}(?:[.,'’][0-9]{3})+[.,][0-9]{1,2}(?![0-9])"  # 1,234.50
    r"|[0-9]{1,3}(?:[.,'’][0-9]{3}){2,}(?![0-9])"  # 1.234.567
    r"|[0-9]+(?:[.,'’][0-9]+)?"
    r"|(?<![\w.])\.[0-9]+"
)
"""A number in digits, as people and machines write it."""

ORDINAL_PATTERN = r"[0-9]+(?:st|nd|rd|th|º|ª)(?![^\W_])"

_LETTER = r"[^\W0-9_]"
_TOKEN = re.compile(
    rf"{ORDINAL_PATTERN}|(?:(?<![0-9])[€$£])?(?:{NUMBER_PATTERN})"
    rf"|{_LETTER}(?:{_LETTER}|[\u0300-\u036f])*(?:['’]{_LETTER}(?:{_LETTER}|[\u0300-\u036f])*)*"
    r"|[€$£%¢×&]"
)
_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_PHONE = re.compile(
    r"(?<![\w.,'’€$£+-])(?:"
    r"\+[0-9]{1,3}[\s.-]*\(?[0-9]{1,4}\)?(?:[\s.-]*[0-9]{2,4}){1,5}"  # +34 600 123 456, +1 (555) 123-4567
    r"|(?P<local>(?:(?:1-)?\(?[0-9]{3}\)?[\s.-]{1,2})?[0-9]{3}-(?![0-9]000)[0-9]{4})"  # 555-0123, not 500-1000
    r"|[0-9]{2,4}(?P<mark>[.-])[0-9]{2,4}(?:(?P=mark)[0-9]{2,4}){1,4}"  # 600.12.34.56
    r")(?![\w%€$£]|[.,'’-][0-9])"
)
"""A phone number by its signs, where it has digits enough (`_phone`)."""
_MINUS = re.compile(r"(?<!\S)[-−](?=[€$£]?\.?[0-9])")


def tokens_of(text: str, language: Language) -> list[str]:
    """Lower-case words, numbers in digits (a currency sign in front stays), and the signs of money and percent."""
    words = NUMBER_WORDS[language]
    text = text.lower() if text.isascii() else unicodedata.normalize("NFC", _INVISIBLE.sub("", text).lower())
    text = _PHONE.sub(_phone, text)
    text = _MINUS.sub(f" {words.minus} ", text)
    stand_ins = {"&": words.and_, "×": "x"}
    tokens = [token.replace("’", "'") for token in _TOKEN.findall(text)]
    return [
        stand_ins.get(token, token)
        for token, following in pairwise([*tokens, ""])
        if token not in CURRENCY_CODES or (following not in CURRENCY_CODES and following[:1] not in tuple("€$£"))
    ]


def _phone(found: re.Match[str]) -> str:
    """Its digits alone, or unchanged what is a date or a list of prices."""
    digits = re.sub("[^0-9]", "", found[0])
    least = 10 if found[0][0] == "+" else 9
    return digits if found["local"] or least <= len(digits) <= 15 else found[0]


def key_of(token: str) -> str:
    """A token without its accents, as the word lists have it."""
    if token.isascii():
        return token
    return "".join(char for char in unicodedata.normalize("NFD", token) if not unicodedata.combining(char))


def decimal(whole: str, fraction: str, language: Language) -> str:
    """A decimal string of at least the decimals said, up to two zeros kept."""
    fraction = fraction[:2] + fraction[2:].rstrip("0")
    if language == "es" and len(fraction) == 3 and len(whole) <= 3 and whole[0] != "0":
        fraction += "0"  # with three decimals it would read as thousands the next time
    return f"{whole}.{fraction}"


def typed(token: str, language: Language) -> tuple[str, ...]:
    """The readings of a number in digits."""
    *groups, last = re.split(r"[.,'’]", token)
    if not groups:
        return (token,)
    whole = "".join(groups) or "0"
    separators = [char for char in token if not char.isdigit()]
    exact, grouped = decimal(whole, last, language), whole + last
    if len(last) != 3 or (len(groups) == 1 and (len(whole) > 3 or whole[0] == "0")):
        return (exact,)
    if len(groups) > 1 and len(set(separators)) == 1:
        return (grouped,)
    if separators[-1] == ("." if language == "en" else ","):
        return (exact, grouped)
    return (grouped, exact)


def money(reading: str) -> str:
    """A decimal string with two decimals or more."""
    whole, _, fraction = reading.partition(".")
    return f"{whole}.{fraction.ljust(2, '0')}"


def hundredths(digits: str) -> str:
    """So many cents, as a decimal string."""
    digits = digits.zfill(3)
    return f"{digits[:-2].lstrip('0') or '0'}.{digits[-2:]}"
