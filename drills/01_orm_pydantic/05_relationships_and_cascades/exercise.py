"""Projects, tasks and labels: who owns whom, and what goes when something is deleted.

Base, the exceptions and the columns are given.  You add foreign keys and relationships, the
engine and four functions.
"""

from datetime import datetime

from sqlalchemy import DateTime, Engine, func
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


class NotFound(LookupError):
    """There is no row with this id; nothing changes."""


class Cycle(ValueError):
    """A task would be below itself."""


class Base(DeclarativeBase):
    """The base of all models."""


class Project(Base):
    """A project owns its tasks: they live and die with it.

    Attributes:
        tasks: list[Task].  A task that is taken out of the list is deleted.
    """

    __tablename__ = "projects"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    # TODO task 2: tasks


class Task(Base):
    """A task of one project, perhaps below another task.

    Attributes:
        project: Project.
        parent: Task | None.  When the parent is deleted, the task stays and has no parent.
        children: list[Task], the tasks right below this one.
        task_labels: list[TaskLabel].  They go with the task; the labels stay.
    """

    __tablename__ = "tasks"

    id: Mapped[int] = mapped_column(primary_key=True)
    # TODO task 1: the foreign keys, and what the database does when their target is deleted
    project_id: Mapped[int] = mapped_column(index=True)
    parent_id: Mapped[int | None] = mapped_column(index=True)
    title: Mapped[str]
    # TODO task 2: project, parent, children, task_labels


class Label(Base):
    """A label, shared by all tasks: it belongs to none of them.

    Attributes:
        task_labels: list[TaskLabel].
    """

    __tablename__ = "labels"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    # TODO task 2: task_labels


class TaskLabel(Base):
    """The fact that a task has a label, and since when.

    A task label goes with its task, and with its label.

    Attributes:
        task: Task.
        label: Label.
    """

    __tablename__ = "task_labels"

    # TODO task 1: the foreign keys, and what the database does when their target is deleted
    task_id: Mapped[int] = mapped_column(primary_key=True)
    label_id: Mapped[int] = mapped_column(primary_key=True, index=True)
    added_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    # TODO task 2: task, label


def make_engine(url: str) -> Engine:
    """Make an engine on which foreign keys count, on SQLite as well.

    Args:
        url: `sqlite:///…` or `postgresql+psycopg2://…`.

    Returns:
        An engine; every connection it ever opens enforces foreign keys.
    """
    # TODO task 1
    raise NotImplementedError


def delete_project(session: Session, project_id: int) -> None:
    """Delete a project with its tasks and their task labels; the labels stay.

    Sends 4 statements at most, also for a project of 1,000 tasks.  Flushes, does not commit.

    Raises:
        NotFound: There is no such project.
    """
    # TODO task 3
    raise NotImplementedError


def move_task(session: Session, task_id: int, project_id: int) -> None:
    """Put a task into another project; its id, labels, parent and children stay as they are.

    Flushes, does not commit.

    Raises:
        NotFound: There is no such task or project.
    """
    # TODO task 3
    raise NotImplementedError


def set_labels(session: Session, task_id: int, names: set[str]) -> None:
    """Give a task exactly these labels.

    A label that the task has already keeps its `added_at`.  A name without a row in `labels` gets
    one; a label that no task has any more stays.  Flushes, does not commit.

    Args:
        session: The caller's session.
        task_id: The task.
        names: The labels' names, exactly as they are to be stored; may be empty.

    Raises:
        NotFound: There is no such task.
    """
    # TODO task 4
    raise NotImplementedError


def set_parent(session: Session, task_id: int, parent_id: int | None) -> None:
    """Put a task below another one, or at the top with None.

    Flushes, does not commit.

    Raises:
        NotFound: There is no such task or parent.
        Cycle: The parent is the task itself, or stands anywhere below it; nothing changes.
    """
    # TODO task 5
    raise NotImplementedError
