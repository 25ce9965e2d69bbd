"""Lets SQLAlchemy store the names of an Enum where the database has its values."""

FAILS = "models_fit_the_legacy_schema"
SAYS = "type of tbl_ord.st is VARCHAR(1)"
