"""Lets the ORM load and delete every task, although the database would do it."""

from solution import *

FAILS = "a_big_project_takes_few_statements"
SAYS = "to delete a project of 1,000 tasks: at most 4 may be needed"

for relation in (Project.tasks, Task.children, Task.task_labels):
    relation.prop.passive_deletes = False
