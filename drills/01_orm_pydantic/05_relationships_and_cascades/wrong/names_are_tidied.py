"""Tidies the names on the way in, so that what is stored is not what was asked for."""

from solution import *
from solution import set_labels as set_exactly

FAILS = "a_label_exists_once"
SAYS = "names are stored exactly as they are"


def set_labels(session: Session, task_id: int, names: set[str]) -> None:
    """Give a task these labels, without blanks around them."""
    set_exactly(session, task_id, {name.strip() for name in names})
