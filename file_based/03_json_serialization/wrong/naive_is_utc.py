"""Thinks that a datetime without a time zone is in UTC."""

from solution import *

FAILS = "naive_datetimes_are_refused"
SAYS = "without a time zone nobody knows which moment is meant"

FORMS[datetime] = (
    "datetime",
    lambda obj: (obj if obj.tzinfo else obj.replace(tzinfo=UTC)).isoformat(),
)
