"""Thinks that the names in an object stand in the order of the fields."""

import solution
from solution import *

FAILS = "a_document_is_read"
SAYS = "parts[0] is Note("


for _name, _class in (("Note", Note), ("Photo", Photo), ("Document", Document)):
    solution.REGISTRY[_name] = (dict, lambda fields, _class=_class: _class(*fields.values()))
