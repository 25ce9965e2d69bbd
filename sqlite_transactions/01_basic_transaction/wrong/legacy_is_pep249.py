"""Thinks that in the default mode, too, a SELECT opens a transaction."""

from dataclasses import replace

from solution import *

FAILS = "what_a_select_begins"
SAYS = "MODE_FACTS['legacy'].select_begins is True"

MODE_FACTS = MODE_FACTS | {"legacy": replace(MODE_FACTS["legacy"], select_begins=True)}
