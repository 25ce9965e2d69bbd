"""Thinks that YAML refuses a key that stands twice."""

import solution
from solution import *

FAILS = "duplicate_keys_are_refused"
SAYS = "YAML keeps the last one without a word"


class _Lenient(solution._StrictLoader):
    """A SafeLoader that is strict about aliases only."""

    construct_mapping = yaml.SafeLoader.construct_mapping


solution._StrictLoader = _Lenient
