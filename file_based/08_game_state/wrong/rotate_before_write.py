"""Thinks that the older saves can make room before the new one is there."""

from solution import *
from solution import _encode, _generations

FAILS = "a_full_disk_changes_nothing"
SAYS = "nothing that is good may be touched before"


class _Store(SaveStore):
    """Rename, then write."""

    def save(self, state: GameState, slot: str) -> SaveInfo:
        """Give the newest save another name first; the new one may never come."""
        folder = self._folder(slot)
        folder.mkdir(exist_ok=True)
        payload = _encode(state)
        sha256 = hashlib.sha256(payload).hexdigest()
        saved_at = datetime.now(UTC)
        header = {"version": 1, "sha256": sha256, "saved_at": saved_at.isoformat()}
        data = json.dumps(header).encode() + b"\n" + payload
        path = folder / "999.save"
        for number, source in reversed(_generations(folder)):
            if number <= 1000 - self.keep:
                source.unlink()
            else:
                source.rename(folder / f"{number - 1}.save")
        try:
            path.write_bytes(data)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return SaveInfo(slot, path, saved_at)


SaveStore = _Store
