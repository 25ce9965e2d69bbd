"""Sets the actor for the connection, which goes back to a pool with it."""

from solution import *

FAILS = "the_actor_does_not_leak"
SAYS = "wrote as 'ann'"


def acting_as(s: Session, actor: str) -> None:
    """The last argument says: for the session of the server."""
    s.execute(select(func.set_config("app.actor", actor, False)))
