"""Who may do what: sign-in by token, and the signed-in person."""
