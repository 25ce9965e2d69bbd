"""Thinks that JSON has numbers as keys."""

from solution import *

FAILS = "everybody_comes_back_from_json"
SAYS = "KeyError"


def people_from_json(text: str) -> Person:
    """Look for people under numbers, which have become texts."""
    entries = json.loads(_as_dict(json.loads(text)))
    people = {number: Person(entry["name"]) for number, entry in entries.items()}
    for number, entry in entries.items():
        if entry["partner"] is not None:
            people[number].partner = people[entry["partner"]]
        for report in entry["reports"]:
            people[number].add_report(people[report])
        for peer, years in entry["peers"]:
            people[number].peers[people[peer]] = years
    return next(iter(people.values()))


def _as_dict(entries: list[object]) -> str:
    return json.dumps(dict(enumerate(entries)))
