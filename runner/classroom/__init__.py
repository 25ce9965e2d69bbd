"""The instructor's side: what `runner.grading` marks a whole class with."""
