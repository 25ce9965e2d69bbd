import copy
import gc
import itertools
import json
import pickle
import re
import sys
import traceback
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from runner.api import datasets

type Make = Callable[[Any], Any]

DEEP = 20_000
LIMIT = sys.getrecursionlimit()
COMPARISONS = 1_000_000

IN_THE_STATE = (
    "What leads back to a person must be in the state: the arguments are stored before the person "
    "is known"
)
ONCE = "Everybody is written once, also the root, and a link says who it is"


def _pickling(protocol: int) -> Make:
    return lambda original: pickle.loads(pickle.dumps(original, protocol))


_PICKLES = {
    f"after pickle (protocol {protocol})": _pickling(protocol)
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1)
}
_WAYS: dict[str, Make] = _PICKLES | {"after copy.deepcopy": copy.deepcopy}


# ---- task 1: partners -----------------------------------------------------------------------


@pytest.mark.task(1)
def test_a_single_person_comes_back(answer: Any) -> None:
    """Somebody who knows nobody is loaded with name and all attributes."""
    for name in ("Ada", *datasets.HOSTILE_NAMES):
        for way, make in _PICKLES.items():
            person = answer.Person(name)
            _require_alike(way, [(person, _made(make, person))], managers=True)


@pytest.mark.task(1)
def test_partners_know_each_other(answer: Any) -> None:
    """After loading, a's partner is b and b's partner is a, and nobody is there twice."""
    ada, bob, eve = (answer.Person(name) for name in ("Ada", "Bob", "Eve"))
    ada.partner, bob.partner, eve.partner = bob, ada, eve
    for way, make in _PICKLES.items():
        _require_alike(way, [(ada, _made(make, ada))])
        people = [bob, ada, eve]
        _require_alike(way, zip(people, _made(make, people), strict=True))


# ---- task 2: sets and keys ------------------------------------------------------------------


@pytest.mark.task(2)
def test_circles_through_keys_load(answer: Any) -> None:
    """People who are keys of each other's dicts are loaded, and are found under these keys."""
    ada, bob = answer.Person("Ada"), answer.Person("Bob")
    ada.peers, bob.peers = {bob: 3, ada: 0}, {ada: 4}
    ada.partner = bob
    for way, make in _WAYS.items():
        people = [bob, ada]
        _require_alike(way, zip(people, _made(make, people), strict=True))
        _require_alike(way, [(ada, _made(make, ada))])


@pytest.mark.task(2)
def test_circles_through_sets_load(answer: Any) -> None:
    """A report who knows the manager is loaded into the manager's set, and is found there."""
    alone = answer.Person("Boss")
    for name in ("Bob", "Eve"):
        alone.add_report(answer.Person(name))
    for way, make in _WAYS.items():
        _require_alike(way, [(alone, _made(make, alone))])
    boss, bob, eve = _office(answer)
    for way, make in _WAYS.items():
        for person in (boss, bob, eve):
            _require_alike(way, [(person, _made(make, person))], rule=IN_THE_STATE)
        for people in ([boss, bob, eve], [eve, boss, bob]):
            _require_alike(way, zip(people, _made(make, people), strict=True), rule=IN_THE_STATE)


@pytest.mark.task(2)
def test_whoever_is_shared_stays_one(answer: Any) -> None:
    """A person whom two others know is one person afterwards; two of one name stay two."""
    root = _diamond(answer)
    for way, make in _WAYS.items():
        _require_diamond(way, _made(make, root))


# ---- task 3: managers -----------------------------------------------------------------------


@pytest.mark.task(3)
def test_managers_are_found_again(answer: Any) -> None:
    """After loading, and after a deep copy, a report's manager is the new one, not the old."""
    boss, lead, bob = (answer.Person(name) for name in ("Boss", "Lead", "Bob"))
    boss.add_report(lead)
    lead.add_report(bob)
    for way, make in _WAYS.items():
        for people in ([boss, lead, bob], [bob, lead, boss]):
            loaded = _made(make, people)
            _require_alike(way, zip(people, loaded, strict=True), managers=True)
    _require(
        bob.manager is lead,
        "afterwards the original Bob has another manager: who stores changes nothing in memory",
    )
    people = _office(answer)
    for way, make in _WAYS.items():
        for person in people:
            loaded = _made(make, person)
            _require_alike(way, [(person, loaded)], managers=True, rule=IN_THE_STATE)


