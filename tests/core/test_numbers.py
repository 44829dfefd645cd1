"""Spoken and typed numbers become digits, with every reading that they have."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.core.numbers import Normalised, normalise
from kiosk_app.core.numbers.reader import Reader
from kiosk_app.core.numbers.words import CURRENCIES, NUMBER_WORDS
from kiosk_app.core.types import Language

LANGUAGES: tuple[Language, ...] = ("en", "es")


def readings(heard: Normalised) -> list[tuple[str, ...]]:
    return [word.readings for word in heard.words if word.readings]


def lexicon(language: Language) -> list[str]:
    """Every word that the reader knows, and some that it does not."""
    words = NUMBER_WORDS[language]
    sets = (
        words.zero,
        words.oh,
        words.point,
        words.price_link,
        words.cents_link,
        words.articles,
        words.part_links,
        words.phone,
    )
    maps = (words.digits, words.teens, words.tens, words.tens_ones, words.hundreds, words.scales, words.repeat)
    phrases = (words.halves, words.parts, words.units, words.percent, words.vague)
    known = {word for group in (*sets, *maps, words.cents, words.bunches, words.ordinals, CURRENCIES) for word in group}
    known |= {word for group in phrases for phrase in group for word in phrase}
    known |= {words.minus, *words.dozen, *words.before_pronoun, min(words.before_price), min(words.before_code)}
    known |= {
        words.hundred,
        words.link,
        words.tens_link,
        words.one,
        "of",
        "de",
        "pounder",
        "x",
        "×",
        "c",
        "coffee",
        "large",
        "café",
        "second",
    }
    known |= {"1", "20", "33", "120", "1.20", "1,20", "1.200", "1,205", "€5", "€", "%", "2x", "33cl", "2nd", "-5", "0"}
    return sorted(known - {""})


def utterances(language: Language) -> st.SearchStrategy[str]:
    joint = st.sampled_from([" ", " ", " ", " ", "", ", ", "-", ". "])
    pieces = st.lists(st.tuples(st.sampled_from(lexicon(language)), joint), max_size=12)
    return pieces.map(lambda chosen: "".join(word + gap for word, gap in chosen))


anything = st.text() | st.text(alphabet="0123456789.,'’€$ x×-%clºnd+()") | utterances("en") | utterances("es")


@given(anything, st.sampled_from(LANGUAGES))
def test_no_number_begins_with_a_word_that_is_passed_over(text: str, language: Language) -> None:
    reader = Reader(text, language)
    for i in range(len(reader._tokens)):
        assert reader._may_begin(i) or reader._number(i, "") is None


@given(anything, st.sampled_from(LANGUAGES))
def test_any_text_is_read_and_its_text_is_read_again_unchanged(text: str, language: Language) -> None:
    heard = normalise(text, language)
    assert normalise(heard.text, language).text == heard.text
    for word in heard.words:
        assert word.text
        assert " " not in word.text
        assert word.spoken
        for reading in word.readings:
            assert reading.replace(".", "", 1).isdecimal()
            assert reading.isascii()
        assert not word.readings or word.readings[0] == word.text
        assert len(set(word.readings)) == len(word.readings)


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("coca cola thirty three is one twenty now", "coca cola 33 is 1.20 now"),
        ("coca cola thirty three c l one twenty", "coca cola 33 cl 1.20"),
        ("coca cola two l two forty nine", "coca cola 2 l 2.49"),
        ("thirty three one twenty", "33 1.20"),
        ("five hundred one twenty", "500 1.20"),
        ("thirty three one oh five", "33 1.05"),
        ("coca cola zero thirty three", "coca cola 0 33"),
        ("set it to zero ninety nine", "set it to 0.99"),
        ("make the latte three euros", "make the latte 3.00"),
        ("two euros ten", "2.10"),
        ("two euro fifty now", "2.50 now"),
        ("one euro twenty", "1.20"),
        ("one euro and twenty cents", "1.20"),
        ("two euros five", "2.05"),
        ("two euros oh five", "2.05"),
        ("a euro fifty", "1.50"),
        ("two pounds fifty", "2.50"),
        ("two pounds of apples", "2 pounds of apples"),
        ("twenty euro cents", "0.20"),
        ("ninety nine cents", "0.99"),
        ("coke thirty three twenty cents", "coke 33 0.20"),
        ("a cent", "0.01"),
        ("euro and a half", "1.50"),
        ("half a euro", "0.50"),
        ("two euros thirty three c l", "2.00 33 cl"),
        ("a hundred and twenty", "120"),
        ("twelve hundred", "1200"),
        ("twelve hundred and fifty", "1250"),
        ("two thousand five hundred", "2500"),
        ("two million and five", "2000005"),
        ("thirteen hundred million", "1300000000"),
        ("nine hundred ninety nine", "999"),
        ("one two three", "1 2 3"),
        ("a dozen eggs", "12 eggs"),
        ("half a dozen", "6"),
        ("two dozen", "24"),
        ("a dozen and a half", "18"),
        ("two and a half dozen", "30"),
        ("a couple of cokes", "2 of cokes"),
        ("half a kilo of ham", "0.5 kg of ham"),
        ("three quarters of a kilo", "0.75 kg"),
        ("two kilos and a half", "2.5 kg"),
        ("a kilo and a half", "1.5 kg"),
        ("one and a half litres", "1.5 l"),
        ("half and half", "half and half"),
        ("half sugar", "half sugar"),
        ("quarter pounder", "quarter pounder"),
        ("half pound burger", "half pound burger"),
        ("twelve point five percent", "12.5 percent"),
        ("coke thirty three ten per cent", "coke 33 10 percent"),
        ("two point twenty five", "2.25"),
        ("thirty three centiliters", "33 cl"),
        ("two litres", "2 l"),
        ("two fifty grams", "250 g"),
        ("three thirty mil", "330 ml"),
        ("two thirty three c l cans", "2 33 cl cans"),
        ("two sixteen ounce lattes", "2 16 ounce lattes"),
        ("eight ounce", "8 ounce"),
        ("one coffee", "1 coffee"),
        ("no one coffee", "no 1 coffee"),
        ("an espresso and a tea", "an espresso and a tea"),
        ("the second one", "the second one"),
        ("the second one thirty", "the second one 30"),
        ("that one", "that one"),
        ("this one two fifty", "this one 2.50"),
        ("make that one twenty", "make that 1.20"),
        ("two to go", "2 to go"),
        ("too much for tea", "too much for tea"),
        ("double shot", "double shot"),
        ("double oh seven", "double oh 7"),
        ("five four four nine oh oh double oh oh nine nine six", "544900000996"),
        ("five five five oh one two three", "5550123"),
        ("seven up", "7 up"),
        ("two and a half", "2.5"),
        ("two and a quarter", "2.25"),
        ("one and three quarters", "1.75"),
        ("two kilos and a quarter", "2.25 kg"),
        ("two and a quarter dollars", "2.25"),
        ("three quarters", "0.75"),
        ("three quarter pound burgers", "3 quarter pound burgers"),
        ("a half kilo", "0.5 kg"),
        ("one quarter of a litre", "0.25 l"),
        ("a half dozen", "6"),
        ("two dozen and a half", "30"),
        ("two litres and a half kilo of ham", "2 l and 0.5 kg of ham"),
        ("two and a quarter of a kilo", "2 and 0.25 kg"),
        ("two and a quarter pounder", "2 and a quarter pounder"),
        ("a pound and a half of ham", "1.5 pound of ham"),
        ("two dollars and a half", "2.50"),
        ("coke once twice three times", "coke once twice 3 times"),
        ("one fifty a pound", "1.50 a pound"),
        ("a fiver or a tenner", "5.00 or 10.00"),
        ("a buck fifty", "1.50"),
        ("five percent", "5 percent"),
        ("half a percent", "0.5 percent"),
        ("five and a half per cent", "5.5 percent"),
        ("oh point five", "0.5"),
        ("twenty something cokes", "twenty something cokes"),
        ("two kilos-ish", "two kilos ish"),
        ("factor fifty twenty two ninety five", "factor 50.22 95"),
        ("oh seven seven double oh nine hundred four five six", "07700900456"),
        ("one eight hundred five five five twelve thirty four", "18005551234"),
        ("my number is five five five nine hundred fifty six seven", "my number is 555900567"),
        ("it is five five five six seven eight nine hundred and fifty six", "it is 555678956"),
        ("five five five twelve thirty four", "5551234"),
        ("five five five twelve thirty four dollars", "5 5 5.12 34.00"),
        ("double five double four triple three", "5544333"),
        ("five hundred one twenty two fifty", "500 1.22 50"),
        ("order four one seven", "order 417"),
        ("order number one zero zero", "order number 100"),
        ("order one oh eight", "order 1.08"),
        ("order two two litre cokes", "order 2 2 l cokes"),
        ("order two two two litre cokes", "order 2 2 2 l cokes"),
    ],
)
def test_english_as_it_is_heard(said: str, text: str) -> None:
    assert normalise(said).text == text


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("pon la coca cola treinta y tres a uno veinte", "pon la coca cola 33 a 1.20"),
        ("uno con veinte", "1.20"),
        ("uno con cero cinco", "1.05"),
        ("uno con cinco céntimos", "1.05"),
        ("dos con dos azúcares", "2 con 2 azúcares"),
        ("dos cafés con leche y un cruasán", "2 cafés con leche y un cruasán"),
        ("dos euros diez", "2.10"),
        ("dos euros con diez", "2.10"),
        ("dos euros y diez céntimos", "2.10"),
        ("un euro veinte", "1.20"),
        ("dos euros con leche", "2.00 con leche"),
        ("euro y medio", "1.50"),
        ("noventa y cinco céntimos", "0.95"),
        ("noventa y cinco centimos", "0.95"),
        ("un céntimo", "0.01"),
        ("a cero noventa y cinco", "a 0.95"),
        ("cola cero treinta y tres", "cola 0 33"),
        ("cero con noventa", "0.90"),
        ("media docena", "6"),
        ("una docena y media", "18"),
        ("dos docenas de huevos", "24 de huevos"),
        ("un par de cafés", "2 de cafés"),
        ("litro y medio", "1.5 l"),
        ("un litro y medio de leche", "1.5 l de leche"),
        ("dos litros y medio", "2.5 l"),
        ("kilo y cuarto", "1.25 kg"),
        ("medio kilo de jamón", "0.5 kg de jamón"),
        ("cuarto de kilo", "0.25 kg"),
        ("treinta y tres centilitros", "33 cl"),
        ("uno y medio", "1.5"),
        ("doce coma cinco por ciento", "12.5 por ciento"),
        ("un diez por ciento", "un 10 por ciento"),
        ("mil doscientos", "1200"),
        ("dos millones mil cinco", "2001005"),
        ("veintiún mil", "21000"),
        ("ciento veinte", "120"),
        ("quinientos un", "501"),
        ("doscientas libras de patatas", "200 libras de patatas"),
        ("ponme un café y una caña", "ponme un café y una caña"),
        ("la segunda", "la segunda"),
        ("seis cero cero uno dos tres doble cuatro cinco", "600123445"),
        ("seis uno dos treinta y cuatro cincuenta y seis setenta y ocho", "612345678"),
        ("precio -2 & -3", "precio menos 2 y menos 3"),
        ("tres y medio", "3.5"),
        ("tres y un cuarto", "3.25"),
        ("kilo y medio", "1.5 kg"),
        ("kilo y tres cuartos", "1.75 kg"),
        ("un cuarto de kilo", "0.25 kg"),
        ("tres cuartos", "0.75"),
        ("tres cuartos de litro", "0.75 l"),
        ("tres cuartos de pollo", "3 cuartos de pollo"),
        ("docena y media", "18"),
        ("dos litros y medio kilo de jamón", "2 l y 0.5 kg de jamón"),
        ("dos kilos y media docena de huevos", "2 kg y 6 de huevos"),
        ("una libra y media de jamón", "1.5 libra de jamón"),
        ("ciento y pico", "ciento y pico"),
        ("dos kilos y pico de pan", "dos kilos y pico de pan"),
        ("un cinco por ciento", "un 5 por ciento"),
        ("medio por ciento", "0.5 por ciento"),
        ("mil doscientos pesos", "1200.00"),
        ("mil doscientos con cincuenta", "1200.50"),
        ("quince pesos con cincuenta centavos", "15.50"),
        ("veinte varos", "20.00"),
        ("isdin cincuenta veintidós con noventa y cinco", "isdin 50 22.95"),
        ("isdin cincuenta uno con noventa", "isdin 50 1.90"),
        ("isdin cincuenta treinta con cinco céntimos", "isdin 50 30.05"),
        ("isdin cincuenta y uno con noventa", "isdin 51.90"),
        ("treinta tres", "33"),
        ("dos euros veinte con cincuenta", "2.00 20.50"),
        ("coca cola treinta y tres uno veinte", "coca cola 33 1.20"),
        ("dos cafés a dos con cinco y un té", "2 cafés a 2 con 5 y un té"),
        ("cincuenta y cinco doce treinta y cuatro cincuenta y seis setenta y ocho", "5512345678"),
        ("seiscientos doce treinta y cuatro cincuenta y seis setenta y ocho", "612345678"),
        ("seiscientos doce trescientos cuarenta y cinco seiscientos setenta y ocho", "612345678"),
        ("noventa y uno quinientos doce treinta y cuatro cincuenta y seis", "915123456"),
        ("novecientos dos doce treinta y cuatro cincuenta y seis", "902123456"),
        ("ochocientos uno dos tres cuatro cinco seis", "800123456"),
        ("agua quinientos uno veinte dos cincuenta", "agua 500 1.20 2.50"),
        ("pedido cuatro uno siete", "pedido 417"),
    ],
)
def test_spanish_as_it_is_heard(said: str, text: str) -> None:
    assert normalise(said, "es").text == text


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("Coca-Cola 33cl: 1,20 €!", "coca cola 33 cl 1.20"),
        ("€1.20", "1.20"),
        ("€ 5", "5.00"),
        ("EUR 5", "5.00"),
        ("5 €", "5.00"),
        ("€.50", "0.50"),
        ("1€20", "1.20"),
        ("1'20", "1.20"),
        ("1’20 €", "1.20"),
        ("2 €1.20", "2 1.20"),
        ("2 euros 10", "2.10"),
        ("2 € 3 teas", "2.00 3 teas"),
        ("50p", "0.50"),
        ("1,234.50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1.234.567", "1234567"),
        ("0.205", "0.205"),
        (".5 l", "0.5 l"),
        ("2x coffee", "2 coffee"),
        ("2 x Coffee", "2 coffee"),
        ("6x33cl", "6 x 33 cl"),
        ("2 x large", "2 x large"),
        ("12.5%", "12.5 percent"),
        ("-1.20", "minus 1.20"),
        ("semi-skimmed 1-2", "semi skimmed 1 2"),
        ("what's the 'special'?", "what's the special"),
        ("Salt & vinegar", "salt and vinegar"),
        ("the 2nd one", "the 2nd one"),
        ("5 thousand", "5000"),
        ("5449000000996", "5449000000996"),
        ("0012", "0012"),
        ("7Up B12", "7 up b 12"),
        ("cafe\u0301 \u202ecol\u00ada\x00", "café cola"),
        ("", ""),
        (" ?! ", ""),
    ],
)
def test_english_as_it_is_typed(typed: str, text: str) -> None:
    assert normalise(typed).text == text


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "is one twenty", ("1.20", "120")),
        ("en", "one oh five", ("1.05", "105")),
        ("en", "one twenty five", ("1.25", "125")),
        ("en", "order one oh eight", ("1.08", "108")),
        ("en", "order three oh two", ("3.02", "302")),
        ("en", "nineteen ninety nine", ("19.99", "1999")),
        ("en", "eight hundred five five five one two three four", ("8005551234", "805551234")),
        ("es", "seiscientos doce doce treinta y cuatro cincuenta y seis", ("612123456", "60012123456")),
        ("es", "pedido uno cero ocho", ("1.08", "108")),
        ("es", "a dos con cinco", ("2.05", "2.50")),
        ("es", "dos con cinco euros", ("2.05", "2.50")),
        ("en", "thirteen fifty euros", ("13.50", "1350.00")),
        ("en", "one hundred and twenty fifty", ("120.50",)),
        ("en", "two euros ten", ("2.10",)),
        ("en", "two fifty grams", ("250",)),
        ("en", "1,200", ("1200", "1.20")),
        ("en", "1.200", ("1.20", "1200")),
        ("es", "1.200", ("1200", "1.20")),
        ("es", "1,200 €", ("1.20", "1200.00")),
        ("es", "1,205 kg", ("1.2050", "1205")),
        ("es", "uno veinte", ("1.20", "120")),
        ("es", "uno con veinte", ("1.20",)),
    ],
)
def test_every_reading_is_kept(language: Language, text: str, expected: tuple[str, ...]) -> None:
    assert readings(normalise(text, language)) == [expected]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "coca cola thirty three one twenty", [("33",), ("1.20", "120")]),
        ("en", "water five hundred one twenty", [("500",), ("1.20", "120", "501.20")]),
        ("en", "500 one twenty", [("500",), ("1.20", "120")]),
        ("es", "agua quinientos uno veinte euros", [("500",), ("1.20", "120.00", "501.20")]),
    ],
)
def test_a_price_right_behind_a_size(language: Language, text: str, expected: list[tuple[str, ...]]) -> None:
    assert readings(normalise(text, language)) == expected


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("find 600 123 456", "find 600123456"),
        ("el móvil es 600 12 34 56", "el móvil es 600123456"),
        ("call 087 123 4567 please", "call 0871234567 please"),
        ("555-123-4567", "5551234567"),
        ("+34 600 123 456", "34600123456"),
        ("+1 (555) 123-4567", "15551234567"),
        ("1-555-123-4567", "15551234567"),
        ("555.123.4567", "5551234567"),
        ("555-0123 for table 4", "5550123 for table 4"),
        ("new customer anna phone 555 0123 2 lattes", "new customer anna phone 5550123 2 lattes"),
        ("el móvil es 600 123456", "el móvil es 600123456"),
        ("555 0123", "555 0123"),
        ("flour 500-1000 g", "flour 500 1000 g"),
        ("2026-11-01 and 12.11.2026", "2026 11 01 and 12.11 2026"),
        ("12.50-13.50-14.50", "12.50 13.50 14.50"),
        ("phone charger 12 1.20", "phone charger 12 1.20"),
        ("phone 5550123 24 lattes", "phone 5550123 24 lattes"),
        ("table 12 20 beers", "table 12 20 beers"),
        ("1000 2000 3000 4000", "1000 2000 3000 4000"),
        ("12 20 30", "12 20 30"),
    ],
)
def test_the_groups_of_a_phone_number_are_joined(typed: str, read: str) -> None:
    assert normalise(typed, "es" if "móvil" in typed else "en").text == read


prices = st.decimals("0.05", "99.99", places=2).map(str)
groups_of_digits = st.lists(st.text("0123456789", min_size=2, max_size=4), min_size=3, max_size=6)


@given(
    groups_of_digits.filter(lambda groups: 9 <= sum(map(len, groups)) <= 13),
    st.sampled_from([" ", "-", "."]),
    st.sampled_from(["", "anna ", "call ", "el móvil es ", "table 4 "]),
    st.sampled_from(["", " please", ", 2 lattes"]),
    st.sampled_from(LANGUAGES),
)
def test_any_phone_number_in_groups_is_one_number(
    groups: list[str], gap: str, before: str, after: str, language: Language
) -> None:
    assert "".join(groups) in normalise(before + gap.join(groups) + after, language).numbers


@given(st.lists(st.tuples(st.integers(1, 99), st.sampled_from(["lattes", "coca cola 33", "teas"]), prices)))
def test_counts_sizes_and_prices_are_never_a_phone_number(lines: list[tuple[int, str, str]]) -> None:
    said = " ".join(f"{count} {thing} {price}" for count, thing, price in lines)
    for language in LANGUAGES:
        assert normalise(said, language).text == said


@given(st.text(alphabet="123456789", min_size=6, max_size=14), st.sampled_from(LANGUAGES))
def test_a_barcode_said_digit_by_digit_is_one_number(digits: str, language: Language) -> None:
    words = list(NUMBER_WORDS[language].digits)
    said = " ".join(words[int(digit) - 1] for digit in digits)
    assert readings(normalise(said, language)) == [(digits,)]


def test_the_words_that_were_heard_stay_with_the_number() -> None:
    spoken = [word.spoken for word in normalise("coke one euro twenty and two kilos and a half").words]
    assert spoken == ["coke", "one euro twenty", "and", "two and a half", "kilos"]


@given(anything, st.sampled_from(LANGUAGES))
def test_a_huge_text_is_read_too(text: str, language: Language) -> None:
    normalise(text * 200, language)
