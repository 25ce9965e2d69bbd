"""Thinks that everybody in a company has a manager who is there."""

from collections.abc import Iterator

from solution import *

FAILS = "everybody_comes_back_from_json"
SAYS = "nobody is lost"


def _known_by(person: Person) -> Iterator[Person]:
    """Follow reports and partners, and leave out who is only a peer."""
    if person.partner is not None:
        yield person.partner
    yield from person.reports


def people_to_json(root: Person) -> str:
    """Write those who were found."""
    people = [root]
    for person in people:
        people += [other for other in _known_by(person) if other not in people]
    return json.dumps(
        [
            {
                "name": person.name,
                "partner": None if person.partner is None else people.index(person.partner),
                "reports": [people.index(report) for report in person.reports],
                "peers": [
                    [people.index(peer), years]
                    for peer, years in person.peers.items()
                    if peer in people
                ],
            }
            for person in people
        ]
    )
