"""Thinks that id() still says who something was when it is gone."""

from solution import *
from solution import _known_by

FAILS = "everybody_comes_back_from_json"
SAYS = "the reports of Boss"


def people_to_json(root: Person) -> str:
    """Number people by the id of a dict that is gone in the next moment."""
    people = [root]
    numbers = {id(dict(vars(root))): 0}
    for person in people:
        for other in _known_by(person):
            if id(dict(vars(other))) not in numbers:
                numbers[id(dict(vars(other)))] = len(people)
                people.append(other)

    def number(person: Person) -> int:
        return numbers.get(id(dict(vars(person))), 0)

    return json.dumps(
        [
            {
                "name": person.name,
                "partner": None if person.partner is None else number(person.partner),
                "reports": [number(report) for report in person.reports],
                "peers": [[number(peer), years] for peer, years in person.peers.items()],
            }
            for person in people
        ]
    )
