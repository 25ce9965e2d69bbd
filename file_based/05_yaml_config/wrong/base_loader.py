"""Thinks that a file has only one reader, for whom every word may be text."""

import solution
from solution import *

FAILS = "words_that_yaml_retypes_are_reported"
SAYS = "`country: no` (which is False for YAML) gave no error"


class _Texts(solution._StrictLoader):
    """Reads every word as text, so that no other program reads the same as this one."""


_Texts.yaml_implicit_resolvers = {}
solution._StrictLoader = _Texts
READERS["debug"] = lambda value: {"true": True, "yes": True, "false": False, "no": False}[value]
READERS["workers"] = int
READERS["since"] = date.fromisoformat
