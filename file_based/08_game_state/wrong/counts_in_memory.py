"""Thinks that the first save of a program is number 1."""

from solution import *
from solution import _encode, _generations

FAILS = "the_last_saves_are_kept"
SAYS = "the newest comes first"


class _Store(SaveStore):
    """Count from 1 at every start."""

    def __init__(self, directory: Path, keep: int = 3) -> None:
        super().__init__(directory, keep)
        self.count = 0

    def save(self, state: GameState, slot: str) -> SaveInfo:
        """Number the saves of this run."""
        folder = self._folder(slot)
        older = _generations(folder)
        self.count += 1
        number = self.count
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
        for _, path_of_old in older[self.keep - 1 :]:
            path_of_old.unlink()
        return SaveInfo(slot, path, saved_at)


SaveStore = _Store
