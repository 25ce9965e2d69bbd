"""Relates a table to itself without saying which side is the other one."""

from solution import *  # pyright: ignore[reportAssignmentType] - the models are made anew

FAILS = "a_subtask_points_to_its_parent"
SAYS = "the key stands with the child"


class Relations(DeclarativeBase):
    """A base of their own: the fault is in how the models are declared."""

    metadata = Base.metadata


class Project(Relations):
    """A project."""

    __table__ = Base.metadata.tables["projects"]


class Task(Relations):
    """A task, whose `parent` is in truth a child: without remote_side a key means one-to-many."""

    __table__ = Base.metadata.tables["tasks"]

    project: Mapped[Project] = relationship()
    parent: Mapped["Task | None"] = relationship(overlaps="children")
    children: Mapped[list["Task"]] = relationship(overlaps="parent")
