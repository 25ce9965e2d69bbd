"""Sets only the key: the old project's loaded list still holds the task, and takes it along."""

from solution import *

FAILS = "a_moved_task_stays_itself"
SAYS = "and then project 1 was deleted"


def move_task(session: Session, task_id: int, project_id: int) -> None:
    """Put a task into another project."""
    task = found(session, Task, task_id)
    found(session, Project, project_id)
    task.project_id = project_id
    session.flush()
