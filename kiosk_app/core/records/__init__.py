"""What the till keeps of what was done: its journal's entries, the day, figures, and sound where that is wanted."""
