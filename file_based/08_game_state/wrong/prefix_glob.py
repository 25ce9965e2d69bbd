"""Thinks that `quick-*` finds the saves of quick only."""

from solution import *
from solution import _decode, _encode, _read

FAILS = "slots_do_not_mix"
SAYS = "what belongs to 'quick'"


class _Store(SaveStore):
    """Name files after slot and number, and search with a pattern."""

    def _found(self, slot: str) -> list[Path]:
        """Find quick-1-1.save, too, when asked for quick."""
        self._folder(slot)
        files = self.directory.glob(f"{slot}-*.save")
        return sorted(files, key=lambda path: int(path.stem.rpartition("-")[2]), reverse=True)

    def save(self, state: GameState, slot: str) -> SaveInfo:
        """Write one file for each slot and number."""
        older = self._found(slot)
        number = int(older[0].stem.rpartition("-")[2]) + 1 if older else 1
        path = self.directory / f"{slot}-{number}.save"
        payload = _encode(state)
        sha256 = hashlib.sha256(payload).hexdigest()
        saved_at = datetime.now(UTC)
        header = {"version": 1, "sha256": sha256, "saved_at": saved_at.isoformat()}
        path.write_bytes(json.dumps(header).encode() + b"\n" + payload)
        for old in older[self.keep - 1 :]:
            old.unlink()
        return SaveInfo(slot, path, saved_at)

    def load(self, slot: str) -> LoadResult:
        """Take the first of what was found."""
        for number, path in enumerate(self._found(slot)):
            if (found := _read(path)) is not None:
                return LoadResult(_decode(found[1]), from_backup=number > 0)
        raise NoSuchSlot(slot)

    def slots(self) -> list[str]:
        """Cut the number off."""
        return sorted({path.stem.rpartition("-")[0] for path in self.directory.glob("*.save")})


SaveStore = _Store
