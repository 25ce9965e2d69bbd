"""Reference answer: ON DELETE in the database, passive_deletes in the ORM, a recursive query."""

import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    DateTime,
    Engine,
    ForeignKey,
    StaticPool,
    create_engine,
    event,
    func,
    literal,
    select,
    text,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    Session,
    aliased,
    mapped_column,
    relationship,
    selectinload,
)
from sqlalchemy.orm.interfaces import ORMOption


class NotFound(LookupError):
    """There is no row with this id; nothing changes."""


class Cycle(ValueError):
    """A task would be below itself."""


class Base(DeclarativeBase):
    """The base of all models."""


class Project(Base):
    """A project owns its tasks: they live and die with it."""

    __tablename__ = "projects"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]

    # Ownership. passive_deletes leaves tasks that are not loaded to ON DELETE CASCADE.
    tasks: Mapped[list["Task"]] = relationship(
        back_populates="project", cascade="all, delete-orphan", passive_deletes=True
    )


class Task(Base):
    """A task of one project, perhaps below another task."""

    __tablename__ = "tasks"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(
        ForeignKey("projects.id", ondelete="CASCADE"), index=True
    )
    parent_id: Mapped[int | None] = mapped_column(
        ForeignKey("tasks.id", ondelete="SET NULL"), index=True
    )
    title: Mapped[str]

    project: Mapped[Project] = relationship(back_populates="tasks")
    # remote_side names the column at the other end: that makes this one the "many" side.
    parent: Mapped["Task | None"] = relationship(back_populates="children", remote_side=[id])
    # No ownership: ON DELETE SET NULL lets the children go.
    children: Mapped[list["Task"]] = relationship(back_populates="parent", passive_deletes=True)
    task_labels: Mapped[list["TaskLabel"]] = relationship(
        back_populates="task", cascade="all, delete-orphan", passive_deletes=True
    )


class Label(Base):
    """A label, shared by all tasks: it belongs to none of them."""

    __tablename__ = "labels"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)

    task_labels: Mapped[list["TaskLabel"]] = relationship(
        back_populates="label", cascade="all, delete-orphan", passive_deletes=True
    )


