"""One module per command: its arguments, its options, and what it calls and shows."""
