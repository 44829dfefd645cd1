"""From an intent to an answer or a plan: what each intent does, grouped by what it is about."""
