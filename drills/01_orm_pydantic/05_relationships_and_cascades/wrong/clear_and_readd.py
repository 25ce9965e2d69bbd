"""Deletes all labels of a task and adds the new set: every added_at is lost."""

from solution import *
from sqlalchemy import delete

FAILS = "labels_that_stay_keep_their_date"
SAYS = "a label that stays is not touched"


def set_labels(session: Session, task_id: int, names: set[str]) -> None:
    """Give a task exactly these labels."""
    task = found(session, Task, task_id)
    session.execute(delete(TaskLabel).where(TaskLabel.task_id == task_id))
    session.expire(task, ["task_labels"])
    known = {label.name: label for label in session.scalars(select(Label))}
    for name in names:
        task.task_labels.append(TaskLabel(label=known.get(name) or Label(name=name)))
    session.flush()
