"""Writes the sentences that the till shows or says, and the money, quantities and days in them."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from kiosk_app.core.errors import KioskError
from kiosk_app.core.saying.answer_sentences import ANSWERS
from kiosk_app.core.saying.document_sentences import DOCUMENTS
from kiosk_app.core.saying.problem_sentences import PROBLEMS
from kiosk_app.core.saying.setup_sentences import SETUP
from kiosk_app.core.types import Language, Money

_SYMBOLS = {"EUR": "€", "GBP": "£", "USD": "$"}
_MONTHS: Mapping[Language, str] = {
    "en": "January February March April May June July August September October November December",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}

SENTENCES = {**ANSWERS, **PROBLEMS, **SETUP, **DOCUMENTS}
"""Every sentence by its code, then by its language."""


def sentence(code: str, language: Language, **values: object) -> str:
    """The sentence for a code; money among the values is written as `show_money` does."""
    texts = SENTENCES[code]
    shown = {name: show_money(value, language) if isinstance(value, Money) else value for name, value in values.items()}
    return texts[language].format(**shown)


def explain(error: KioskError, language: Language) -> str:
    """The sentence for an error."""
    return sentence(error.code, language, **error.values)


def tag_name(kind: str, tag: str, language: Language) -> str:
    """A diet or an allergen in this language, where it is one that the till knows; else as the store tags it."""
    texts = SENTENCES.get(f"{kind}_{tag.replace(' ', '_')}")
    return texts[language] if texts else tag


def show_money(money: Money, language: Language) -> str:
    """Money as it stands on a price tag: "1.20 €", in Spanish "1,20 €"."""
    digits = f"{money.amount:.2f}"
    if language == "es":
        digits = digits.replace(".", ",")
    return f"{digits} {_SYMBOLS.get(money.currency, money.currency)}"


def show_quantity(quantity: Decimal, language: Language) -> str:
    """A quantity without needless zeros: "2", "0.5", in Spanish "0,5"."""
    digits = f"{quantity:f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return digits.replace(".", ",") if language == "es" else digits


def show_moment(moment: datetime, now: datetime, language: Language) -> str:
    """A moment in the till's zone: "14:05 today", "14:05 yesterday", or else its day."""
    there, here = moment.astimezone(), now.astimezone()
    days = (here.date() - there.date()).days
    if days not in (0, 1):
        return ("el " if language == "es" else "") + show_day(there.date(), language)
    if language == "es":
        return f"{('hoy', 'ayer')[days]} a las {there:%H:%M}"
    return f"{there:%H:%M} {('today', 'yesterday')[days]}"


def show_day(day: date, language: Language) -> str:
    """A day as people write it: "7 November 2026", in Spanish "7 de noviembre de 2026"."""
    month = _MONTHS[language].split()[day.month - 1]
    return (" de " if language == "es" else " ").join((str(day.day), month, str(day.year)))
