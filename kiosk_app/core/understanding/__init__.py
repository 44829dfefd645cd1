"""From words to an intent: the grammar that a model is held to, and all that is read without a model."""
