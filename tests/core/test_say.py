"""Numbers and money in words are understood again as what they were."""

import re
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kiosk_app.core.numbers import normalise
from kiosk_app.core.say import expand, say_money, say_number
from kiosk_app.core.types import Language, Money

languages: st.SearchStrategy[Language] = st.sampled_from(("en", "es"))
amounts = st.decimals(min_value=0, max_value=99_999, places=2)
numbers = st.one_of(
    st.integers(min_value=0, max_value=10**14).map(Decimal),
    st.decimals(min_value=0, max_value=99_999, places=1),
    st.decimals(min_value=0, max_value=99_999, places=2),
    st.decimals(min_value=0, max_value=999, places=3),
)


def first_reading(text: str, language: Language) -> Decimal:
    (number,) = (word for word in normalise(text, language).words if word.readings)
    return Decimal(number.readings[0])


def heard_as(text: str, language: Language) -> list[Decimal]:
    """All that the one number of a text may mean."""
    (word,) = normalise(text, language).words
    return [Decimal(reading) for reading in word.readings]


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("en", "as of 14:05 today.", "as of fourteen zero five today."),
        ("en", "09:30 yesterday", "nine thirty yesterday"),
        ("en", "14:00", "fourteen o'clock"),
        ("es", "hoy a las 14:05.", "hoy a las catorce cero cinco."),
        ("es", "ayer a las 09:00", "ayer a las nueve en punto"),
        ("en", "a ratio of 1:100", "a ratio of one:one hundred"),
    ],
)
def test_times_of_day(language: Language, text: str, said: str) -> None:
    assert expand(text, language) == said


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_number_up_to_9999_is_heard(language: Language) -> None:
    for number in range(10_000):
        assert normalise(say_number(Decimal(number), language), language).text == str(number)


@given(st.integers(min_value=1, max_value=99_999))
def test_an_english_price_is_among_the_readings_however_it_is_said(cents: int) -> None:
    price = Decimal(cents) / 100
    whole, part = divmod(cents, 100)
    euros, rest = say_number(Decimal(whole)), say_number(Decimal(part))
    pair = rest if part > 9 else f"oh {rest}"
    digits = " ".join(say_number(Decimal(digit)) for digit in f"{part:02}")
    ways = [f"{euros} point {digits}", f"{euros} dollars and {rest} cents"]
    if not part:
        ways = [f"{euros} euros", f"{euros} bucks"]
    elif not whole:
        ways += [f"{rest} cents", f"{rest} p"]
    else:
        ways += [f"{euros} euros {pair}", f"{euros} dollars {rest} cents"]
        if whole % 100 or part < 10:  # else it is a whole number: "one hundred twenty"
            ways += [f"{euros} {pair}", f"{euros} {pair} dollars"]
    for way in ways:
        assert price in heard_as(way, "en"), way


@given(st.integers(1, 999), st.integers(1, 99), languages)
def test_a_price_said_without_currency_or_link_is_among_the_readings(
    whole: int, cents: int, language: Language
) -> None:
    assume(whole % 100 or cents < 10)  # else it is a whole number: "one hundred twenty"
    zero = "" if cents > 9 else "oh " if language == "en" else "cero "
    said = f"{say_number(Decimal(whole), language)} {zero}{say_number(Decimal(cents), language)}".replace(" and ", " ")
    # "nine hundred nine ninety" may be a size and a price, too: then the whole of it is a reading of the price
    last = normalise(said, language).words[-1]
    assert Decimal(100 * whole + cents) / 100 in map(Decimal, last.readings)


@given(st.integers(min_value=1, max_value=99_999))
def test_a_spanish_price_is_among_the_readings_however_it_is_said(cents: int) -> None:
    price = Decimal(cents) / 100
    whole, part = divmod(cents, 100)
    plain, rest = say_number(Decimal(whole), "es"), say_number(Decimal(part), "es")
    euros = re.sub("uno$", "un", plain)
    pair = rest if part > 9 else f"cero {rest}"
    if not part:
        ways = [f"{euros} euros", f"{euros} pesos", f"{plain} euros"]
    elif not whole:
        ways = [f"{rest} céntimos", f"{rest} centavos", f"{plain} con {pair}"]
    else:
        ways = [
            f"{plain} con {pair}",
            f"{plain} con {pair} euros",
            f"{plain} con {rest} céntimos",
            f"{plain} coma {pair}",
            f"{euros} euros {pair}",
            f"{euros} euros con {rest}",
            f"{euros} euros y {rest} céntimos",
            f"{euros} pesos con {rest} centavos",
        ]
    for way in ways:
        assert price in heard_as(way, "es"), way


