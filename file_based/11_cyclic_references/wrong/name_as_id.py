"""Thinks that a name says who somebody is."""

from solution import *
from solution import _known_by

FAILS = "json_keeps_one_person_one"
SAYS = "two people of one name are two people"


def people_to_json(root: Person) -> str:
    """Merge all people of one name."""
    people = {root.name: root}
    todo = [root]
    while todo:
        for other in _known_by(todo.pop()):
            if other.name not in people:
                people[other.name] = other
                todo.append(other)
    return json.dumps(
        {
            name: [
                person.partner and person.partner.name,
                [report.name for report in person.reports],
                {peer.name: years for peer, years in person.peers.items()},
            ]
            for name, person in people.items()
        }
    )


def people_from_json(text: str) -> Person:
    """Find everybody by name."""
    entries = json.loads(text)
    people = {name: Person(name) for name in entries}
    for name, (partner, reports, peers) in entries.items():
        people[name].partner = None if partner is None else people[partner]
        for report in reports:
            people[name].add_report(people[report])
        people[name].peers = {people[peer]: years for peer, years in peers.items()}
    return next(iter(people.values()))
