"""Thinks cascade="all" also deletes what is taken out of the list."""

from solution import *

FAILS = "a_task_taken_out_is_deleted"
SAYS = "a task without a project is an orphan"

tasks: Any = Project.tasks.prop
tasks.cascade = "all"
