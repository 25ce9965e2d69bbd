"""Thinks that every table needs an id, and gives one to a table that has none."""

FAILS = "models_fit_the_legacy_schema"
SAYS = "only the model has LogVisit.id"
