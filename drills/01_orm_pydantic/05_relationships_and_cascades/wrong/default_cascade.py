"""Leaves relationship() as it comes: the ORM keeps the tasks and takes their project away."""

from solution import *

FAILS = "a_deleted_project_takes_its_tasks"
SAYS = "a task never loses its project"

Project.tasks.prop.cascade = "save-update, merge"
Project.tasks.prop.passive_deletes = False
