"""Moves a task by making a new one in the other project."""

from solution import *

FAILS = "a_moved_task_stays_itself"
SAYS = "only its project_id changes"


def move_task(session: Session, task_id: int, project_id: int) -> None:
    """Copy a task to another project and delete it."""
    task = found(session, Task, task_id)
    target = found(session, Project, project_id)
    target.tasks.append(Task(title=task.title, parent=task.parent))
    session.delete(task)
    session.flush()
