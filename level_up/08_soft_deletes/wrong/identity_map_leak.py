"""Forgets that get does not send a query for an object that the session holds."""

from solution import *

FAILS = "get_does_not_return_a_deleted_object"
SAYS = "identity map"


del SoftSession.get
