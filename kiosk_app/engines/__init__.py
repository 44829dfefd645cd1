"""What the assistant is built from: one library a file, each behind a port of core."""
