"""Takes identity and generated columns for columns with a default."""

FAILS = "your_models_have_not_drifted"
SAYS = "reports ('default'"
