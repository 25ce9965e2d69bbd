"""Assigns what `get` gives and looks afterwards: for an id without a row that is None."""

from solution import *

FAILS = "a_task_gets_another_parent"
SAYS = "set_parent(2, 999) raised NotFound, and yet the next commit"


def set_parent(session: Session, task_id: int, parent_id: int | None) -> None:
    """Put a task below another one, or at the top with None."""
    task = found(session, Task, task_id)
    if parent_id is not None and stands_below(session, parent_id, task_id):
        raise Cycle(str(task_id))
    task.parent = None if parent_id is None else session.get(Task, parent_id)
    if parent_id is not None and task.parent is None:
        raise NotFound(str(parent_id))
    session.flush()
