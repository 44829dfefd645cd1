"""From the International Phonetic Alphabet, as espeak-ng writes American English, to the phones of CMU's dictionary."""

import re
import unicodedata

_PHONES = {
    # Two signs, one sound: longest first, see the pattern below.
    "tʃ": "CH", "dʒ": "JH", "aɪ": "AY", "aʊ": "AW", "eɪ": "EY", "oʊ": "OW", "əʊ": "OW", "ɔɪ": "OY", "oɪ": "OY",
    "ɪə": "IY AH", "eə": "EH R", "ɛə": "EH R", "ʊə": "UH R", "iə": "IY AH",
    "ɑːɹ": "AA R", "ɔːɹ": "AO R", "oːɹ": "AO R", "ɚ": "ER", "ɝ": "ER", "ɜː": "ER", "ɜ": "ER", "əl": "AH L",
    "aɪɚ": "AY ER",
    # Vowels.
    "iː": "IY", "i": "IY", "ɪ": "IH", "ᵻ": "IH", "e": "EH", "ɛ": "EH", "æ": "AE", "a": "AE", "aː": "AA", "ɑː": "AA",
    "ɑ": "AA", "ɒ": "AA", "ɔː": "AO", "ɔ": "AO", "o": "OW", "oː": "OW", "ʊ": "UH", "uː": "UW", "u": "UW", "y": "UW",
    "ʌ": "AH", "ə": "AH", "ɐ": "AH", "ɵ": "AH", "ø": "ER", "œ": "ER", "eː": "EY",
    # Consonants.
    "p": "P", "b": "B", "t": "T", "d": "D", "k": "K", "ɡ": "G", "g": "G", "c": "K", "ɟ": "G", "q": "K", "ʔ": "T",
    "ɾ": "D", "f": "F", "v": "V", "β": "V", "θ": "TH", "ð": "DH", "s": "S", "z": "Z", "ʃ": "SH", "ʒ": "ZH", "ç": "SH",
    "x": "K", "ɣ": "G", "χ": "K", "h": "HH", "ħ": "HH", "m": "M", "n": "N", "ɲ": "N Y", "ŋ": "NG", "l": "L", "ɬ": "L",
    "ɫ": "L", "ʎ": "L Y", "ɹ": "R", "r": "R", "ʁ": "R", "ɻ": "R", "j": "Y", "w": "W", "ʍ": "W",
}  # fmt: skip

_SIGN = re.compile("|".join(sorted(map(re.escape, _PHONES), key=len, reverse=True)))


def arpabet(ipa: str) -> tuple[str, ...]:
    """The phones of a pronunciation, without stress; signs that stand for no sound are passed over."""
    plain = "".join(sign for sign in unicodedata.normalize("NFD", ipa) if not unicodedata.combining(sign))
    plain = plain.replace("ˈ", "").replace("ˌ", "")
    return tuple(phone for match in _SIGN.finditer(plain) for phone in _PHONES[match[0]].split())
