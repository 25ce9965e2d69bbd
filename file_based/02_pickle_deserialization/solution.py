"""Read pickles: one by one, cut ones, and those of strangers."""

import hmac
import io
import os
import pickle
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, override

MAC_BYTES = 32
"""The length of an HMAC-SHA256."""


class CorruptRecord(Exception):
    """A record in a file cannot be loaded."""

    def __init__(self, offset: int) -> None:
        super().__init__(f"the record at byte {offset} cannot be loaded")
        self.offset = offset


class Refused(pickle.UnpicklingError):
    """A pickle names something that is not allowed."""


class BadSignature(Exception):
    """A file was not signed with this key, or has been changed since."""


@dataclass
class Order:
    """An order of a shop."""

    number: int
    lines: "list[Order.Line]"

    @dataclass
    class Line:
        """One line of an order."""

        name: str
        cents: int


def load_all(path: Path) -> Iterator[object]:
    """Read all records of a file, each only when it is asked for."""
    with path.open("rb") as file:
        while file.peek(1):  # nothing left: this is the end, between two records
            offset = file.tell()
            try:
                record = pickle.load(file)
            except Exception as error:  # a broken pickle can raise nearly anything
                raise CorruptRecord(offset) from error
            yield record


class SafeUnpickler(pickle.Unpickler):
    """Loads a pickle that may name only what it is told."""

    def __init__(self, data: bytes, allowed: frozenset[tuple[str, str]]) -> None:
        super().__init__(io.BytesIO(data))
        self._allowed = allowed

    @override
    def find_class(self, module_name: str, global_name: str) -> Any:
        """Called for every global name, before anything is imported or called."""
        if (module_name, global_name) not in self._allowed:
            raise Refused(f"{module_name}.{global_name} is not allowed")
        return super().find_class(module_name, global_name)


def loads_untrusted(data: bytes, allowed: frozenset[tuple[str, str]]) -> object:
    """Load a pickle that may have been written by an enemy."""
    return SafeUnpickler(data, allowed).load()


def load_signed(path: Path, key: bytes) -> object:
    """Load a pickle that somebody with the same key has written."""
    content = path.read_bytes()
    mac, payload = content[:MAC_BYTES], content[MAC_BYTES:]
    if not hmac.compare_digest(mac, hmac.digest(key, payload, "sha256")):
        raise BadSignature(path.name)
    return pickle.loads(payload)


# ---- run by itself: what goes wrong in the naive way, and the right way --------------------


def load_all_naively(path: Path) -> Iterator[object]:
    """Take every error for the end of the file."""
    with path.open("rb") as file:
        while True:
            try:
                yield pickle.load(file)
            except (EOFError, pickle.UnpicklingError):
                return


class Attack:
    """An object whose pickle says: call os.mkdir with this path."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self.path),)


def main(folder: Path) -> None:
    """Show what a cut file and a hostile pickle do, then the functions above."""
    log = folder / "orders.pickle"
    orders = [Order(number, [Order.Line("Tea", 250)]) for number in range(3)]
    log.write_bytes(b"".join(map(pickle.dumps, orders))[:-20])

    print("1. Three orders, and the last 20 bytes are missing:")
    print(f"   every error is the end: {len(list(load_all_naively(log)))} orders, and no complaint")
    count = 0
    try:
        for _ in load_all(log):
            count += 1
    except CorruptRecord as error:
        print(f"   load_all: {count} orders, then CorruptRecord: {error}")

    print("2. A pickle from a stranger:")
    canary = folder / "canary"
    data = pickle.dumps(Attack(canary))
    pickle.loads(data)
    print(f"   pickle.loads ran its code: the folder canary is there? {canary.exists()}")
    canary.rmdir()
    try:
        loads_untrusted(data, frozenset({("decimal", "Decimal")}))
    except Refused as error:
        print(f"   loads_untrusted: Refused: {error}; canary there? {canary.exists()}")

    print("3. A signed file, changed on the way:")
    signed = folder / "signed.pickle"
    signed.write_bytes(hmac.digest(b"key", data, "sha256") + data + b" ")
    try:
        load_signed(signed, b"key")
    except BadSignature as error:
        print(f"   load_signed: BadSignature: {error}; canary there? {canary.exists()}")
    good = pickle.dumps(orders[0])
    signed.write_bytes(hmac.digest(b"key", good, "sha256") + good)
    print(f"   unchanged: {load_signed(signed, b'key')}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        main(Path(scratch))
