"""The execution core: what `runner.checking` checks one answer with, in children of its own."""
