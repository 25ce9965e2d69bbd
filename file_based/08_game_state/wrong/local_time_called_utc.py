"""Thinks that replace(tzinfo=UTC) converts a time."""

from solution import *
from solution import _encode, _generations

FAILS = "a_save_begins_with_a_header"
SAYS = "a local time with the label UTC is wrong"


class _Store(SaveStore):
    """Put a wrong label on the local time."""

    def save(self, state: GameState, slot: str) -> SaveInfo:
        """Call nine in the evening in Tokyo nine in the evening in Greenwich."""
        folder = self._folder(slot)
        older = _generations(folder)
        number = older[0][0] + 1 if older else 1
        path = folder / f"{number}.save"
        payload = _encode(state)
        saved_at = datetime.now().replace(tzinfo=UTC)
        header = {
            "version": FORMAT_VERSION,
            "sha256": hashlib.sha256(payload).hexdigest(),
            "saved_at": saved_at.isoformat(),
        }
        folder.mkdir(exist_ok=True)
        temporary = folder / "unfinished"
        try:
            temporary.write_bytes(json.dumps(header).encode() + b"\n" + payload)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        # Only now, when the new save is there, is the oldest one superfluous.
        for _, path_of_old in older[self.keep - 1 :]:
            path_of_old.unlink()
        return SaveInfo(slot, path, saved_at)


SaveStore = _Store
