"""Thinks that people can be written inside people."""

from typing import Any

from solution import *

FAILS = "everybody_comes_back_from_json"
SAYS = "JSON went deeper and deeper"


def people_to_json(root: Person) -> str:
    """Follow everybody, again and again."""

    def entry(person: Person) -> dict[str, Any]:
        return {
            "name": person.name,
            "partner": person.partner and entry(person.partner),
            "reports": [entry(report) for report in person.reports],
            "peers": [[entry(peer), years] for peer, years in person.peers.items()],
        }

    return json.dumps([entry(root)])
