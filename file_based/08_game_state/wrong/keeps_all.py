"""Thinks that old saves do no harm."""

from solution import *
from solution import _encode, _generations

FAILS = "the_last_saves_are_kept"
SAYS = "with keep=3 it is 3"


class _Store(SaveStore):
    """Keep every save for ever."""

    def save(self, state: GameState, slot: str) -> SaveInfo:
        """Remove nothing."""
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
        return SaveInfo(slot, path, saved_at)


SaveStore = _Store
