"""Writes the history in events of the ORM: bulk statements and psql leave no trace."""

from solution import *
from sqlalchemy.orm import UOWTransaction

FAILS = "no_write_goes_around_history"
SAYS = "after a bulk UPDATE of the ORM"


def install_history(connection: Connection) -> None:
    """Nothing: the events below do it."""


@event.listens_for(Session, "after_flush")
def _record(s: Session, _context: UOWTransaction) -> None:
    written = [(contract, "insert") for contract in s.new]
    written += [(contract, "update") for contract in s.dirty if s.is_modified(contract)]
    written += [(contract, "delete") for contract in s.deleted]
    for contract, operation in written:
        if not isinstance(contract, Contract):
            continue
        data = {name: getattr(contract, name) for name in ("customer", "monthly_cents", "terms")}
        last = s.scalar(
            select(func.max(ContractVersion.version)).filter_by(contract_id=contract.id)
        )
        number = (last or 0) + 1
        s.connection().execute(
            text("UPDATE contracts SET version = :number WHERE id = :id"),
            {"number": number, "id": contract.id},
        )
        s.connection().execute(
            insert(ContractVersion).values(
                contract_id=contract.id,
                version=number,
                valid=func.tstzrange(func.clock_timestamp(), None),
                operation=operation,
                actor=func.current_setting("app.actor"),
                data=None if operation == "delete" else data,
            )
        )
