"""Thinks that a higher recursion limit is a way to go deeper."""

import sys

from solution import *
from solution import _known_by

FAILS = "a_long_row_is_no_problem"
SAYS = "the recursion limit was"


def people_to_json(root: Person) -> str:
    """Go deeper, at the risk of the whole program."""
    numbers: dict[Person, int] = {}

    def visit(person: Person) -> None:
        if person not in numbers:
            numbers[person] = len(numbers)
            for other in _known_by(person):
                visit(other)

    sys.setrecursionlimit(1_000_000)
    visit(root)
    return json.dumps(
        [
            {
                "name": person.name,
                "partner": None if person.partner is None else numbers[person.partner],
                "reports": [numbers[report] for report in person.reports],
                "peers": [[numbers[peer], years] for peer, years in person.peers.items()],
            }
            for person in numbers
        ]
    )
