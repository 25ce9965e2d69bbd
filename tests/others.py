"""Other processes: wait for what they do, see what they have left."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path


def wait_until[T](look: Callable[[], T], what: str, *, seconds: float = 10) -> T:
    """Look until there is something to see, and return it; fail with `what` if it does not come."""
    deadline = time.monotonic() + seconds
    while not (seen := look()):
        assert time.monotonic() < deadline, what
        time.sleep(0.01)
    return seen


def temporary_folders(pid: int) -> list[Path]:
    """The temporary folders that a process has made and not put away."""
    homes = (Path("/dev/shm"), Path(tempfile.gettempdir()))
    return [left for home in homes for left in home.glob(f"drills-*-{pid}-*")]
