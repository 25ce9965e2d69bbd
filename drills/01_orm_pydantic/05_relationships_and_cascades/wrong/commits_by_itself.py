"""Ends the caller's transaction inside the function."""

from solution import *
from solution import delete_project as delete_and_flush

FAILS = "a_deleted_project_takes_its_tasks"
SAYS = "before the caller commits"


def delete_project(session: Session, project_id: int) -> None:
    """Delete a project with its tasks."""
    delete_and_flush(session, project_id)
    session.commit()
