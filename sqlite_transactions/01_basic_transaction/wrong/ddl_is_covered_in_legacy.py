"""Thinks that in the default mode a CREATE TABLE opens a transaction like an INSERT."""

from dataclasses import replace

from solution import *

FAILS = "what_becomes_of_a_table"
SAYS = "MODE_FACTS['legacy'].ddl_rolls_back is True"

MODE_FACTS = MODE_FACTS | {"legacy": replace(MODE_FACTS["legacy"], ddl_rolls_back=True)}
