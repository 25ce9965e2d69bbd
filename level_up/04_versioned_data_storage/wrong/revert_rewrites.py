"""Takes a revert for a deletion of what came later."""

from solution import *
from solution import _data, _lock, _present

FAILS = "a_revert_adds_a_version"
SAYS = "are gone or changed after a revert"


def revert(s: Session, contract_id: int, to: int, *, actor: str) -> ContractView:
    """History is cut off, and nobody knows any more what was there."""
    contract = _lock(s, contract_id)
    data = _data(s, contract_id, to)
    if data is None:
        raise NotFound
    of_contract = {"id": contract_id, "version": to}
    s.execute(text("ALTER TABLE contracts DISABLE TRIGGER USER"))
    s.execute(text("ALTER TABLE contract_versions DISABLE TRIGGER USER"))
    later = "DELETE FROM contract_versions WHERE contract_id = :id AND version > :version"
    s.execute(text(later), of_contract)
    s.execute(
        text(
            "UPDATE contract_versions SET valid = tstzrange(lower(valid), NULL)"
            " WHERE contract_id = :id AND version = :version"
        ),
        of_contract,
    )
    for name, value in data.items():
        setattr(contract, name, value)
    contract.version = to
    s.flush()
    s.execute(text("ALTER TABLE contracts ENABLE TRIGGER USER"))
    s.execute(text("ALTER TABLE contract_versions ENABLE TRIGGER USER"))
    return _present(s, contract_id)
