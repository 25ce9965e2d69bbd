"""Thinks that every attribute is in __dict__."""

from solution import *

FAILS = "slots_survive"
SAYS = "a job with the tag 'spring' has none when it is loaded"


del SlottedReportJob.__getstate__, SlottedReportJob.__setstate__
