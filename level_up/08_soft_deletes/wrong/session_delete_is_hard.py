"""Leaves session.delete as it is."""

from solution import *

FAILS = "session_delete_is_soft"
SAYS = "sent a DELETE"


del SoftSession.delete
