"""The tills' orders."""
