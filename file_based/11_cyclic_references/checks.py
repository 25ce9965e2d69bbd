import copy
import gc
import itertools
import json
import pickle
import sys
from collections.abc import Callable
from typing import Any

import pytest

from runner.api import datasets

type Make = Callable[[Any], Any]

PROTOCOLS = range(2, pickle.HIGHEST_PROTOCOL + 1)
DEEP = 20_000
LIMIT = sys.getrecursionlimit()


# ---- task 1: partners -----------------------------------------------------------------------


@pytest.mark.task(1)
def test_a_single_person_comes_back(answer: Any) -> None:
    """Somebody who knows nobody is loaded with name and all attributes."""
    for name in ("Ada", *datasets.HOSTILE_NAMES):
        for protocol in PROTOCOLS:
            ada = _pickled(answer.Person(name), protocol)
            assert isinstance(ada, answer.Person), (
                f"what is loaded is a {type(ada).__name__}: it is the Person that was saved"
            )
            assert getattr(ada, "name", None) == name, "the loaded person must have the same name"
            for attribute in ("partner", "reports", "peers", "manager"):
                try:
                    value = getattr(ada, attribute)
                except AttributeError as error:
                    raise AssertionError(
                        f"the loaded person's {attribute} raises “{error}”: what is not stored "
                        "must be made again"
                    ) from None
                assert not value, f"{attribute} of somebody who knows nobody is {value!r}"


@pytest.mark.task(1)
def test_partners_know_each_other(answer: Any) -> None:
    """After loading, a's partner is b and b's partner is a, and nobody is there twice."""
    ada, bob, eve = (answer.Person(name) for name in ("Ada", "Bob", "Eve"))
    ada.partner, bob.partner, eve.partner = bob, ada, eve
    for protocol in PROTOCOLS:
        a = _pickled(ada, protocol)
        assert a.partner is not None, "Ada's partner is lost: a cycle is stored, not cut"
        assert (a.name, a.partner.name) == ("Ada", "Bob"), "Ada's partner is Bob"
        _same(a.partner.partner, a, "the partner of Ada's partner", "Ada")
        people = _pickled([bob, ada, eve], protocol)
        assert [person.name for person in people] == ["Bob", "Ada", "Eve"], "the names must stay"
        b, a, e = people
        _same(a.partner, b, "Ada's partner in the loaded list", "the Bob in that list")
        _same(b.partner, a, "Bob's partner in the loaded list", "the Ada in that list")
        _same(e.partner, e, "the partner of Eve, who is her own,", "Eve")


# ---- task 2: sets and keys ------------------------------------------------------------------


@pytest.mark.task(2)
def test_circles_through_keys_load(answer: Any) -> None:
    """People who are keys of each other's dicts are loaded, and are found under these keys."""
    ada, bob = answer.Person("Ada"), answer.Person("Bob")
    ada.peers, bob.peers = {bob: 3, ada: 0}, {ada: 4}
    ada.partner = bob
    for protocol in PROTOCOLS:
        b, a = _pickled([bob, ada], protocol)
        assert (len(a.peers), len(b.peers)) == (2, 1), "nobody is lost, and nobody is there twice"
        found = (a.peers.get(b), a.peers.get(a), b.peers.get(a))
        assert found == (3, 0, 4), (
            f"Ada has worked with Bob for {found[0]} years, with herself for {found[1]}, and Bob "
            f"with Ada for {found[2]}: whose hash has changed since is not found as a key"
        )
        a = _pickled(ada, protocol)
        assert a.partner.peers.get(a) == 4, "the same holds when only Ada is saved"


@pytest.mark.task(2)
def test_circles_through_sets_load(answer: Any) -> None:
    """A report who knows the manager is loaded into the manager's set, and is found there."""
    boss, bob, eve = (answer.Person(name) for name in ("Boss", "Bob", "Eve"))
    for report in (bob, eve):
        boss.add_report(report)
        report.peers[boss] = 1
        report.partner = boss
    for protocol in PROTOCOLS:
        for order in ((boss, bob, eve), (eve, boss, bob)):
            loaded = {person.name: person for person in _pickled(list(order), protocol)}
            found = loaded["Boss"].reports
            assert isinstance(found, set), f"reports is a {type(found).__name__}: it is a set"
            assert loaded["Bob"] in found, (
                "Bob is not found in the loaded reports of Boss: a set finds only what has kept "
                "its hash"
            )
            assert loaded["Eve"] in found, (
                "Eve is not found in the loaded reports of Boss: a set finds only what has kept "
                "its hash"
            )
            assert len(found) == 2, f"Boss has {len(found)} reports, of 2: nobody is there twice"
            assert loaded["Boss"] in loaded["Bob"].peers, (
                "Boss is not found in the peers of Bob: a set finds only what has kept its hash"
            )


@pytest.mark.task(2)
def test_whoever_is_shared_stays_one(answer: Any) -> None:
    """A person whom two others know is one person afterwards; two of one name stay two."""
    root = _diamond(answer)
    for make in (*_PICKLES, copy.deepcopy):
        _require_diamond(_made(make, root))


