"""Reads the clock in Python, before the row is its own."""

from datetime import UTC

from solution import *
from solution import _HISTORY
from solution import amend as _good_amend
from solution import revert as _good_revert

FAILS = "a_revert_waits_its_turn"
SAYS = "by one clock for all"


def install_history(connection: Connection) -> None:
    """The instant of a change is what its writer says."""
    said = (
        "coalesce(nullif(current_setting('app.instant', true), '')::timestamptz, clock_timestamp())"
    )
    history = _HISTORY.replace("clock_timestamp()", said)
    later = "greatest(instant, lower(last.valid) + interval '1 microsecond')"
    history = history.replace(later, "instant")
    connection.execute(text(history))


def acting_as(s: Session, actor: str) -> None:
    """Every machine has a clock of its own, and a write may have to wait."""
    s.execute(select(func.set_config("app.actor", actor, True)))
    s.execute(select(func.set_config("app.instant", datetime.now(UTC).isoformat(), True)))


def amend(
    s: Session, contract_id: int, changes: Mapping[str, Any], *, actor: str, expected_version: int
) -> ContractView:
    """As in the solution, with this clock."""
    acting_as(s, actor)
    return _good_amend(s, contract_id, changes, actor=actor, expected_version=expected_version)


def revert(s: Session, contract_id: int, to: int, *, actor: str) -> ContractView:
    """As in the solution, with this clock."""
    acting_as(s, actor)
    return _good_revert(s, contract_id, to, actor=actor)
