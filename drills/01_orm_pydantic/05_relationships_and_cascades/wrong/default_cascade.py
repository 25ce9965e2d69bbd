"""Leaves relationship() as it comes: the ORM keeps the tasks and takes their project away."""

from solution import *

FAILS = "a_deleted_project_takes_its_tasks"
SAYS = "a task never loses its project"

tasks: Any = Project.tasks.prop
tasks.cascade = "save-update, merge"
tasks.passive_deletes = False
