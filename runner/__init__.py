"""The program behind the `drills` command."""