class TaskLabel(Base):
    """The fact that a task has a label, and since when."""

    __tablename__ = "task_labels"

    task_id: Mapped[int] = mapped_column(
        ForeignKey("tasks.id", ondelete="CASCADE"), primary_key=True
    )
    label_id: Mapped[int] = mapped_column(
        ForeignKey("labels.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    added_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())

    # No cascade from here: to delete the fact deletes neither the task nor the label.
    task: Mapped[Task] = relationship(back_populates="task_labels")
    label: Mapped[Label] = relationship(back_populates="task_labels")


def make_engine(url: str) -> Engine:
    """Make an engine on which foreign keys count, on SQLite as well."""
    if not url.startswith("sqlite"):
        return create_engine(url)
    engine = create_engine(url, connect_args={"autocommit": False})
    event.listen(engine, "connect", enforce_foreign_keys)
    return engine


def enforce_foreign_keys(connection: sqlite3.Connection, _record: object) -> None:
    """Switch foreign keys on for one new connection."""
    # With autocommit=False a transaction is always open, and the pragma does nothing inside one.
    connection.autocommit = True
    connection.execute("PRAGMA foreign_keys = ON")
    connection.autocommit = False


def found[M: Base](
    session: Session, model: type[M], row_id: int, *, options: Sequence[ORMOption] = ()
) -> M:
    """The object with this id.

    Raises:
        NotFound: There is none.
    """
    row = session.get(model, row_id, options=options)
    if row is None:
        raise NotFound(f"there is no {model.__name__.lower()} {row_id}")
    return row


def delete_project(session: Session, project_id: int) -> None:
    """Delete a project with its tasks and their task labels; the labels stay."""
    session.delete(found(session, Project, project_id))
    session.flush()


def move_task(session: Session, task_id: int, project_id: int) -> None:
    """Put a task into another project; its id, labels, parent and children stay as they are."""
    task = found(session, Task, task_id)
    # One assignment: at the flush the task has a project, so it is nobody's orphan.
    task.project = found(session, Project, project_id)
    session.flush()


def set_labels(session: Session, task_id: int, names: set[str]) -> None:
    """Give a task exactly these labels."""
    with_labels = selectinload(Task.task_labels).joinedload(TaskLabel.label)
    task = found(session, Task, task_id, options=[with_labels])
    # Only the difference is written: what stays is not touched, so its added_at stays too.
    for task_label in list(task.task_labels):
        if task_label.label.name not in names:
            task.task_labels.remove(task_label)
    missing = names - {task_label.label.name for task_label in task.task_labels}
    known = {
        label.name: label for label in session.scalars(select(Label).where(Label.name.in_(missing)))
    }
    for name in sorted(missing):
        task.task_labels.append(TaskLabel(label=known.get(name) or Label(name=name)))
    session.flush()


def set_parent(session: Session, task_id: int, parent_id: int | None) -> None:
    """Put a task below another one, or at the top with None."""
    task = found(session, Task, task_id)
    if parent_id is None:
        task.parent = None
    else:
        parent = found(session, Task, parent_id)
        if stands_below(session, parent_id, task_id):
            raise Cycle(f"task {parent_id} stands below task {task_id}")
        task.parent = parent
    session.flush()


def stands_below(session: Session, task_id: int, top_id: int) -> bool:
    """Whether a task is another one or stands anywhere below it: one query for any depth."""
    line = select(literal(task_id).label("id")).cte("line", recursive=True)
    step = aliased(Task)
    # UNION, not UNION ALL: it ends even where the data holds a cycle already.
    line = line.union(
        select(step.parent_id).join(line, step.id == line.c.id).where(step.parent_id.is_not(None))
    )
    return session.scalar(select(line.c.id).where(line.c.id == top_id)) is not None


# ---- run by itself ----------------------------------------------------------------------------


def main() -> None:
    """Delete a project of 200 tasks in three designs and count the statements."""
    print("A project with 200 tasks, each with a label, is deleted.\n")
    for title, options, uses_on_delete in [
        ("1. relationship() as it comes", {}, False),
        ("2. cascade='all, delete-orphan'", {"cascade": "all, delete-orphan"}, False),
        (
            "3. cascade, passive_deletes=True and ON DELETE CASCADE",
            {"cascade": "all, delete-orphan", "passive_deletes": True},
            True,
        ),
    ]:
        show_delete(title, options, uses_on_delete)
    with tempfile.TemporaryDirectory() as folder:
        show_pragma(f"sqlite:///{Path(folder) / 'tasks.db'}")


def show_delete(title: str, options: dict[str, Any], uses_on_delete: bool) -> None:
    """Delete one project through models of its own, and print what was sent."""
    ondelete = "CASCADE" if uses_on_delete else None

    class Models(DeclarativeBase):
        pass

    class Mark(Models):
        __tablename__ = "marks"
        id: Mapped[int] = mapped_column(primary_key=True)
        item_id: Mapped[int] = mapped_column(ForeignKey("items.id", ondelete=ondelete))

    class Item(Models):
        __tablename__ = "items"
        id: Mapped[int] = mapped_column(primary_key=True)
        list_id: Mapped[int] = mapped_column(ForeignKey("lists.id", ondelete=ondelete))
        marks = relationship(Mark, **options)

    class Todo(Models):
        __tablename__ = "lists"
        id: Mapped[int] = mapped_column(primary_key=True)
        items = relationship(Item, **options)

    with memory_engine() as engine:
        Models.metadata.create_all(engine)
        with Session(engine) as session:
            session.add(Todo(items=[Item(marks=[Mark()]) for _ in range(200)]))
            session.commit()
            sent: list[str] = []
            event.listen(engine, "before_cursor_execute", lambda *args: sent.append(args[2]))
            print(title)
            try:
                session.delete(session.get_one(Todo, 1))
                session.commit()
            except IntegrityError as error:
                print(f"   {error.orig}: the ORM tried to keep the tasks without a project")
            else:
                left = session.scalar(select(func.count()).select_from(Item))
                print(f"   {len(sent)} statements, {left} tasks left")


def show_pragma(url: str) -> None:
    """Delete a project with plain SQL, on an engine as it comes and on ours."""
    print("\nThe same delete in plain SQL on SQLite:")
    for title, engine in [
        ("create_engine(url)", create_engine(url)),
        ("make_engine(url)", make_engine(url)),
    ]:
        Base.metadata.drop_all(engine)
        Base.metadata.create_all(engine)
        with Session(engine) as session:
            session.add(Project(name="Move house", tasks=[Task(title="pack"), Task(title="drive")]))
            session.commit()
            set_labels(session, 1, {"heavy"})
            session.commit()
            session.execute(text("DELETE FROM projects"))
            session.commit()
            tasks = len(session.scalars(select(Task)).all())
            print(f"   {title:<20} {tasks} tasks left without a project")
            if tasks == 0:
                show_functions(session)
        engine.dispose()


def show_functions(session: Session) -> None:
    """Change labels, and try to build a cycle."""
    session.add(Project(name="Garden", tasks=[Task(title="dig"), Task(title="buy a spade")]))
    session.commit()
    set_labels(session, 1, {"outside", "heavy"})
    session.commit()
    query = select(Task).options(selectinload(Task.task_labels)).where(Task.id == 1)
    before = {tl.label.name: tl.added_at for tl in session.scalars(query).one().task_labels}
    set_labels(session, 1, {"outside", "urgent"})
    session.commit()
    after = {tl.label.name: tl.added_at for tl in session.scalars(query).one().task_labels}
    print(f"\nset_labels: {sorted(before)} became {sorted(after)};")
    print(f"   “outside” kept its added_at: {before['outside'] == after['outside']}")
    set_parent(session, 2, 1)
    try:
        set_parent(session, 1, 2)
    except Cycle as error:
        print(f"set_parent: {error}, so it cannot be its parent")


@contextmanager
def memory_engine() -> Iterator[Engine]:
    """An engine on a database in memory, with foreign keys enforced."""
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"autocommit": False})
    event.listen(engine, "connect", enforce_foreign_keys)
    try:
        yield engine
    finally:
        engine.dispose()


if __name__ == "__main__":
    main()
