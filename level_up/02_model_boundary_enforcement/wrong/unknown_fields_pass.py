"""Takes no notice of a field that it does not know."""

from solution import *

FAILS = "all_errors_come_at_once"
SAYS = "is_admin"


SignupRequest.model_config["extra"] = "ignore"
SignupRequest.model_rebuild(force=True)