@pytest.mark.task(3)
def test_managers_are_held_weakly(answer: Any) -> None:
    """A loaded report does not keep the manager alive, and a manager who is gone is no error."""
    boss, bob = answer.Person("Boss"), answer.Person("Bob")
    boss.add_report(bob)
    for way, make in _WAYS.items():
        people = _made(make, [boss, bob])
        _require(
            people[1].manager is people[0],
            f"{way}, Boss is there, and is not Bob's manager: as long as he is there, he is",
        )
        report = people.pop()
        del people
        gc.collect()
        _require(
            report.manager is None,
            f"{way}, Boss is gone, and Bob's manager is still there: "
            "who holds a manager weakly must do so after loading, too",
        )
        alone = _made(make, bob)
        gc.collect()
        _require(
            alone.manager is None,
            f"{way}, Bob is alone, and his manager is there: nobody else holds Boss",
        )
    del boss
    gc.collect()
    for way, make in _WAYS.items():
        _require_alike(way, [(bob, _made(make, bob))], managers=True)


# ---- task 4: JSON ---------------------------------------------------------------------------


@pytest.mark.task(4)
def test_everybody_comes_back_from_json(answer: Any) -> None:
    """Names, partners, reports, peers with their years, managers: all are there again."""
    boss, bob, eve, zoe = (answer.Person(name) for name in ("Boss", "Bob", "Eve", "Zoë"))
    boss.add_report(bob)
    boss.add_report(eve)
    bob.partner, eve.partner = eve, bob
    eve.peers = {zoe: 5, eve: 0}
    zoe.peers = {boss: 7}
    ada, ben = answer.Person("Ada"), answer.Person("Ben")
    ada.partner, ben.partner = ben, ada
    alone = [answer.Person(name) for name in datasets.HOSTILE_NAMES]
    for root in (*alone, boss, bob, eve, zoe, ada):  # each is reached again from the others
        loaded = _json(answer, root)
        _require_alike("after JSON", [(root, loaded)], managers=True, rule=ONCE)


@pytest.mark.task(4)
def test_json_keeps_one_person_one(answer: Any) -> None:
    """In JSON, too, whoever is shared is one person, and two of one name are two."""
    _require_diamond("after JSON", _json(answer, _diamond(answer)))
    kims = [answer.Person("Kim") for _ in range(50)]
    for before, after in zip(kims, [*kims[1:], kims[0]], strict=True):
        before.peers[after] = 1
        before.add_report(after)
    kim = first = _json(answer, kims[0])
    for number in range(1, 51):
        _require(
            len(kim.peers) == 1,
            f"a Kim has {len(kim.peers)} peers, of 1: nobody is lost, and two people of one name "
            "are two people",
        )
        (after,) = kim.peers
        _require(kim.reports == {after}, "a Kim has another report than peer: they are one person")
        _require(
            after.manager is kim,
            f"the manager of a Kim is {_shown(after.manager, 'another')}: it must be the Kim "
            "before her",
        )
        kim = after
        _require(
            (kim is first) == (number == 50),
            f"after {number} steps round a circle of 50 people called Kim it is "
            f"{'closed' if kim is first else 'still open'}: a name is not a person",
        )


@pytest.mark.task(4)
def test_managers_from_json_are_held_weakly(answer: Any) -> None:
    """Who is loaded from JSON does not keep a manager alive either."""
    boss, bob = answer.Person("Boss"), answer.Person("Bob")
    boss.add_report(bob)
    loaded = _json(answer, boss)
    _require_alike("after JSON", [(boss, loaded)], managers=True, rule=ONCE)
    (report,) = loaded.reports
    del loaded
    gc.collect()
    _require(report.manager is None, "Boss is gone, and Bob still holds him: he does so weakly")
    _require(
        _json(answer, bob).manager is None,
        "Bob was written alone, and his manager is there: from Bob nobody else is reached",
    )


