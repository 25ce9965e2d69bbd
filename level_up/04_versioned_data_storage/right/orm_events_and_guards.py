"""The session's events write the history; the database refuses whatever comes around them."""

from solution import *
from solution import _data, _lock, _present
from sqlalchemy.orm import UOWTransaction

_GUARDS = """
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'history stays as it is';
END $$;

CREATE FUNCTION only_the_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT upper_inf(OLD.valid) OR NEW.valid <> tstzrange(lower(OLD.valid), upper(NEW.valid))
        OR to_jsonb(OLD) - 'valid' <> to_jsonb(NEW) - 'valid'
    THEN
        RAISE EXCEPTION 'only an open period can be ended';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION no_overlap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM contracts WHERE id = NEW.contract_id FOR UPDATE;  -- one writer at a time
    IF EXISTS (SELECT FROM contract_versions
               WHERE contract_id = NEW.contract_id AND valid && NEW.valid) THEN
        RAISE EXCEPTION 'the period of version % overlaps another one', NEW.version;
    END IF;
    RETURN NEW;
END $$;

-- At the commit: is what is there what the history says, and is its last period open?
-- The argument is the column that holds the id of the contract.
CREATE FUNCTION is_recorded() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    row_id integer;
    kept contract_versions;
    present jsonb;
BEGIN
    FOREACH row_id IN ARRAY
        ARRAY[to_jsonb(OLD) ->> TG_ARGV[0], to_jsonb(NEW) ->> TG_ARGV[0]]::integer[]
    LOOP
        CONTINUE WHEN row_id IS NULL;
        SELECT * INTO kept FROM contract_versions
            WHERE contract_id = row_id ORDER BY version DESC LIMIT 1;
        SELECT to_jsonb(c) INTO present FROM contracts c WHERE id = row_id;
        IF present - 'id' IS DISTINCT FROM kept.data || jsonb_build_object('version', kept.version)
            OR kept IS NULL OR (present IS NULL) <> (kept.operation = 'delete')
            OR NOT upper_inf(kept.valid)
        THEN
            RAISE EXCEPTION 'contract % is not what its last version says', row_id;
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

ALTER TABLE contract_versions ADD CHECK (actor <> '');
CREATE CONSTRAINT TRIGGER is_recorded AFTER INSERT OR UPDATE OR DELETE ON contracts
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION is_recorded('id');
CREATE CONSTRAINT TRIGGER is_recorded AFTER INSERT OR UPDATE ON contract_versions
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION is_recorded('contract_id');
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON contracts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse();
CREATE TRIGGER no_truncate BEFORE TRUNCATE OR DELETE ON contract_versions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse();
CREATE TRIGGER only_the_end BEFORE UPDATE ON contract_versions
    FOR EACH ROW EXECUTE FUNCTION only_the_end();
CREATE TRIGGER no_overlap BEFORE INSERT ON contract_versions
    FOR EACH ROW EXECUTE FUNCTION no_overlap();
"""


def install_history(connection: Connection) -> None:
    """The guards; the rest is done by the events below."""
    connection.execute(text(_GUARDS))


def revert(s: Session, contract_id: int, to: int, *, actor: str) -> ContractView:
    """By a flush, which the events see; a flush is the only way that changes a contract."""
    contract = _lock(s, contract_id)
    data = _data(s, contract_id, to)
    if data is None:
        raise NotFound(to)
    acting_as(s, actor)
    for name in data.keys() & Contract.__table__.columns.keys():
        setattr(contract, name, data[name])
    s.flush()
    return _present(s, contract_id)


@event.listens_for(Session, "before_flush")
def _count(s: Session, _context: UOWTransaction, _objects: object) -> None:
    for contract in s.dirty:
        if isinstance(contract, Contract) and s.is_modified(contract):
            contract.version += 1
    for contract in s.new:
        if isinstance(contract, Contract) and contract.id is not None:
            last = s.connection().execute(_LAST_VERSION, {"id": contract.id}).scalar()
            contract.version = (last or 0) + 1


@event.listens_for(Session, "after_flush")
def _record(s: Session, _context: UOWTransaction) -> None:
    written = [(contract, "insert") for contract in s.new]
    written += [(contract, "update") for contract in s.dirty if s.is_modified(contract)]
    written += [(contract, "delete") for contract in s.deleted]
    for contract, operation in written:
        if isinstance(contract, Contract):
            what = {"id": contract.id, "operation": operation}
            instant = s.connection().execute(_END, what).scalar()
            s.connection().execute(_BEGIN, {**what, "instant": instant})


_LAST_VERSION = text("SELECT max(version) FROM contract_versions WHERE contract_id = :id")
_END = text(
    "UPDATE contract_versions SET valid = tstzrange(lower(valid),"
    " greatest(clock_timestamp(), lower(valid) + interval '1 microsecond'))"
    " WHERE contract_id = :id AND upper_inf(valid) RETURNING upper(valid)"
)
_BEGIN = text(
    "INSERT INTO contract_versions (contract_id, version, valid, operation, actor, data)"
    " SELECT :id, coalesce((SELECT max(version) FROM contract_versions WHERE contract_id = :id), 0)"
    " + 1, tstzrange(coalesce(CAST(:instant AS timestamptz), clock_timestamp()), NULL), :operation,"
    " nullif(current_setting('app.actor', true), ''),"
    " (SELECT to_jsonb(c) - 'id' - 'version' FROM contracts c WHERE id = :id)"
)
