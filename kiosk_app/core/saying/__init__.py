"""What the till shows and says, in its languages, and how a voice comes to say it."""
