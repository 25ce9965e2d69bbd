"""The name goes to __new__, the manager is stored strongly; JSON with ids and references."""

import json
import weakref
from collections import deque
from typing import Any, Self


class Person:
    """Somebody in a company.

    Two people are equal only if they are the same object; there may be two of one name.
    """

    name: str

    def __new__(cls, name: str) -> Self:
        """Give the name as soon as there is a person: the hash needs it."""
        person = super().__new__(cls)
        person.name = name
        return person

    def __init__(self, name: str) -> None:
        self.partner: Person | None = None
        self.reports: set[Person] = set()  # whom this person manages
        self.peers: dict[Person, int] = {}  # with whom this person works, and for how many years
        # Weak, so that a report does not keep a manager in memory who has left.
        self._manager: weakref.ref[Person] | None = None

    def __hash__(self) -> int:
        return hash(self.name)

    def __eq__(self, other: object) -> bool:
        return self is other

    @property
    def manager(self) -> "Person | None":
        """Who has this person among the reports; None where nobody has, or the manager is gone."""
        return None if self._manager is None else self._manager()

    def add_report(self, person: "Person") -> None:
        """Become the manager of a person."""
        if person.manager is not None:
            person.manager.reports.discard(person)
        self.reports.add(person)
        person._manager = weakref.ref(self)

    def __getnewargs__(self) -> tuple[str]:
        """What __new__ wants when pickle calls it."""
        return (self.name,)

    def __getstate__(self) -> object:
        """Name the manager, if there is still one, in place of the weak reference."""
        return vars(self) | {"_manager": self.manager}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Make the reference weak again."""
        vars(self).update(state)
        if self._manager is not None:
            self._manager = weakref.ref(state["_manager"])


def people_to_json(root: Person) -> str:
    """Everybody is written once, and is a reference everywhere else."""
    ids: dict[int, int] = {}
    found: list[Person] = []  # holds everybody, so that no id is used twice
    todo = deque([root])
    while todo:
        person = todo.popleft()
        if id(person) in ids:
            continue
        ids[id(person)] = len(ids) + 1
        found.append(person)
        todo.extend(person.reports)
        todo.extend(person.peers)
        if person.partner:
            todo.append(person.partner)
    people = []
    for person in found:
        entry: dict[str, Any] = {"$id": ids[id(person)], "name": person.name}
        if person.partner:
            entry["partner"] = {"$ref": ids[id(person.partner)]}
        entry["reports"] = [{"$ref": ids[id(report)]} for report in person.reports]
        entry["peers"] = [
            {"$ref": ids[id(peer)], "years": years} for peer, years in person.peers.items()
        ]
        people.append(entry)
    return json.dumps({"people": people})


def people_from_json(text: str) -> Person:
    """Resolve the references."""
    entries = json.loads(text)["people"]
    people = {entry["$id"]: Person(entry["name"]) for entry in entries}
    for entry in entries:
        person = people[entry["$id"]]
        if "partner" in entry:
            person.partner = people[entry["partner"]["$ref"]]
        for reference in entry["reports"]:
            report = people[reference["$ref"]]
            person.reports.add(report)
            report._manager = weakref.ref(person)
        person.peers = {people[r["$ref"]]: r["years"] for r in entry["peers"]}
    return people[1]
