"""Looks among the tables only, and finds that the views are missing."""

FAILS = "no_drift_where_there_is_none"
SAYS = "('table', 'cheap', 'models')"
