"""The child's end of its pipes: records to the parent, and the parent's replies."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from runner.errors import DrillsError

_encode = json.JSONEncoder().encode
"""Of our own: what `json.dumps` uses is everybody's, and an answer could change it."""

Seal = Callable[[bytes], bytes]
"""Gives a record's seal, which only the parent and the child's own code can make."""


def make_seal() -> Seal:
    """A seal with a key of its own: a keyed hash, BLAKE2 (RFC 7693).

    The key is nowhere but in the function that is returned.
    """
    import hashlib
    import secrets

    key, blake2b = secrets.token_bytes(32), hashlib.blake2b
    return lambda record: blake2b(record, key=key, digest_size=16).hexdigest().encode()


@dataclass
class Channel:
    """The child's end: JSON lines to the parent, and its answers."""

    _records: int
    _replies: int
    _seal: Seal | None = None
    _pid: int = field(default_factory=os.getpid)
    _unread: bytes = b""

    def send(self, record: dict[str, Any]) -> None:
        """Write one record.  A process forked from the child stays silent."""
        if os.getpid() != self._pid:
            return
        data = _encode(record).encode()
        data = (b"" if self._seal is None else self._seal(data) + b" ") + data + b"\n"
        while data:
            data = data[os.write(self._records, data) :]

    def ask(self, what: str, **told: Any) -> dict[str, Any]:
        """Ask the parent for something and wait for the answer.

        Args:
            what: `"check"`, the name of the next one, or `"database"`.
            told: the rest of the same record.

        Raises:
            DrillsError: the parent could not provide it.
        """
        if os.getpid() != self._pid:
            os._exit(1)  # a twin that the answer forked: the reply is for the child itself
        self.send({**told, "ask": what})
        while b"\n" not in self._unread:
            data = os.read(self._replies, 65536)
            if not data:
                os._exit(1)  # the parent is gone: nobody waits for a verdict
            self._unread += data
        line, _, self._unread = self._unread.partition(b"\n")
        reply: dict[str, Any] = json.loads(line)
        if "error" in reply:
            raise DrillsError(reply["error"], mend=reply.get("mend", ""))
        return reply
