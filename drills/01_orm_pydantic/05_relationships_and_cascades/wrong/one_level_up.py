"""Looks one level up: finds a child as the new parent, not a grandchild."""

from solution import *

FAILS = "a_cycle_is_refused"
SAYS = "put task 1 below its grandchild"


def set_parent(session: Session, task_id: int, parent_id: int | None) -> None:
    """Put a task below another one."""
    task = found(session, Task, task_id)
    parent = None if parent_id is None else found(session, Task, parent_id)
    if parent is task or (parent is not None and parent.parent is task):
        raise Cycle(str(task_id))
    task.parent = parent
    session.flush()
