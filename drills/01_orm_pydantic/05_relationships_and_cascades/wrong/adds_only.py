"""Adds what is missing and leaves what is no longer wanted."""

from solution import *

FAILS = "labels_that_stay_keep_their_date"
SAYS = "exactly these labels"


def set_labels(session: Session, task_id: int, names: set[str]) -> None:
    """Add labels to a task."""
    task = found(session, Task, task_id)
    known = {label.name: label for label in session.scalars(select(Label))}
    for name in names - {task_label.label.name for task_label in task.task_labels}:
        task.task_labels.append(TaskLabel(label=known.get(name) or Label(name=name)))
    session.flush()
