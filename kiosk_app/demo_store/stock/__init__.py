"""Goods that come in, go out, or are counted."""
