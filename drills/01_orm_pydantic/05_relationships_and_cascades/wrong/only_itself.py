"""Refuses only the shortest cycle, a task that is its own parent."""

from solution import *

FAILS = "a_cycle_is_refused"
SAYS = "put task 1 below its own child"


def set_parent(session: Session, task_id: int, parent_id: int | None) -> None:
    """Put a task below another one."""
    if task_id == parent_id:
        raise Cycle(str(task_id))
    task = found(session, Task, task_id)
    task.parent = None if parent_id is None else found(session, Task, parent_id)
    session.flush()
