"""Thinks that executescript() commits first in every mode, because it did so for years."""

from dataclasses import replace

from solution import *

FAILS = "what_a_script_commits"
SAYS = "MODE_FACTS['pep249'].executescript_commits is True"

MODE_FACTS = {
    mode: replace(facts, executescript_commits=True) for mode, facts in MODE_FACTS.items()
}
