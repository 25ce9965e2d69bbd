"""Store people who know each other, in circles, and find the same circles again."""

import weakref
from typing import Any


class Person:
    """Somebody in a company.  Given, except for `__reduce__`.

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
        """Tell pickle and deepcopy how to make this person again.

        Write others of pickle's methods instead or beside it if you like.
        """
        # TODO task 1: the name and the partner.
        # TODO task 2: reports and peers, who ask for a hash while they are loaded.
        # TODO task 3: the manager.
        raise NotImplementedError


def people_to_json(root: Person) -> str:
    """Write a person, and everybody who is reached over partners, reports and peers.

    Args:
        root: The person with whom it begins.

    Returns:
        JSON of a form that you choose.
    """
    # TODO task 4: everybody once. Task 5: also 20,000 people in a row.
    raise NotImplementedError


def people_from_json(text: str) -> Person:
    """Read what `people_to_json` wrote.

    Args:
        text: The JSON.

    Returns:
        The root.  Everybody knows the same people as before.
    """
    # TODO task 4
    raise NotImplementedError
