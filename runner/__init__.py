"""The program behind the `drills` command.

`commands/` parses and calls.  `checking.py` checks one answer: `execution/` holds its parts,
`databases/` and `instruments/` what checks work and measure with, `isolation/` and `tampering/`
what guards them.  `verify.py` proves drills.  `grading.py` marks a class: `classroom/` holds its
parts.  `learner/` is what a learner has done, `course/` what drills consist of, `render/` what
people see.  tests/test_layers.py says which module may import which.
"""
