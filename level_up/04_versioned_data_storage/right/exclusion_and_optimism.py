"""An exclusion constraint, one trigger for all, and an UPDATE that compares the version itself."""

from solution import *

_HISTORY = """
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE contract_versions ADD EXCLUDE USING gist (contract_id WITH =, valid WITH &&);
ALTER TABLE contract_versions ADD CHECK (actor ~ '.' AND NOT upper_inc(valid));

CREATE FUNCTION version_contract() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    contract integer := CASE TG_OP WHEN 'DELETE' THEN OLD.id ELSE NEW.id END;
    number integer;
    began timestamptz;
    content jsonb := to_jsonb(NEW) - 'id' - 'version';
BEGIN
    IF TG_OP = 'UPDATE' AND (to_jsonb(OLD) - 'version') = (to_jsonb(NEW) - 'version') THEN
        IF TG_WHEN = 'BEFORE' THEN NEW.version = OLD.version; END IF;
        RETURN NEW;
    ELSIF TG_OP = 'UPDATE' AND OLD.id <> NEW.id THEN
        RAISE 'id of a contract is fixed';
    END IF;
    SELECT version, lower(valid) INTO number, began FROM contract_versions
        WHERE contract_id = contract AND upper(valid) IS NULL;
    IF TG_WHEN = 'BEFORE' THEN
        NEW.version = coalesce(number, 0) + 1;
        RETURN NEW;
    END IF;
    began = greatest(clock_timestamp(), began + interval '1 us');
    UPDATE contract_versions SET valid = tstzrange(lower(valid), began)
        WHERE contract_id = contract AND version = number;
    INSERT INTO contract_versions VALUES (
        contract, coalesce(number, 0) + 1, tstzrange(began, NULL), lower(TG_OP),
        nullif(current_setting('app.actor', true), ''), content);
    RETURN NULL;
END $$;

CREATE FUNCTION keep_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Depth 1 is a statement from outside; version_contract() ends a period at depth 2.
    IF TG_OP = 'UPDATE' AND pg_trigger_depth() > 1 THEN
        RETURN NEW;
    END IF;
    RAISE 'history is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER before_write BEFORE INSERT OR UPDATE ON contracts
    FOR EACH ROW EXECUTE FUNCTION version_contract();
CREATE TRIGGER after_write AFTER INSERT OR UPDATE OR DELETE ON contracts
    FOR EACH ROW EXECUTE FUNCTION version_contract();
CREATE TRIGGER rows_stay BEFORE UPDATE OR DELETE ON contract_versions
    FOR EACH ROW EXECUTE FUNCTION keep_history();
CREATE TRIGGER table_stays BEFORE TRUNCATE ON contract_versions
    FOR EACH STATEMENT EXECUTE FUNCTION keep_history();
CREATE TRIGGER table_stays BEFORE TRUNCATE ON contracts
    FOR EACH STATEMENT EXECUTE FUNCTION keep_history();
"""


def install_history(connection: Connection) -> None:
    """As plain SQL through the driver."""
    connection.connection.cursor().execute(_HISTORY)


def acting_as(s: Session, actor: str) -> None:
    """In plain SQL."""
    s.execute(text("SELECT set_config('app.actor', :actor, true)"), {"actor": actor})


def amend(
    s: Session, contract_id: int, changes: Mapping[str, Any], *, actor: str, expected_version: int
) -> ContractView:
    """The comparison is part of the UPDATE: it waits for a lock and then looks again."""
    for name in changes:
        if name not in ("customer", "monthly_cents", "terms"):
            raise ValueError(name)
    return _write(s, contract_id, changes, actor=actor, expected_version=expected_version)


def _write(
    s: Session, contract_id: int, values: Mapping[str, Any], *, actor: str, expected_version: int
) -> ContractView:
    acting_as(s, actor)
    contracts = table("contracts", *map(column, {"id", "version", *values}))
    written = s.scalar(
        update(contracts)
        .where(contracts.c.id == contract_id, contracts.c.version == expected_version)
        .values({"version": contracts.c.version, **values})
        .returning(contracts.c.version)
    )
    if written is None:
        if s.scalar(select(Contract.id).where(Contract.id == contract_id)) is None:
            raise NotFound(contract_id)
        raise Conflict(contract_id)
    s.expire_all()
    return _last(s, contract_id)


def as_of(s: Session, contract_id: int, at: datetime) -> ContractView | None:
    """By comparison of the ends."""
    row = s.execute(
        text(
            "SELECT contract_id, version, data FROM contract_versions WHERE contract_id = :id"
            " AND lower(valid) <= :at AND (:at < upper(valid) OR upper(valid) IS NULL)"
        ),
        {"id": contract_id, "at": at},
    ).one_or_none()
    return None if row is None or row.data is None else ContractView(*row)


def history(s: Session, contract_id: int) -> list[Version]:
    """Through the ORM, with the ends of the range in Python."""
    entries = s.scalars(select(ContractVersion).filter_by(contract_id=contract_id))
    versions: list[Version] = []
    for e in entries:
        assert e.valid.lower is not None
        versions.append(
            Version(e.version, e.valid.lower, e.valid.upper, e.operation, e.actor, e.data)
        )
    return sorted(versions, key=lambda version: version.number)


def diff(s: Session, contract_id: int, a: int, b: int) -> dict[str, tuple[Any, Any]]:
    """From the history."""
    found = {version.number: version.data or {} for version in history(s, contract_id)}
    if a not in found or b not in found:
        raise NotFound((a, b))
    pairs = {name: (found[a].get(name), found[b].get(name)) for name in found[a] | found[b]}
    return {name: (old, new) for name, (old, new) in pairs.items() if old != new}


def revert(s: Session, contract_id: int, to: int, *, actor: str) -> ContractView:
    """An amendment of what is there, again and again until nobody comes between."""
    data = {version.number: version.data for version in history(s, contract_id)}.get(to)
    if data is None:
        raise NotFound(to)
    while True:
        current = s.scalar(select(Contract.version).where(Contract.id == contract_id))
        if current is None:
            raise NotFound(contract_id)
        try:
            return _write(s, contract_id, data, actor=actor, expected_version=current)
        except Conflict:
            continue


def _last(s: Session, contract_id: int) -> ContractView:
    last = history(s, contract_id)[-1]
    assert last.data is not None
    return ContractView(contract_id, last.number, last.data)