# ---- task 5: deep ---------------------------------------------------------------------------


@pytest.mark.task(5)
def test_a_long_row_is_no_problem(answer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """20,000 people, each of whom knows the next, go to JSON and back; the limits stay."""
    links: dict[str, tuple[Callable[[Any, Any], None], Make]] = {
        "report": (lambda a, b: a.add_report(b), lambda a: next(iter(a.reports), None)),
        "peer": (lambda a, b: a.peers.update({b: 1}), lambda a: next(iter(a.peers), None)),
        "partner": (lambda a, b: setattr(a, "partner", b), lambda a: a.partner),
    }
    compared = itertools.count(1)

    def count(what: str) -> None:
        if next(compared) > COMPARISONS:
            raise AssertionError(
                f"for a row of {DEEP:,} people, {what} were compared more than "
                f"{COMPARISONS:,} times: a search in a list compares with one after the other, a "
                "dict or a set finds by the hash"
            )

    def is_same(one: object, other: object) -> bool:
        count("two people")
        return one is other

    class Id(int):
        __hash__ = int.__hash__

        def __eq__(self, other: object) -> bool:
            count("the ids of two people")
            return int(self) == other

    for link, (tie, follow) in links.items():
        people = [answer.Person(str(number)) for number in range(DEEP)]
        for before, after in itertools.pairwise(people):
            tie(before, after)
        compared = itertools.count(1)
        with monkeypatch.context() as patched:
            patched.setattr(answer.Person, "__eq__", is_same)
            patched.setattr(answer, "id", lambda person: Id(id(person)), raising=False)
            person = _json(answer, people[0])
        now = sys.getrecursionlimit()
        _require(
            now == LIMIT,
            f"the recursion limit was {LIMIT:,} and is {now:,}: it keeps the whole program from "
            "a crash, and a loop needs no more of it",
        )
        for number in range(DEEP):
            _require(
                getattr(person, "name", None) == str(number),
                f"person {number:,} in a row, each the {link} of the one before, is now "
                f"{_shown(person)}: everybody knows the same people as before",
            )
            person = follow(person)


# ---- helpers --------------------------------------------------------------------------------


def _require(holds: bool, message: str) -> None:
    """Fail with nothing but the message: two people side by side are no detail to read."""
    if not holds:
        raise AssertionError(message)


def _shown(value: Any, article: str = "a") -> str:
    name = getattr(value, "name", None)
    if isinstance(name, str):
        return f"{article} {type(value).__name__} called {name}"
    plain = value is None or isinstance(value, str | int | float)
    return repr(value) if plain else f"{article} {type(value).__name__}"


def _made(make: Make, original: Any) -> Any:
    """What a pickle, or a deep copy, brings back."""
    try:
        return make(original)
    except RecursionError:
        raise AssertionError(
            "saving or loading went round for ever (RecursionError): only what is stored after "
            "the object itself may lead back to it, and the arguments come before"
        ) from None
    except (pickle.PickleError, AttributeError, TypeError) as error:
        frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
        given = (__name__, "copy", "copyreg")
        own = [frame for frame in frames if frame.f_globals.get("__name__") not in given]
        if own and own[-1].f_code.co_name != "__hash__":
            raise
        person = original[0] if isinstance(original, list) else original
        raise AssertionError(_fault(error, person, in_hash=bool(own))) from error


def _fault(error: Exception, person: Any, *, in_hash: bool) -> str:
    """What an error says about the way in which a person is saved and loaded."""
    said = re.sub(r" at 0x\w+", "", str(error))
    if in_hash:
        return (
            f"loading raised “{said}”: a set and a dict ask their members for a hash while "
            "these are still being loaded, so a person needs the name from the first moment"
        )
    if "weakref" in said:
        return f"saving raised “{said}”: a weak reference belongs to one running program"
    if "_reconstruct" in said:
        return (
            "copy.deepcopy raised a TypeError: it takes no sixth part of what is returned for "
            "pickle, so it needs the state to be set in another way, or a __deepcopy__"
        )
    if form := _fault_of_form(person):
        return form
    if "cannot pickle" in said:
        return f"saving raised “{said}”: arguments and state must be what pickle can store"
    if isinstance(error, TypeError):
        return f"loading raised “{said}”: loading calls the function with the arguments"
    return f"saving raised “{said}”: pickle finds a function by its name at the top of the module"


def _fault_of_form(person: Any) -> str:
    """What is wrong with the form of what `__reduce__` returns; empty where it is right."""
    changed = type(person).__reduce_ex__ is not object.__reduce_ex__
    returned = f"your {'__reduce_ex__' if changed else '__reduce__'} returned"
    try:
        parts = person.__reduce_ex__(pickle.HIGHEST_PROTOCOL)
    except (TypeError, NotImplementedError):  # another method is wrong, or copyreg is used
        return ""
    if isinstance(parts, str):
        return (
            f"{returned} the text {parts!r}: a text means a variable of the module; to make a "
            "person it takes a tuple (function, arguments, state)"
        )
    if not isinstance(parts, tuple):
        return f"{returned} {_shown(parts)}: it returns a tuple (function, arguments, state)"
    if not 2 <= len(parts) <= 6:
        return (
            f"{returned} a tuple with {len(parts)} in it: it has two to six parts, of which the "
            "first are function, arguments, state"
        )
    function, arguments, state, _, _, setter = (*parts, None, None, None, None)[:6]
    if not callable(function):
        return (
            f"{returned} {_shown(function)} as the first part: it is the function or the class "
            "that makes the object"
        )
    if not isinstance(arguments, tuple):
        return (
            f"{returned} {_shown(arguments)} as the arguments: they are a tuple, also where "
            "there is only one"
        )
    taken = setter is not None or hasattr(person, "__setstate__")
    if not (taken or state is None or isinstance(state, dict)):
        return (
            f"the state that is stored is {_shown(state)}, and there is no __setstate__ that "
            "takes it: without __setstate__ the state must be a dict of attributes"
        )
    return ""


def _json(answer: Any, root: Any) -> Any:
    """What JSON brings back."""
    try:
        text = answer.people_to_json(root)
        _require(
            isinstance(text, str),
            f"people_to_json returned {_shown(text)}: it returns JSON, which is a str",
        )
        try:
            json.loads(text)
        except json.JSONDecodeError as error:
            raise AssertionError(f"people_to_json returned no valid JSON: {error}") from None
        loaded = answer.people_from_json(text)
    except RecursionError:
        raise AssertionError(
            "JSON went deeper and deeper (RecursionError): people who know each other are written "
            "beside each other, not inside each other"
        ) from None
    _require(
        isinstance(loaded, answer.Person),
        f"people_from_json returned {_shown(loaded)}: it returns the root",
    )
    return loaded


def _require_alike(
    way: str, pairs: Iterable[tuple[Any, Any]], *, managers: bool = False, rule: str = ""
) -> None:
    """Walk over what was stored and over what came back, side by side.

    Args:
        way: how it came back.
        pairs: people to begin with, each with the one who came back; all names are different.
        managers: whether the managers must be there again.
        rule: said, too, where somebody is lost, or is another object.
    """
    also = rule and f". {rule}"
    twins = dict(pairs)
    people = list(twins)

    def meet(person: Any, got: Any, what: str) -> None:
        name = person.name
        _require(got is not person, f"{way}, {what} is the original {name}: a copy knows copies")
        if person not in twins and getattr(got, "name", None) == name:
            twins[person] = got
            people.append(person)
        _require(
            got is not None and got is twins.get(person),
            f"{way}, {what} is {_shown(got, 'another')}: it must be {name}, one and the same "
            f"object{also}",
        )

    for person in people:
        name, twin = person.name, twins[person]
        _require(
            isinstance(twin, type(person)),
            f"{way}, {name} is {_shown(twin)}: it is the Person that was stored",
        )
        for attribute in ("name", "partner", "reports", "peers", "manager"):
            _require(
                hasattr(twin, attribute),
                f"{way}, {name} has no {attribute}: what is not stored must be made again",
            )
        _require(twin.name == name, f"{way}, {name!r} is called {twin.name!r}: the names stay")
        if person.partner is not None:
            meet(person.partner, twin.partner, f"{name}'s partner")
        else:
            _require(
                twin.partner is None,
                f"{way}, {name}'s partner is {_shown(twin.partner)}: there was none",
            )
        for what in ("reports", "peers"):
            _require_members(
                getattr(person, what), getattr(twin, what), what, name, way, also, meet
            )
        for peer, years in person.peers.items():
            got = twin.peers[twins[peer]]
            _require(
                got == years,
                f"{way}, {name} has worked with {peer.name} for {got!r} years, not for {years}: "
                "the years stay",
            )
    for person in people if managers else ():
        got = twins[person].manager
        if person.manager is not None:
            meet(person.manager, got, f"{person.name}'s manager")
        else:
            _require(got is None, f"{way}, {person.name}'s manager is {_shown(got)}: there is none")


def _require_members(
    before: Any,
    after: Any,
    what: str,
    name: str,
    way: str,
    also: str,
    meet: Callable[[Any, Any, str], None],
) -> None:
    """The same people in a set, or as the keys of a dict, and found there."""
    kind = type(before).__name__
    _require(
        isinstance(after, type(before)),
        f"{way}, the {what} of {name} are {_shown(after)}: they are a {kind}",
    )
    _require(
        bool(after) or not before,
        f"{way}, the {what} of {name} came back empty"
        f"{also or ': what is not stored does not come back'}",
    )
    were = {person.name: person for person in before}
    are = sorted(str(getattr(person, "name", person)) for person in after)
    _require(
        are == sorted(were),
        f"{way}, the {what} of {name} are {', '.join(are)}, and were "
        f"{', '.join(sorted(were)) or 'none'}: nobody is lost, and nobody is there twice{also}",
    )
    for twin in sorted(after, key=lambda twin: str(getattr(twin, "name", twin))):
        called = str(getattr(twin, "name", twin))
        meet(were[called], twin, f"{called} among the {what} of {name}")
        _require(
            twin in after,
            f"{way}, {called} is among the {what} of {name}, and is not found there: "
            "a set and a dict find only those whose hash has stayed the same",
        )


def _office(answer: Any) -> tuple[Any, Any, Any]:
    """Boss and Bob are partners, Boss manages Bob and Eve, and all of them are peers."""
    boss, bob, eve = (answer.Person(name) for name in ("Boss", "Bob", "Eve"))
    boss.add_report(bob)
    boss.add_report(eve)
    boss.partner, bob.partner, eve.partner = bob, boss, boss
    boss.peers, bob.peers, eve.peers = {eve: 3}, {boss: 1}, {boss: 3}
    return boss, bob, eve


def _diamond(answer: Any) -> Any:
    """Ann knows two called Kim, and both of them know Dan."""
    ann, dan = answer.Person("Ann"), answer.Person("Dan")
    for years in (1, 2):
        kim = answer.Person("Kim")
        kim.peers[dan] = years
        ann.peers[kim] = years
        ann.add_report(kim)
    return ann


def _require_diamond(way: str, ann: Any) -> None:
    _require(
        len(ann.peers) == 2,
        f"{way}, Ann has {len(ann.peers)} peers, of 2: nobody is lost, and two people of one name "
        "are two people",
    )
    first, second = (kim for kim, _ in sorted(ann.peers.items(), key=lambda entry: str(entry[1])))
    _require(
        ann.reports == {first, second},
        f"{way}, Ann's reports are not the same two people as her peers: one person is one object",
    )
    _require(
        (len(first.peers), len(second.peers)) == (1, 1),
        f"{way}, the two called Kim have {len(first.peers)} and {len(second.peers)} peers: each "
        "of them knows Dan",
    )
    (one,), (other,) = first.peers, second.peers
    _require(
        one is other,
        f"{way}, both know Dan, and now there are two of him: one person is one object",
    )
    years = (first.peers.get(one), second.peers.get(one))
    _require(
        years == (1, 2),
        f"{way}, the two have known Dan for {years[0]} and {years[1]} years, and before it was "
        "for 1 and 2: the years stay",
    )
