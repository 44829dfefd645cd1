"""From the microphone to words: where an utterance begins and ends, and what can be said at all."""
