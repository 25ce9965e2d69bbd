"""Sets the key and walks up `parent`, which shows the old parent until the next commit."""

from solution import *

FAILS = "a_cycle_is_refused"
SAYS = "put below it by two moves not yet committed, and raised nothing"


def set_parent(session: Session, task_id: int, parent_id: int | None) -> None:
    """Put a task below another one, or at the top with None."""
    task = found(session, Task, task_id)
    above = None if parent_id is None else found(session, Task, parent_id)
    while above is not None:
        if above is task:
            raise Cycle(str(task_id))
        above = above.parent
    task.parent_id = parent_id
    session.flush()
