"""Deletes a task label and leaves it in the loaded list, where the next call finds it again."""

from solution import *

FAILS = "labels_that_stay_keep_their_date"
SAYS = "after it was given 'urgent' only"


def set_labels(session: Session, task_id: int, names: set[str]) -> None:
    """Give a task exactly these labels."""
    task = found(session, Task, task_id)
    present = {task_label.label.name: task_label for task_label in task.task_labels}
    for name in present.keys() - names:
        session.delete(present[name])
    known = {label.name: label for label in session.scalars(select(Label))}
    for name in names - present.keys():
        session.add(TaskLabel(task=task, label=known.get(name) or Label(name=name)))
    session.flush()