@given(amounts, st.sampled_from(("EUR", "USD", "GBP", "MXN")), languages)
def test_money_that_is_said_is_heard(amount: Decimal, currency: str, language: Language) -> None:
    assert first_reading(say_money(Money(amount, currency), language), language) == amount


@given(numbers, languages)
def test_a_number_that_is_said_is_heard(number: Decimal, language: Language) -> None:
    said = say_number(number, language)
    assert not re.search("[0-9]", said)
    assert first_reading(said, language) == number


@given(amounts, languages, st.sampled_from(("€{}", "{} €", "{}€", "{} EUR", "€ {}")))
def test_a_written_price_is_said_as_money(amount: Decimal, language: Language, form: str) -> None:
    said = say_money(Money(amount, "EUR"), language)
    assert expand(f"Latte: {form.format(amount)}.", language) == f"Latte: {said}."


@given(st.text() | st.text(alphabet="0123456789.,'€$×→-−% clkgoznd"), languages)
def test_any_text_is_expanded(text: str, language: Language) -> None:
    assert not re.search("[0-9×→]", re.sub("[0-9]+(st|nd|rd|th|º|ª)", "", expand(text, language)))


@pytest.mark.parametrize(
    ("amount", "currency", "english", "spanish"),
    [
        ("1.20", "EUR", "one euro twenty", "un euro veinte"),
        ("0.95", "EUR", "ninety-five cents", "noventa y cinco céntimos"),
        ("0.01", "GBP", "one penny", "un penique"),
        ("2", "EUR", "two euros", "dos euros"),
        ("2.00", "USD", "two dollars", "dos dólares"),
        ("2.05", "EUR", "two euros and five cents", "dos euros con cinco céntimos"),
        ("21.50", "EUR", "twenty-one euros fifty", "veintiún euros cincuenta"),
        ("201.10", "GBP", "two hundred and one pounds ten", "doscientas una libras diez"),
        ("1101", "EUR", "one thousand one hundred and one euros", "mil ciento un euros"),
        ("0", "EUR", "zero euros", "cero euros"),
        ("-1.20", "EUR", "minus one euro twenty", "menos un euro veinte"),
        ("1.20", "CHF", "one point two CHF", "uno coma dos CHF"),
        ("0.125", "EUR", "zero point one two five euros", "cero coma uno dos cinco euros"),
    ],
)
def test_money_in_words(amount: str, currency: str, english: str, spanish: str) -> None:
    assert say_money(Money(Decimal(amount), currency), "en") == english
    assert say_money(Money(Decimal(amount), currency), "es") == spanish


@pytest.mark.parametrize(
    ("number", "english", "spanish"),
    [
        ("0", "zero", "cero"),
        ("16", "sixteen", "dieciséis"),
        ("33", "thirty-three", "treinta y tres"),
        ("100", "one hundred", "cien"),
        ("120", "one hundred and twenty", "ciento veinte"),
        ("12.5", "twelve point five", "doce coma cinco"),
        ("12.50", "twelve point five", "doce coma cinco"),
        ("1.25", "one point two five", "uno coma veinticinco"),
        ("21000", "twenty-one thousand", "veintiún mil"),
        ("1000000", "one million", "un millón"),
        ("2001005", "two million one thousand and five", "dos millones mil cinco"),
        ("-5", "minus five", "menos cinco"),
    ],
)
def test_numbers_in_words(number: str, english: str, spanish: str) -> None:
    assert say_number(Decimal(number), "en") == english
    assert say_number(Decimal(number), "es") == spanish


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        (
            "en",
            "Coca-Cola 33 cl: 1.10 € → 1.20 €. Right?",
            "Coca-Cola thirty-three centilitres: one euro ten to one euro twenty. Right?",
        ),
        ("en", "2 × Latte, $4.50", "two times Latte, four dollars fifty"),
        ("en", "Milk 1 l is £0.95, down 12.5 %", "Milk one litre is ninety-five pence, down twelve point five percent"),
        ("en", "1.5 l of 7Up and 500g", "one point five litres of seven Up and five hundred grams"),
        ("en", "The 2nd one, 12 oz", "The 2nd one, twelve ounces"),
        ("en", "Barcode 5449000 is SKU 0012", "Barcode five four four nine zero zero zero is SKU zero zero one two"),
        ("en", "It fell by -3 to 1,200.", "It fell by minus three to one thousand two hundred."),
        ("es", "Agua 1,5 l a 1,20 €", "Agua uno coma cinco litros a un euro veinte"),
        ("es", "Harina 1 kg → 1.20 EUR, 10%", "Harina un kilo a un euro veinte, diez por ciento"),
        ("es", "1 oz, 2.000 clientes", "una onza, dos mil clientes"),
    ],
)
def test_a_sentence_for_the_voice(language: Language, text: str, said: str) -> None:
    assert expand(text, language) == said
