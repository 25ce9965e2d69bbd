"""Thinks that a manager from JSON may be held by the reports."""

import solution
from solution import *
from solution import _known_by

FAILS = "managers_from_json_are_held_weakly"
SAYS = "he does so weakly"


def people_from_json(text: str) -> Person:
    """Put a function in the place of each weak reference."""
    root = _good(text)
    people, found = [root], {root}
    for person in people:
        new = [other for other in dict.fromkeys(_known_by(person)) if other not in found]
        people += new
        found.update(new)
        for report in person.reports:
            report._manager = lambda manager=person: manager  # type: ignore[assignment]
    return root


_good = solution.people_from_json
