"""Thinks that a number is true: the root is number 0."""

from solution import *

FAILS = "everybody_comes_back_from_json"
SAYS = "partner is None: it must be"


def people_from_json(text: str) -> Person:
    """Leave out partners whose number is 0."""
    entries = json.loads(text)
    people = [Person(entry["name"]) for entry in entries]
    for person, entry in zip(people, entries, strict=True):
        if entry["partner"]:
            person.partner = people[entry["partner"]]
        for number in entry["reports"]:
            person.add_report(people[number])
        for number, years in entry["peers"]:
            person.peers[people[number]] = years
    return people[0]
