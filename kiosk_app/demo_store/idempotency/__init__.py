"""Writes that can be sent twice and happen once."""
