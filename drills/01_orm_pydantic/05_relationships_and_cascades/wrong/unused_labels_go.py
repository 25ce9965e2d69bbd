"""Deletes a label that is taken off a task, although it is not the task's own."""

from solution import *
from solution import set_labels as set_the_difference

FAILS = "labels_that_stay_keep_their_date"
SAYS = "no label is deleted"


def set_labels(session: Session, task_id: int, names: set[str]) -> None:
    """Give a task exactly these labels, and delete the others."""
    task = found(session, Task, task_id)
    gone = [tl.label for tl in task.task_labels if tl.label.name not in names]
    set_the_difference(session, task_id, names)
    for label in gone:
        session.delete(label)
    session.flush()
