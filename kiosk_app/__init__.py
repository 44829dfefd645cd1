"""A local-first voice assistant for shop tills."""
