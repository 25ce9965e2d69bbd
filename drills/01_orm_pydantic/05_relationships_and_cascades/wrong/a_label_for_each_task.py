"""Makes a new label for every name that the task does not have yet."""

from solution import *

FAILS = "labels_that_stay_keep_their_date"
SAYS = "tasks share one row for a label"


def set_labels(session: Session, task_id: int, names: set[str]) -> None:
    """Give a task exactly these labels."""
    task = found(session, Task, task_id)
    for task_label in list(task.task_labels):
        if task_label.label.name not in names:
            task.task_labels.remove(task_label)
    for name in names - {task_label.label.name for task_label in task.task_labels}:
        task.task_labels.append(TaskLabel(label=Label(name=name)))
    session.flush()
