"""A reduction with a function that sets the state; JSON as a list of names and lists of links."""

import copy
import json
import weakref
from typing import Any


class Person:
    """Somebody in a company.

    Two people are equal only if they are the same object; there may be two of one name.
    """

    def __init__(self, name: str) -> None:
        self.name = name
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

    def __reduce_ex__(self, protocol: Any) -> tuple[Any, ...]:
        """Use the six-part form: the last part sets the state."""
        state = [self.partner, list(self.reports), list(self.peers.items())]
        return Person, (self.name,), state, None, None, _link

    def __deepcopy__(self, memo: dict[int, Any]) -> "Person":
        """Copy; the copied managers find their copied reports."""
        new = memo[id(self)] = Person(self.name)
        _link(new, copy.deepcopy(self.__reduce_ex__(2)[2], memo))
        return new


def _link(person: Person, state: list[Any]) -> None:
    person.partner = state[0]
    for report in state[1]:
        person.add_report(report)
    person.peers.update(state[2])


def people_to_json(root: Person) -> str:
    """Write names, and then who knows whom."""
    stack, numbers = [root], {root: 0}
    while stack:
        person = stack.pop()
        known = [*person.reports, *person.peers, *filter(None, [person.partner])]
        for other in known:
            if other not in numbers:
                numbers[other] = len(numbers)
                stack += [other]
    links = []
    for person, number in numbers.items():
        links += [["report", number, numbers[other]] for other in person.reports]
        links += [["peer", number, numbers[other], years] for other, years in person.peers.items()]
        if person.partner is not None:
            links.append(["partner", number, numbers[person.partner]])
    return json.dumps({"names": [person.name for person in numbers], "links": links})


def people_from_json(text: str) -> Person:
    """Make the people, then tie the links."""
    data = json.loads(text)
    people = [Person(name) for name in data["names"]]
    for link in data["links"]:
        match link:
            case ["report", one, other]:
                people[one].add_report(people[other])
            case ["peer", one, other, years]:
                people[one].peers[people[other]] = years
            case ["partner", one, other]:
                people[one].partner = people[other]
    return people[0]
