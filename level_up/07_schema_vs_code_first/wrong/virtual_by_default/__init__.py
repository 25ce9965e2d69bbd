"""Thinks that Computed stores its column: since SQLAlchemy 2.1 the database decides."""

FAILS = "create_all_makes_the_target"
SAYS = "STORED"
