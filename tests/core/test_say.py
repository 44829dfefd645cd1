"""Numbers and money in words are understood again as what they were."""

import re
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kiosk_app.core.numbers import normalise
from kiosk_app.core.saying.say import expand, pieces, say_money, say_number
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
        ("en", "as of 14:05 today.", "as of two oh five p m today."),
        ("en", "09:30 yesterday", "nine thirty a m yesterday"),
        ("en", "14:00", "two p m"),
        ("es", "hoy a las 14:05.", "hoy a las dos y cinco de la tarde."),
        ("es", "ayer a las 09:00", "ayer a las nueve de la mañana"),
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


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_time_of_day_is_said_in_its_own_way(language: Language) -> None:
    times = [f"{minutes // 60}:{minutes % 60:02}" for minutes in range(24 * 60)]
    assert len({expand(time, language) for time in times}) == len(times)
    assert all(expand(f"0{time}", language) == expand(time, language) for time in times if len(time) == 4)


@given(st.integers(0, 99), st.sampled_from(("l", "cl", "kg")), languages)
def test_a_half_size_that_is_said_is_heard(whole: int, unit: str, language: Language) -> None:
    words = normalise(expand(f"{whole}.5 {unit}", language), language).words
    assert [word.text for word in words] == [f"{whole}.5", unit]


@given(st.integers(0, 10_000), st.sampled_from(("líneas", "unidades", "productos", "clientes")))
def test_a_spanish_count_that_is_said_is_heard(count: int, noun: str) -> None:
    said = expand(f"Hay {count} {noun}", "es")
    assert normalise(said, "es").text == f"hay {count} {normalise(noun, 'es').text}"


@given(st.text() | st.text(alphabet="0123456789.,:;!? €$→abcD\x02"), languages)
def test_pieces_are_the_whole_of_what_is_said(text: str, language: Language) -> None:
    def words(said: str) -> str:
        return "".join(filter(str.isalnum, said))

    cut = pieces(text, language)
    assert words("".join(cut)) == words(expand(text, language))
    assert all(any(map(str.isalnum, piece)) and piece == piece.strip() for piece in cut)


@pytest.mark.parametrize(
    ("language", "text", "cut"),
    [
        ("en", "Dr. Pepper 33 cl costs 1.20 €.", ("Dr. Pepper thirty-three centilitres costs", "one euro twenty.")),
        ("en", "Done. The order comes to $12.", ("Done.", "The order comes to", "twelve dollars.")),
        ("en", "3 lines, 12.40 € in all.", ("three lines,", "twelve euros forty in all.")),
        ("es", "¡Hola! ¿Qué hago?", ("¡Hola!", "¿Qué hago?")),
        ("es", "Leche: 1,10 € → 1,20 €", ("Leche:", "un euro diez a", "un euro veinte")),
        ("en", "(1.20 €) …", ("(one euro twenty) …",)),
        ("en", "", ()),
    ],
)
def test_it_is_cut_after_clauses_and_before_money(language: Language, text: str, cut: tuple[str, ...]) -> None:
    assert pieces(text, language) == cut


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
        ("en", "2 × Latte, $4.50", "two Latte, four dollars fifty"),
        ("en", "Milk 1 l is £0.95, down 12.5 %", "Milk one litre is ninety-five pence, down twelve point five percent"),
        ("en", "1.5 l of 7Up and 500g", "one and a half litres of seven Up and five hundred grams"),
        ("en", "The 2nd one, 12 oz", "The 2nd one, twelve ounces"),
        ("en", "Barcode 5449000 is SKU 0012", "Barcode five four four nine zero zero zero is SKU zero zero one two"),
        ("en", "It fell by -3 to 1,200.", "It fell by minus three to one thousand two hundred."),
        ("es", "Agua 1,5 l a 1,20 €", "Agua un litro y medio a un euro veinte"),
        ("es", "Harina 1 kg → 1.20 EUR, 10%", "Harina un kilo a un euro veinte, diez por ciento"),
        ("es", "1 oz, 2.000 clientes", "una onza, dos mil clientes"),
        ("en", "6x33 cl and 2 × 0.5 l", "six times thirty-three centilitres and two times half a litre"),
        ("en", "Cola 33 cl can, 1.5 l bottles", "Cola thirty-three centilitre can, one and a half litre bottles"),
        ("en", "3x Latte, M8 × 40 mm", "three Latte, M eight times forty millimetres"),
        ("es", "1 × Té, 21 × Latte", "un Té, veintiún Latte"),
        ("en", "Ham 18 €/kg, +6", "Ham eighteen euros per kilo, plus six"),
        ("es", "Jamón 18,50 € / kg", "Jamón dieciocho euros cincuenta por kilo"),
        ("en", "0.5 oz, 2.5 kg", "half an ounce, two and a half kilos"),
        ("es", "0,5 oz, 0,5 l, 21,5 l", "media onza, medio litro, veintiún litros y medio"),
        (
            "es",
            "Hay 21 líneas, 200 unidades y 31 clientes",
            "Hay veintiuna líneas, doscientas unidades y treinta y un clientes",
        ),
        ("es", "Queda 1 lata y 1 vaso; mesa 1 lista, 1 de 2", "Queda una lata y un vaso; mesa uno lista, uno de dos"),
        ("es", "1.250.000 unidades", "un millón doscientas cincuenta mil unidades"),
        ("en", "5 €–7.50 €, 10 %–20 %", "five euros to seven euros fifty, ten percent to twenty percent"),
        ("es", "Pedido 21 está listo, 21 más", "Pedido veintiuno está listo, veintiuno más"),
        ("es", "1.000.000 €", "un millón de euros"),
        ("en", "We open 9:30–20:00.", "We open nine thirty a m to eight p m."),
        ("en", "From 3pm to 12:05 a.m., 0:00 or 12:00", "From three p m to twelve oh five a m., midnight or noon"),
        ("es", "A las 9:30, a las 13:15", "A las nueve y media de la mañana, a la una y cuarto de la tarde"),
        ("es", "Las 21:45 h, 8 a.m.", "Las nueve y cuarenta y cinco de la noche, ocho de la mañana."),
        ("en", "Score 9:75 and 1:2:03", "Score nine:seventy-five and one:two:zero three"),
    ],
)
def test_a_sentence_for_the_voice(language: Language, text: str, said: str) -> None:
    assert expand(text, language) == said
