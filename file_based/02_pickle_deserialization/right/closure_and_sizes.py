"""Ask for the file's size, define the Unpickler inside the function, compare hex digits."""

import hashlib
import io
import pickle
from collections.abc import Iterator
from hmac import compare_digest, new
from pathlib import Path
from typing import Any

from solution import *


def load_all(path: Path) -> Iterator[object]:
    """The end is where as many bytes are read as the file has."""
    size = path.stat().st_size
    with open(path, "rb") as file:  # noqa: PTH123  (the plain way)
        position = 0
        while position < size:
            try:
                record = pickle.Unpickler(file).load()
            except Exception as error:
                raise CorruptRecord(position) from error
            position = file.tell()
            yield record


def loads_untrusted(data: bytes, allowed: frozenset[tuple[str, str]]) -> object:
    """The class sees `allowed` because it is made inside the function."""

    class Listed(pickle.Unpickler):
        def find_class(self, module_name: str, global_name: str) -> Any:
            for module, name in allowed:
                if module == module_name and name == global_name:
                    return super().find_class(module_name, global_name)
            raise Refused(global_name)

    return Listed(io.BytesIO(data)).load()


def load_signed(path: Path, key: bytes) -> object:
    """Hex digits compare as well as bytes."""
    content = path.read_bytes()
    wanted = new(key, content[32:], hashlib.sha256).hexdigest()
    if len(content) < 32 or not compare_digest(content[:32].hex(), wanted):
        raise BadSignature
    return pickle.loads(content[32:])
