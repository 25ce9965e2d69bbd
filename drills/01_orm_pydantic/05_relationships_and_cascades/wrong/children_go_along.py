"""Copies the cascade to the children, whom a parent does not own."""

from solution import *

FAILS = "children_outlive_their_parent"
SAYS = "a parent does not own its children"

children: Any = Task.children.prop
children.cascade = "all"
