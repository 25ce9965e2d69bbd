"""Thinks that to look for somebody in a list costs nothing."""

from solution import *
from solution import _known_by

FAILS = "a_long_row_is_no_problem"
SAYS = "a search in a list compares with one after the other"


def people_to_json(root: Person) -> str:
    """Look for everybody in the list of all."""
    people = [root]
    numbers = {root: 0}
    for person in people:
        for other in _known_by(person):
            if other not in people:
                numbers[other] = len(people)
                people.append(other)
    return json.dumps(
        [
            {
                "name": person.name,
                "partner": None if person.partner is None else numbers[person.partner],
                "reports": [numbers[report] for report in person.reports],
                "peers": [[numbers[peer], years] for peer, years in person.peers.items()],
            }
            for person in people
        ]
    )
