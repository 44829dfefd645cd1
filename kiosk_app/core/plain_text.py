"""Text from outside, as it may be kept and shown."""

import unicodedata


def plain_text(text: str, longest: int) -> str:
    """One line of plain characters: no control, bidirectional or unassigned ones."""
    kept = (" " if character.isspace() else character for character in text)
    plain = "".join(character for character in kept if unicodedata.category(character)[0] != "C")
    return " ".join(plain.split())[:longest]
