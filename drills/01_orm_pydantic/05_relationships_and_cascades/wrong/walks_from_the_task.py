"""Walks up from the task instead of from its new parent: the wrong way round."""

from solution import *

FAILS = "a_task_gets_another_parent"
SAYS = "only a cycle is refused"


def set_parent(session: Session, task_id: int, parent_id: int | None) -> None:
    """Put a task below another one."""
    task = found(session, Task, task_id)
    parent = None if parent_id is None else found(session, Task, parent_id)
    if parent is not None and stands_below(session, task_id, parent.id):
        raise Cycle(str(task_id))
    task.parent = parent
    session.flush()
