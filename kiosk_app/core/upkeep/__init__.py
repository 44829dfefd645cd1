"""What the till does while nobody wants anything of it."""
