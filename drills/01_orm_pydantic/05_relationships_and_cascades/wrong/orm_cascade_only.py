"""Lets the ORM load and delete every task, although the database would do it."""

from solution import *

FAILS = "a_big_project_takes_few_statements"
SAYS = "to delete a project of 1,000 tasks: at most 4 may be needed"

relations: list[Any] = [Project.tasks.prop, Task.children.prop, Task.task_labels.prop]
for relation in relations:
    relation.passive_deletes = False
