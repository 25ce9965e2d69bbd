"""Writes with UPDATE, INSERT and DELETE statements; the ORM only loads."""

from solution import *
from sqlalchemy import delete, insert, update


def make_engine(url: str) -> Engine:
    """Make an engine; the driver's older transaction mode begins nothing before the pragma."""
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def enforce(connection: sqlite3.Connection, _record: object) -> None:
            connection.execute("PRAGMA foreign_keys = 1").close()

    return engine


def delete_project(session: Session, project_id: int) -> None:
    """Delete a project: one statement, and the database does the rest."""
    gone = session.execute(
        delete(Project).where(Project.id == project_id).returning(Project.id)
    ).one_or_none()
    if gone is None:
        raise NotFound(project_id)
    session.expire_all()


def move_task(session: Session, task_id: int, project_id: int) -> None:
    """Put a task into another project: one UPDATE."""
    if session.get(Project, project_id) is None:
        raise NotFound(project_id)
    moved = session.execute(
        update(Task).where(Task.id == task_id).values(project_id=project_id).returning(Task.id)
    )
    if moved.one_or_none() is None:
        raise NotFound(task_id)


def set_labels(session: Session, task_id: int, names: set[str]) -> None:
    """Give a task exactly these labels: compare sets of ids."""
    if session.scalar(select(Task.id).where(Task.id == task_id)) is None:
        raise NotFound(task_id)
    known = set(session.scalars(select(Label.name).where(Label.name.in_(names))))
    if names - known:
        session.execute(insert(Label), [{"name": name} for name in names - known])
    wanted = set(session.scalars(select(Label.id).where(Label.name.in_(names))))
    has = set(session.scalars(select(TaskLabel.label_id).where(TaskLabel.task_id == task_id)))
    session.execute(
        delete(TaskLabel).where(TaskLabel.task_id == task_id, TaskLabel.label_id.in_(has - wanted))
    )
    if wanted - has:
        session.execute(
            insert(TaskLabel), [{"task_id": task_id, "label_id": i} for i in wanted - has]
        )


def set_parent(session: Session, task_id: int, parent_id: int | None) -> None:
    """Put a task below another one: walk up from the new parent first."""
    parents = {row.id: row.parent_id for row in session.execute(select(Task.id, Task.parent_id))}
    if task_id not in parents or (parent_id is not None and parent_id not in parents):
        raise NotFound(f"{task_id} or {parent_id}")
    above = parent_id
    while above is not None:
        if above == task_id:
            raise Cycle(task_id)
        above = parents[above]
    session.execute(update(Task).where(Task.id == task_id).values(parent_id=parent_id))
