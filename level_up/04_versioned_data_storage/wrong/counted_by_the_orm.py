"""Takes the ORM's version counter for one that every write moves."""

from solution import *
from solution import _HISTORY

FAILS = "versions_count_up_without_a_gap"
SAYS = "not only one that comes through the ORM"


def install_history(connection: Connection) -> None:
    """The database keeps versions, but the number in the contract is left to Python."""
    history = _HISTORY.replace("NEW.version := OLD.version;", "")
    history = history.replace("NEW.version := OLD.version + 1;", "")
    connection.execute(text(history))


@event.listens_for(Contract, "before_update")
def _count(_mapper: object, _connection: object, contract: Contract) -> None:
    contract.version += 1
