"""Thinks that `keep` counts the backups without the newest save."""

from solution import *
from solution import _encode, _generations

FAILS = "the_last_saves_are_kept"
SAYS = "with keep=3 it is 3"


class _Store(SaveStore):
    """Keep one more."""

    def save(self, state: GameState, slot: str) -> SaveInfo:
        """Be off by one."""
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
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        # Only now, when the new save is there, is the oldest one superfluous.
        for _, path_of_old in older[self.keep :]:
            path_of_old.unlink()
        return SaveInfo(slot, path, saved_at)


SaveStore = _Store
