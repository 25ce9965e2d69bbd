"""Stays with objects: lists, a loop up the parents; cascades as short as can be."""

from solution import *

# The database's rules are enough for the children of a task and the task labels of a label,
# whatever is loaded.
children: Any = Task.children.prop
children.passive_deletes = "all"
task_labels: Any = Label.task_labels.prop
task_labels.cascade = "save-update, merge"
task_labels.passive_deletes = "all"


def delete_project(session: Session, project_id: int) -> None:
    """Delete a project through the session."""
    project = session.get(Project, project_id)
    if project is None:
        raise NotFound(project_id)
    session.delete(project)
    session.flush()


def move_task(session: Session, task_id: int, project_id: int) -> None:
    """Put a task into another project by its list: it leaves the old list by itself."""
    task, project = session.get(Task, task_id), session.get(Project, project_id)
    if not task or not project:
        raise NotFound
    if task not in project.tasks:
        project.tasks.append(task)
    session.flush()


def set_labels(session: Session, task_id: int, names: set[str]) -> None:
    """Give a task exactly these labels: build the new list out of the old one."""
    task = session.get(Task, task_id)
    if task is None:
        raise NotFound
    has = {task_label.label.name: task_label for task_label in task.task_labels}
    labels = {label.name: label for label in session.scalars(select(Label))}
    task.task_labels = [
        has.get(name) or TaskLabel(label=labels.get(name) or Label(name=name)) for name in names
    ]
    session.flush()


def set_parent(session: Session, task_id: int, parent_id: int | None) -> None:
    """Put a task below another one: walk up the objects first."""
    task = session.get(Task, task_id)
    parent = above = None if parent_id is None else session.get(Task, parent_id)
    if task is None or (parent_id is not None and parent is None):
        raise NotFound
    while above is not None:
        if above is task:
            raise Cycle
        above = above.parent
    task.parent = parent  # not parent_id: a loaded task.parent would still be the old one
    session.flush()
