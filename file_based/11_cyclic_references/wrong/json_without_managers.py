"""Thinks that a set of reports is all there is to a manager."""

import solution
from solution import *
from solution import _known_by

FAILS = "everybody_comes_back_from_json"
SAYS = "manager is None"


def people_from_json(text: str) -> Person:
    """Fill the sets, and tell the reports nothing."""
    root = _good(text)
    people = [root]
    for person in people:
        people += [other for other in _known_by(person) if other not in people]
        person._manager = None
    return root


_good = solution.people_from_json
