"""What the assistant decides: standard library only; knows no screen, no engine, no network."""
