"""Takes the enum for text, because that is what it looks like when it is read."""

FAILS = "models_fit_the_legacy_schema"
SAYS = "the enum t_state (N, P, S) in the database and VARCHAR(1) in the model"
