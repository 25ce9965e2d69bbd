"""Makes a generated column NOT NULL, because it always has a value."""

FAILS = "models_fit_the_legacy_schema"
SAYS = "nullable of tbl_ord_ln.amt is True in the database and False in the model"
