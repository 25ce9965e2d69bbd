"""Declares both sides of a relationship without telling them of each other."""

from solution import *  # pyright: ignore[reportAssignmentType] - the models are made anew

FAILS = "both_sides_agree"
SAYS = "do not agree before a flush"


class Relations(DeclarativeBase):
    """A base of their own: the fault is in how the models are declared."""


class Project(Relations):
    """A project."""

    __table__ = Base.metadata.tables["projects"]

    tasks: Mapped[list["Task"]] = relationship(overlaps="project")


class Task(Relations):
    """A task."""

    __table__ = Base.metadata.tables["tasks"]

    project: Mapped[Project] = relationship(overlaps="tasks")
    parent: Mapped["Task | None"] = relationship(
        remote_side=Base.metadata.tables["tasks"].c.id, overlaps="children"
    )
    children: Mapped[list["Task"]] = relationship(overlaps="parent")
    task_labels: Mapped[list["TaskLabel"]] = relationship(overlaps="task")


class Label(Relations):
    """A label."""

    __table__ = Base.metadata.tables["labels"]

    task_labels: Mapped[list["TaskLabel"]] = relationship(overlaps="label")


class TaskLabel(Relations):
    """The fact that a task has a label."""

    __table__ = Base.metadata.tables["task_labels"]

    task: Mapped[Task] = relationship(overlaps="task_labels")
    label: Mapped[Label] = relationship(overlaps="task_labels")
