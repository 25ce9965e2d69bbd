"""Store people who know each other, in circles, and find the same circles again."""

import json
import pickle
import weakref
from collections.abc import Iterator
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

    def __reduce__(self) -> str | tuple[Any, ...]:
        """Tell pickle and deepcopy how to make this person again."""
        # The name is an argument: a set may ask for the hash as soon as the object is made. All
        # that may lead back here is state, which is stored when the object is known already.
        return type(self), (self.name,), (self.partner, self.reports, self.peers)

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        """Take what was stored, and become the manager of one's reports."""
        self.partner, self.reports, self.peers = state
        for report in self.reports:
            report._manager = weakref.ref(self)


def people_to_json(root: Person) -> str:
    """Write a person, and everybody who is reached over partners, reports and peers."""
    people = [root]
    numbers = {root: 0}  # the person is the key, not id(person): so nobody can go meanwhile
    for person in people:  # grows while it is walked: that is as deep as this goes
        for other in _known_by(person):
            if other not in numbers:
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
        ],
        ensure_ascii=False,
    )


def _known_by(person: Person) -> Iterator[Person]:
    if person.partner is not None:
        yield person.partner
    yield from person.reports
    yield from person.peers


def people_from_json(text: str) -> Person:
    """Read what `people_to_json` wrote."""
    entries = json.loads(text)
    people = [Person(entry["name"]) for entry in entries]  # all of them, before anybody is linked
    for person, entry in zip(people, entries, strict=True):
        if entry["partner"] is not None:
            person.partner = people[entry["partner"]]
        for number in entry["reports"]:
            person.add_report(people[number])
        for number, years in entry["peers"]:
            person.peers[people[number]] = years
    return people[0]


# ---- run by itself: what goes wrong in the naive way, and the right way --------------------


class Eager(Person):
    """Wants to be made together with her partner."""

    def __reduce__(self) -> str | tuple[Any, ...]:
        """Put the partner into the arguments."""
        return type(self), (self.name, self.partner)


class Silent(Person):
    """Says no more than pickle says by itself: an empty object, and all attributes last."""

    def __reduce__(self) -> str | tuple[Any, ...]:
        """Leave out the weak reference, which cannot be stored."""
        return _empty, (type(self),), (vars(self) | {"_manager": None},)

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        """Set all attributes."""
        vars(self).update(state[0])


class Careless(Person):
    """Gives all that she has."""

    def __reduce__(self) -> str | tuple[Any, ...]:
        """Hand on the weak reference, too."""
        return type(self), (self.name,), (vars(self),)


def _empty(cls: type[Person]) -> Person:
    return cls.__new__(cls)


def try_to_pickle(what: str, person: Person) -> None:
    """Say what comes of it."""
    try:
        loaded: Person = pickle.loads(pickle.dumps(person))
    except (RecursionError, AttributeError, TypeError) as error:
        message, dots = str(error)[:75], "…" if len(str(error)) > 75 else ""
        print(f"   {what}: {type(error).__name__}: {message}{dots}")
    else:
        print(f"   {what}: {loaded.name} is loaded")


def two(kind: type[Person]) -> Person:
    """Two people who manage, work with and live with each other."""
    ada, bob = kind("Ada"), kind("Bob")
    ada.partner, bob.partner = bob, ada
    ada.peers[bob] = bob.peers[ada] = 7
    ada.add_report(bob)
    return ada


def main() -> None:
    """Fail in five ways, then succeed."""
    print("Two people, Ada and Bob, who know each other in every way:")
    try_to_pickle("the partner is an argument of __reduce__", two(Eager))
    try_to_pickle("an empty object, attributes last        ", two(Silent))
    try_to_pickle("a weak reference as it is               ", two(Careless))
    try:
        json.dumps(_nested(two(Person)))
    except RecursionError as error:
        print(f"   people inside people, as JSON           : {type(error).__name__}: {error}")
    top = person = Person("0")
    for number in range(1, 20_000):
        report = Person(str(number))
        person.add_report(report)
        person = report
    print("20,000 people, each the manager of the next:")
    try_to_pickle("pickle, also when each one is right     ", top)

    print("The right way:")
    ada = pickle.loads(pickle.dumps(two(Person)))
    bob = ada.partner
    print(f"   pickle: {bob.name}'s partner is Ada: {bob.partner is ada}", end=", ")
    print(f"and so is the manager: {bob.manager is ada}, and the peer: {ada in bob.peers}")
    text = people_to_json(two(Person))
    print(f"   JSON: {text}")
    ada = people_from_json(text)
    bob = ada.partner
    assert bob is not None
    print(f"   and back: {bob.partner is ada}, {bob.manager is ada}, {ada in bob.peers}")
    person, count = people_from_json(people_to_json(top)), 1
    while person.reports:
        (person,) = person.reports
        count += 1
    print(f"   JSON of the {count:,}: the last one is {person.name}")


def _nested(person: Person) -> dict[str, Any]:
    return {"name": person.name, "peers": [_nested(peer) for peer in person.peers]}


if __name__ == "__main__":
    main()
