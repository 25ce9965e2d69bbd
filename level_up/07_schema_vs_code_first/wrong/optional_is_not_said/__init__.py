"""Leaves out that a column may be NULL."""

FAILS = "models_fit_the_legacy_schema"
SAYS = "nullable of tbl_ord.packed_by is True"
