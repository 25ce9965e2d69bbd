"""Thinks that only a circle has to be noticed, not that somebody is there already."""

from typing import Any

from solution import *

FAILS = "everybody_comes_back_from_json"
SAYS = "one and the same object"


def people_to_json(root: Person) -> str:
    """Write people inside people, and stop where it would go round."""

    def entry(person: Person, above: tuple[Person, ...]) -> dict[str, Any]:
        if person in above:
            return {"up": len(above) - above.index(person)}
        inside = (*above, person)
        return {
            "name": person.name,
            "partner": person.partner and entry(person.partner, inside),
            "reports": [entry(report, inside) for report in person.reports],
            "peers": [[entry(peer, inside), years] for peer, years in person.peers.items()],
        }

    return json.dumps(entry(root, ()))


def people_from_json(text: str) -> Person:
    """Make everybody again, as often as they are there."""

    def made(entry: dict[str, Any], above: tuple[Person, ...]) -> Person:
        if "up" in entry:
            return above[-entry["up"]]
        person = Person(entry["name"])
        inside = (*above, person)
        person.partner = entry["partner"] and made(entry["partner"], inside)
        for report in entry["reports"]:
            person.add_report(made(report, inside))
        for peer, years in entry["peers"]:
            person.peers[made(peer, inside)] = years
        return person

    return made(json.loads(text), ())
