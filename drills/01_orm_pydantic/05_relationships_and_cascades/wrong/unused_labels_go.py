"""Deletes the label together with the task label, although it is not the task's own."""

from solution import *
from solution import set_labels as _set_labels

FAILS = "labels_that_stay_keep_their_date"
SAYS = "no label is deleted"


def set_labels(session: Session, task_id: int, names: set[str]) -> None:
    """Give a task exactly these labels, and delete the others."""
    task = found(session, Task, task_id)
    gone = [tl.label for tl in task.task_labels if tl.label.name not in names]
    _set_labels(session, task_id, names)
    for label in gone:
        session.refresh(label)
        if not label.task_labels or label.name != "urgent":
            session.delete(label)
    session.flush()
