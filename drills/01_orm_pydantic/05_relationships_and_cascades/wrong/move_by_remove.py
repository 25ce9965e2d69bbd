"""Moves a task by taking it out of one list and putting it into the other."""

from solution import *

FAILS = "a_moved_task_stays_itself"
SAYS = "must not lose its project on the way"


def move_task(session: Session, task_id: int, project_id: int) -> None:
    """Put a task into another project."""
    task = found(session, Task, task_id)
    target = found(session, Project, project_id)
    task.project.tasks.remove(task)
    session.flush()
    target.tasks.append(task)
    session.flush()
