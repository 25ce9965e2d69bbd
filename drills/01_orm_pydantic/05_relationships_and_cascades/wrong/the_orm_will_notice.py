"""Thinks the ORM refuses cycles: it only sees those among the objects of one flush."""

from solution import *
from sqlalchemy.exc import CircularDependencyError

FAILS = "a_cycle_is_refused"
SAYS = "and raised nothing"


def set_parent(session: Session, task_id: int, parent_id: int | None) -> None:
    """Put a task below another one."""
    task = found(session, Task, task_id)
    task.parent = None if parent_id is None else found(session, Task, parent_id)
    try:
        session.flush()
    except CircularDependencyError as error:
        session.rollback()
        raise Cycle(str(task_id)) from error