# ---- task 3: managers -----------------------------------------------------------------------


@pytest.mark.task(3)
def test_managers_are_found_again(answer: Any) -> None:
    """After loading, and after a deep copy, a report's manager is the new one, not the old."""
    boss, lead, bob = (answer.Person(name) for name in ("Boss", "Lead", "Bob"))
    boss.add_report(lead)
    lead.add_report(bob)
    for make in (*_PICKLES, copy.deepcopy):
        for order in ([boss, lead, bob], [bob, lead, boss]):
            loaded = {person.name: person for person in _made(make, order)}
            assert loaded["Boss"].manager is None, "the loaded Boss has a manager: None stays None"
            for report, manager in (("Lead", "Boss"), ("Bob", "Lead")):
                got = loaded[report].manager
                assert got is not None, f"{report} has no manager after loading: it is {manager}"
                assert got not in (boss, lead), (
                    f"the manager of the copied {report} is the original {manager}: "
                    "a copy knows copies"
                )
                _same(got, loaded[manager], f"the manager of {report}", manager)
    assert bob.manager is lead, (
        "after the dump the original Bob has another manager: a dump changes nothing in memory"
    )


@pytest.mark.task(3)
def test_managers_are_held_weakly(answer: Any) -> None:
    """A loaded report does not keep the manager alive, and a manager who is gone is no error."""
    boss, bob = answer.Person("Boss"), answer.Person("Bob")
    boss.add_report(bob)
    for make in (*_PICKLES, copy.deepcopy):
        people = _made(make, [boss, bob])
        assert people[1].manager is people[0], "as long as Boss is there, he is Bob's manager"
        report = people.pop()
        del people
        gc.collect()
        assert report.manager is None, (
            "Boss is gone, and the loaded Bob's manager is still there: "
            "who holds a manager weakly must do so after loading, too"
        )
        alone = _made(make, bob)
        gc.collect()
        assert alone.manager is None, "who loads only Bob has nobody who holds Boss"
    del boss
    gc.collect()
    assert _pickled(bob).name == "Bob", "Bob's manager is gone, and Bob can be saved"


# ---- task 4: JSON ---------------------------------------------------------------------------


@pytest.mark.task(4)
def test_everybody_comes_back_from_json(answer: Any) -> None:
    """Names, partners, reports, peers with their years, managers: all are there again."""
    for name in datasets.HOSTILE_NAMES:
        alone = _json(answer, answer.Person(name))
        assert alone.name == name, "the root must have the same name"
        assert (alone.partner, alone.reports, alone.peers) == (None, set(), {}), "and knows nobody"
    boss, bob, eve, zoe = (answer.Person(name) for name in ("Boss", "Bob", "Eve", "Zoë"))
    boss.add_report(bob)
    boss.add_report(eve)
    bob.partner, eve.partner = eve, bob
    eve.peers = {zoe: 5, eve: 0}
    zoe.peers = {boss: 7}
    b = _json(answer, boss)
    assert sorted(person.name for person in b.reports) == ["Bob", "Eve"], (
        "the reports of Boss are other people after JSON: everybody is written once, and whoever "
        "refers to somebody says who it is"
    )
    by_name = {person.name: person for person in b.reports}
    _same(by_name["Bob"].partner, by_name["Eve"], "Bob's partner", "Eve")
    _same(by_name["Eve"].partner, by_name["Bob"], "Eve's partner", "Bob")
    years = {person.name: number for person, number in by_name["Eve"].peers.items()}
    assert years == {"Zoë": 5, "Eve": 0}, (
        "Eve's peers are other people, or for other years: nobody may be lost on the way, also "
        "who is reached only as a peer"
    )
    z = next(person for person in by_name["Eve"].peers if person.name == "Zoë")
    assert z.peers.get(b) == 7, "Zoë's peer is Boss, with whom it began"
    for name in ("Bob", "Eve"):
        _same(by_name[name].manager, b, f"{name}'s manager", "Boss")
    z = _json(answer, zoe)
    (b,) = z.peers
    assert sorted(person.name for person in b.reports) == ["Bob", "Eve"], (
        "who begins with Zoë reaches everybody over her peers"
    )


@pytest.mark.task(4)
def test_json_keeps_one_person_one(answer: Any) -> None:
    """In JSON, too, whoever is shared is one person, and two of one name are two."""
    _require_diamond(_json(answer, _diamond(answer)))
    kims = [answer.Person("Kim") for _ in range(50)]
    for before, after in zip(kims, [*kims[1:], kims[0]], strict=True):
        before.peers[after] = 1
        before.add_report(after)
    kim = first = _json(answer, kims[0])
    for number in range(1, 51):
        assert len(kim.peers) == 1, (
            f"a Kim has {len(kim.peers)} peers, of 1: two people of the same name are two people"
        )
        (after,) = kim.peers
        assert kim.reports == {after}, "each Kim's peer is her report"
        _same(after.manager, kim, "the manager of a Kim", "the Kim before her")
        kim = after
        assert (kim is first) == (number == 50), (
            f"after {number} steps round a circle of 50 people called Kim it is "
            f"{'closed' if kim is first else 'still open'}: a name is not a person"
        )


