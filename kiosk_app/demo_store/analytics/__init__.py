"""What was sold, counted by closed questions."""
