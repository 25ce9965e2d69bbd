"""Thinks that a function may call itself as often as there are people."""

from solution import *
from solution import _known_by

FAILS = "a_long_row_is_no_problem"
SAYS = "JSON went deeper and deeper"


def people_to_json(root: Person) -> str:
    """Visit everybody from within a visit."""
    numbers: dict[Person, int] = {}

    def visit(person: Person) -> None:
        if person not in numbers:
            numbers[person] = len(numbers)
            for other in _known_by(person):
                visit(other)

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