@pytest.mark.task(4)
def test_managers_from_json_are_held_weakly(answer: Any) -> None:
    """Who is loaded from JSON does not keep a manager alive either."""
    boss, bob = answer.Person("Boss"), answer.Person("Bob")
    boss.add_report(bob)
    loaded = _json(answer, boss)
    (report,) = loaded.reports
    assert report.manager is loaded, "as long as Boss is there, he is Bob's manager"
    del loaded
    gc.collect()
    assert report.manager is None, "Boss is gone, and Bob still holds him: he does so weakly"
    assert _json(answer, bob).manager is None, "from Bob nobody else is reached"


# ---- task 5: deep ---------------------------------------------------------------------------


@pytest.mark.task(5)
def test_a_long_row_is_no_problem(answer: Any) -> None:
    """20,000 people, each of whom knows the next, go to JSON and back; the limits stay."""
    links: dict[str, tuple[Callable[[Any, Any], None], Make]] = {
        "report": (lambda a, b: a.add_report(b), lambda a: next(iter(a.reports))),
        "peer": (lambda a, b: a.peers.update({b: 1}), lambda a: next(iter(a.peers))),
        "partner": (lambda a, b: setattr(a, "partner", b), lambda a: a.partner),
    }
    for link, (tie, follow) in links.items():
        people = [answer.Person(str(number)) for number in range(DEEP)]
        for before, after in itertools.pairwise(people):
            tie(before, after)
        person = _json(answer, people[0])
        now = sys.getrecursionlimit()
        assert now == LIMIT, (
            f"the recursion limit was {LIMIT:,} and is {now:,}: it keeps the whole program from "
            "a crash, and a loop needs no more of it"
        )
        for number in range(1, DEEP):
            person = follow(person)
            assert person.name == str(number), (
                f"person {number:,} in a row, each the {link} of the one before, is now called "
                f"{person.name!r}: everybody knows the same people as before"
            )


# ---- helpers --------------------------------------------------------------------------------


def _made(make: Make, original: Any) -> Any:
    """What a pickle, or a deep copy, brings back."""
    try:
        return make(original)
    except RecursionError:
        raise AssertionError(
            "saving or loading went round for ever (RecursionError): only what is stored after "
            "the object itself may lead back to it, and the arguments come before"
        ) from None
    except AttributeError as error:
        if "'name'" not in str(error):
            raise
        raise AssertionError(
            f"loading raised “{error}”: a set and a dict ask their members for a hash while "
            "these are still being loaded, so a person needs the name from the first moment"
        ) from error
    except TypeError as error:
        if "weakref" not in str(error):
            raise
        raise AssertionError(
            f"saving raised “{error}”: a weak reference belongs to one running program"
        ) from None


def _pickled(original: Any, protocol: int = pickle.HIGHEST_PROTOCOL) -> Any:
    return _made(lambda given: pickle.loads(pickle.dumps(given, protocol)), original)


_PICKLES: list[Make] = [
    lambda original, protocol=protocol: pickle.loads(pickle.dumps(original, protocol))
    for protocol in (2, 5)
]


def _json(answer: Any, root: Any) -> Any:
    """What JSON brings back."""
    try:
        text = answer.people_to_json(root)
        assert isinstance(text, str), f"people_to_json returned {type(text).__name__}: a str"
        json.loads(text)
        loaded = answer.people_from_json(text)
        assert isinstance(loaded, answer.Person), (
            f"people_from_json returned {type(loaded).__name__}: it returns the root"
        )
        return loaded
    except RecursionError:
        raise AssertionError(
            "JSON went deeper and deeper (RecursionError): people who know each other are written "
            "beside each other, not inside each other"
        ) from None


def _same(got: Any, expected: Any, what: str, whom: str) -> None:
    if got is not expected:
        name = getattr(got, "name", None)
        seen = f"another object called {name}" if name else f"{got!r}"
        raise AssertionError(f"{what} is {seen}: it must be {whom}, one and the same object")


def _diamond(answer: Any) -> Any:
    """Ann knows two called Kim, and both of them know Dan."""
    ann, dan = answer.Person("Ann"), answer.Person("Dan")
    for years in (1, 2):
        kim = answer.Person("Kim")
        kim.peers[dan] = years
        ann.peers[kim] = years
        ann.add_report(kim)
    return ann


def _require_diamond(ann: Any) -> None:
    assert len(ann.peers) == 2, (
        f"Ann has {len(ann.peers)} peers, of 2: two people of one name are two people"
    )
    first, second = sorted(ann.peers, key=lambda kim: ann.peers[kim])
    assert ann.reports == {first, second}, "Ann's reports are the same two people as her peers"
    assert [len(kim.peers) for kim in (first, second)] == [1, 1], "each Kim knows Dan"
    (one,), (other,) = first.peers, second.peers
    assert one is other, "both know Dan, and now there are two of him: one person is one object"
    assert (first.peers[one], second.peers[one]) == (1, 2), "with the years that it was"
