"""The headless front: arguments in, events out as lines that a person or a program reads."""
