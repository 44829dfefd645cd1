"""Kinds of things that suit a mood, where neither the settings nor the store say otherwise."""

from collections.abc import Mapping

from kiosk_app.core.types import Language

MOODS: Mapping[str, Mapping[Language, tuple[str, ...]]] = {
    "happy": {"en": ("ice cream", "lemonade", "cake", "juice"), "es": ("helado", "limonada", "tarta", "zumo")},
    "cosy": {"en": ("hot chocolate", "soup", "tea", "latte"), "es": ("chocolate caliente", "sopa", "té", "café")},
    "adventurous": {"en": ("matcha", "chai", "spicy", "ginger"), "es": ("matcha", "chai", "picante", "jengibre")},
    "stressed": {"en": ("camomile", "chamomile", "herbal tea", "chocolate"), "es": ("manzanilla", "infusión", "tila")},
    "celebratory": {"en": ("sparkling", "cava", "champagne", "cake"), "es": ("cava", "espumoso", "champán", "tarta")},
    "tired": {
        "en": ("espresso", "coffee", "americano", "energy drink"),
        "es": ("espresso", "café", "bebida energética"),
    },
}
"""Words to search the catalogue by, best first; what the shop does not have of them is passed over."""
