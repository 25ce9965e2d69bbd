"""Gives the enum a name of its own, where the database has one already."""

FAILS = "models_fit_the_legacy_schema"
SAYS = "the enum state (N, P, S) in the model"
