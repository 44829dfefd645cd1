"""People whom the shop knows by name."""
