"""Thinks that a CREATE TABLE commits by itself, as in MySQL."""

from dataclasses import replace

from solution import *

FAILS = "what_becomes_of_a_table"
SAYS = "MODE_FACTS['pep249'].ddl_rolls_back is False"

MODE_FACTS = MODE_FACTS | {"pep249": replace(MODE_FACTS["pep249"], ddl_rolls_back=False)}
