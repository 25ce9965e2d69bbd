"""Thinks that to look for a number in a list costs nothing."""

from solution import *
from solution import _known_by

FAILS = "a_long_row_is_no_problem"
SAYS = "the ids of two people were compared more than"


def people_to_json(root: Person) -> str:
    """Look for everybody's id in the list of all ids."""
    people = [root]
    seen = [id(root)]
    for person in people:
        for other in _known_by(person):
            if id(other) not in seen:
                seen.append(id(other))
                people.append(other)
    numbers = {one: number for number, one in enumerate(seen)}
    return json.dumps(
        [
            {
                "name": person.name,
                "partner": None if person.partner is None else numbers[id(person.partner)],
                "reports": [numbers[id(report)] for report in person.reports],
                "peers": [[numbers[id(peer)], years] for peer, years in person.peers.items()],
            }
            for person in people
        ]
    )
