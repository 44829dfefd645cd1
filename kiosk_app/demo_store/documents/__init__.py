"""What the shop has written down: policies, questions and answers, allergens, procedures."""
