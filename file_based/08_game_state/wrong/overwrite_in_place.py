"""Thinks that a save may be overwritten while a copy of it is in memory."""

from solution import *
from solution import _encode, _generations

FAILS = "a_full_disk_changes_nothing"
SAYS = "nothing that is good may be touched before"


class _Store(SaveStore):
    """Keep the newest save under one name, and write its old content elsewhere afterwards."""

    def save(self, state: GameState, slot: str) -> SaveInfo:
        """Read the newest save, truncate it, fill it, and then write what was read as a backup."""
        folder = self._folder(slot)
        folder.mkdir(exist_ok=True)
        payload = _encode(state)
        sha256 = hashlib.sha256(payload).hexdigest()
        saved_at = datetime.now(UTC)
        header = {"version": 1, "sha256": sha256, "saved_at": saved_at.isoformat()}
        data = json.dumps(header).encode() + b"\n" + payload
        path = folder / "999.save"
        backups = [found for found in _generations(folder) if found[1] != path]
        before = path.read_bytes() if path.exists() else None
        path.write_bytes(data)
        if before is not None:
            number = backups[0][0] + 1 if backups else 1
            backup = folder / f"{number}.save"
            backup.write_bytes(before)
            backups.insert(0, (number, backup))
        for _, old in backups[self.keep - 1 :]:
            old.unlink()
        return SaveInfo(slot, path, saved_at)


SaveStore = _Store
