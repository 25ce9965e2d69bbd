"""Thinks that a failed write leaves nothing to clean up."""

from solution import *
from solution import _encode, _generations

FAILS = "a_full_disk_changes_nothing"
SAYS = "a failed save must leave no file"


class _Store(SaveStore):
    """Forget the unfinished file."""

    def save(self, state: GameState, slot: str) -> SaveInfo:
        """Write beside and rename, and trust that both work."""
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
        temporary.write_bytes(json.dumps(header).encode() + b"\n" + payload)
        temporary.replace(path)
        # Only now, when the new save is there, is the oldest one superfluous.
        for _, path_of_old in older[self.keep - 1 :]:
            path_of_old.unlink()
        return SaveInfo(slot, path, saved_at)


SaveStore = _Store
