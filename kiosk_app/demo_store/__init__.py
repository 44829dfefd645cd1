"""A café-grocery's own system, to try the till on: Django and DRF in a process of its own, reached over HTTP only."""
