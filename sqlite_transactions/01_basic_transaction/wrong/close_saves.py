"""Thinks that close() saves what is pending, as it does for a file."""

from dataclasses import replace

from solution import *

FAILS = "what_close_does"
SAYS = "close() commits nothing"

MODE_FACTS = MODE_FACTS | {
    "pep249": replace(MODE_FACTS["pep249"], close_rolls_back=False),
    "legacy": replace(MODE_FACTS["legacy"], close_rolls_back=False),
}
