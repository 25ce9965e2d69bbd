"""Cascades from the task label to the label, which other tasks share."""

from solution import *

FAILS = "deleting_loaded_objects_is_the_same"
SAYS = "a label is shared, it belongs to no task"

label: Any = TaskLabel.label.prop
label.cascade = "all"
