"""Writes types down from memory instead of from the schema."""

FAILS = "models_fit_the_legacy_schema"
SAYS = "type of tbl_person.pers_nm is VARCHAR(80)"
