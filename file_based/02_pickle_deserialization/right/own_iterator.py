"""An iterator class in place of a generator; the file is verified and loaded through one handle."""

import hmac
import pickle
import secrets
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from solution import *


class _Records:
    """Reads one byte ahead to see whether the file is at its end."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")

    def __iter__(self) -> "_Records":
        return self

    def __next__(self) -> object:
        if self._file.closed:  # an iterator that has ended stays at its end
            raise StopIteration
        offset = self._file.tell()
        if not self._file.read(1):
            self._file.close()
            raise StopIteration
        self._file.seek(offset)
        try:
            return pickle.load(self._file)
        except Exception:
            self._file.close()
            raise CorruptRecord(offset) from None


def load_all(path: Path) -> Iterator[object]:
    """Hand out the iterator."""
    return _Records(path)


class _Listed(pickle._Unpickler):  # type: ignore[name-defined]  (the one that is written in Python)
    allowed: frozenset[tuple[str, str]]

    def find_class(self, module: str, name: str) -> object:
        if (module, name) in self.allowed:
            return super().find_class(module, name)
        raise Refused


def loads_untrusted(data: bytes, allowed: frozenset[tuple[str, str]]) -> object:
    """Give the Unpickler its list as an attribute."""
    unpickler = _Listed(BytesIO(data))
    unpickler.allowed = allowed
    return unpickler.load()


def load_signed(path: Path, key: bytes) -> object:
    """Hash the file piece by piece, then go back and load."""
    with path.open("rb") as file:
        mac = file.read(32)
        wanted = hmac.new(key, digestmod="sha256")
        while piece := file.read(1 << 16):
            wanted.update(piece)
        if not secrets.compare_digest(mac, wanted.digest()):
            raise BadSignature
        file.seek(32)
        return pickle.load(file)
