"""Leaves it to SQLAlchemy which of two foreign keys a relationship means."""

FAILS = "models_fit_the_legacy_schema"
SAYS = "AmbiguousForeignKeysError"
