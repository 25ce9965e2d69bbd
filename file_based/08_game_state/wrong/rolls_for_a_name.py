"""Thinks that the game's dice are free for other use."""

from solution import *
from solution import _encode, _generations

FAILS = "the_dice_go_on"
SAYS = "saving uses no dice"


class _Store(SaveStore):
    """Take a random file name from the game's own generator."""

    def save(self, state: GameState, slot: str) -> SaveInfo:
        """Roll for a name, and with it change the game."""
        folder = self._folder(slot)
        older = _generations(folder)
        number = older[0][0] + 1 if older else 1
        path = folder / f"{number}.save"
        tag = state.rng.getrandbits(32)
        payload = _encode(state)
        saved_at = datetime.now(UTC)
        header = {
            "version": FORMAT_VERSION,
            "sha256": hashlib.sha256(payload).hexdigest(),
            "saved_at": saved_at.isoformat(),
        }
        folder.mkdir(exist_ok=True)
        temporary = folder / f"unfinished-{tag}"
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
