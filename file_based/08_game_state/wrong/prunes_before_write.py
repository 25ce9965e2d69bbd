"""Thinks that the oldest save can go before the new one is there."""

from solution import *
from solution import _encode, _generations

FAILS = "a_full_disk_changes_nothing"
SAYS = "is gone"


class _Store(SaveStore):
    """Remove, then write."""

    def save(self, state: GameState, slot: str) -> SaveInfo:
        """Make room first."""
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
        for _, path_of_old in older[self.keep - 1 :]:
            path_of_old.unlink()
        temporary = folder / "unfinished"
        try:
            temporary.write_bytes(json.dumps(header).encode() + b"\n" + payload)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        return SaveInfo(slot, path, saved_at)


SaveStore = _Store
