"""Thinks that a game should go on when it could not be saved."""

from solution import *
from solution import _encode, _generations

FAILS = "a_full_disk_changes_nothing"
SAYS = "returned as if it had worked"


class _Store(SaveStore):
    """Hide the error from the caller."""

    def save(self, state: GameState, slot: str) -> SaveInfo:
        """Return as if all were well."""
        folder = self._folder(slot)
        older = _generations(folder)
        number = older[0][0] + 1 if older else 1
        path = folder / f"{number}.save"
        payload = _encode(state)
        saved_at = datetime.now(UTC)
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
        except OSError:
            temporary.unlink(missing_ok=True)
            return SaveInfo(slot, path, saved_at)
        # Only now, when the new save is there, is the oldest one superfluous.
        for _, path_of_old in older[self.keep - 1 :]:
            path_of_old.unlink()
        return SaveInfo(slot, path, saved_at)


SaveStore = _Store
