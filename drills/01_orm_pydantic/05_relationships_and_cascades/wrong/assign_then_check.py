"""Assigns the parent before it checks, and leaves the assignment in the session."""

from solution import *

FAILS = "a_cycle_is_refused"
SAYS = "leaves nothing behind in the session"


def set_parent(session: Session, task_id: int, parent_id: int | None) -> None:
    """Put a task below another one."""
    task = found(session, Task, task_id)
    task.parent = None if parent_id is None else found(session, Task, parent_id)
    seen = {task_id}
    above = task.parent
    while above is not None:
        if above.id in seen:
            raise Cycle(str(task_id))
        seen.add(above.id)
        above = above.parent
    session.flush()
