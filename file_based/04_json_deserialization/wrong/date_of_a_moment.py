"""Thinks that the day of a date with a time is the date that was meant."""

from datetime import datetime

import solution
from solution import *

FAILS = "broken_documents_are_refused"
SAYS = "a date with a time gave no error"


solution.REGISTRY["date"] = (str, lambda text: datetime.fromisoformat(text).date())
