"""Versioned data storage: a history that no write can go around.

Run it to see a history that the ORM writes go wrong, and one that the database keeps hold, on a
PostgreSQL database of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    FetchedValue,
    column,
    create_engine,
    event,
    func,
    insert,
    select,
    table,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB, TSTZRANGE, Range
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, UOWTransaction, mapped_column


class Conflict(Exception):
    """The contract has changed since the caller read it."""


class NotFound(LookupError):
    """There is no such contract, or no such version of it."""


class Base(DeclarativeBase):
    """The base of the models."""


class Contract(Base):
    """A contract as it is today."""

    __tablename__ = "contracts"

    id: Mapped[int] = mapped_column(primary_key=True)
    customer: Mapped[str]
    monthly_cents: Mapped[int]
    terms: Mapped[str | None]
    version: Mapped[int] = mapped_column(server_default="1", server_onupdate=FetchedValue())
    """The number of its last version.  The database sets it, whatever a statement says."""


class ContractVersion(Base):
    """A contract as it was, or is, from one instant to another."""

    __tablename__ = "contract_versions"

    contract_id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    """1, 2, 3 … for each contract."""
    valid: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    """From the change that made it to the next one: `[from, to)`, without `to` for the last."""
    operation: Mapped[str]
    """`insert`, `update` or `delete`."""
    actor: Mapped[str]
    data: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """All columns of the row but `id` and `version`; NULL where the row was deleted."""


@dataclass(frozen=True, slots=True)
class ContractView:
    """A contract at one version."""

    contract_id: int
    version: int
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Version:
    """One entry of a contract's history."""

    number: int
    valid_from: datetime
    valid_to: datetime | None
    """None for the last version."""
    operation: str
    actor: str
    data: dict[str, Any] | None
    """None where the contract was deleted."""


_HISTORY = """
-- Equality of plain numbers in a GiST index, which WITHOUT OVERLAPS needs.
CREATE EXTENSION IF NOT EXISTS btree_gist;

ALTER TABLE contract_versions
    ADD CONSTRAINT one_version_at_a_time UNIQUE (contract_id, valid WITHOUT OVERLAPS),
    ADD CONSTRAINT half_open CHECK (lower_inc(valid) AND NOT upper_inc(valid)),
    ADD CONSTRAINT somebody CHECK (actor <> '');

-- Before the write: number the row.  Nothing is stored here: an INSERT that becomes an UPDATE
-- (ON CONFLICT) comes through this trigger, too.
CREATE FUNCTION number_contract() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT coalesce(max(version), 0) + 1 INTO NEW.version
            FROM contract_versions WHERE contract_id = NEW.id;
    ELSIF NEW.id <> OLD.id THEN
        RAISE EXCEPTION 'a contract keeps its id: its history is found by it';
    ELSE
        NEW.version := OLD.version;
        IF NEW IS DISTINCT FROM OLD THEN
            NEW.version := OLD.version + 1;
        END IF;
    END IF;
    RETURN NEW;
END $$;

-- After the write, when the row is locked: end the last version and begin the next.
CREATE FUNCTION record_contract() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    row_id integer := coalesce(NEW.id, OLD.id);
    -- '' is what a setting reads that was set in an earlier transaction of the connection.
    actor text := nullif(current_setting('app.actor', true), '');
    last contract_versions;
    -- Not now(): that is when the transaction began, maybe long before another one wrote.
    instant timestamptz := clock_timestamp();
BEGIN
    IF NEW IS NOT DISTINCT FROM OLD THEN
        RETURN NULL;
    ELSIF actor IS NULL THEN
        RAISE EXCEPTION 'nobody is acting: app.actor is not set in this transaction';
    END IF;
    SELECT * INTO last FROM contract_versions
        WHERE contract_id = row_id ORDER BY version DESC LIMIT 1;
    -- Two changes in one microsecond, or a clock that was set back, must not break the order.
    instant := greatest(instant, lower(last.valid) + interval '1 microsecond');
    UPDATE contract_versions SET valid = tstzrange(lower(valid), instant)
        WHERE contract_id = row_id AND version = last.version;
    INSERT INTO contract_versions (contract_id, version, valid, operation, actor, data)
        VALUES (row_id, coalesce(last.version, 0) + 1, tstzrange(instant, NULL),
                lower(TG_OP), actor, to_jsonb(NEW) - 'id' - 'version');
    RETURN NULL;
END $$;

CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: history stays as it is', TG_OP, TG_TABLE_NAME;
END $$;

CREATE TRIGGER number_contract BEFORE INSERT OR UPDATE ON contracts
    FOR EACH ROW EXECUTE FUNCTION number_contract();
CREATE TRIGGER record_contract AFTER INSERT OR UPDATE OR DELETE ON contracts
    FOR EACH ROW EXECUTE FUNCTION record_contract();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON contracts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse();

-- record_contract() ends the last version from inside a trigger; from outside it is refused.
CREATE TRIGGER no_change BEFORE UPDATE OR DELETE ON contract_versions
    FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION refuse();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON contract_versions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse();
"""

_CHANGEABLE = frozenset(Contract.__table__.columns.keys()) - {"id", "version"}


def install_history(connection: Connection) -> None:
    """Make the database keep every version of every contract."""
    connection.execute(text(_HISTORY))


def acting_as(s: Session, actor: str) -> None:
    """Say who makes the changes of the present transaction."""
    # The last argument: for this transaction only. The connection goes back to a pool.
    s.execute(select(func.set_config("app.actor", actor, True)))


def amend(
    s: Session, contract_id: int, changes: Mapping[str, Any], *, actor: str, expected_version: int
) -> ContractView:
    """Change columns of a contract, if it still is what the caller has seen."""
    if unknown := changes.keys() - _CHANGEABLE:
        raise ValueError(f"no column to change: {', '.join(sorted(unknown))}")
    contract = _lock(s, contract_id)
    if contract.version != expected_version:
        raise Conflict(f"expected version {expected_version}, found {contract.version}")
    acting_as(s, actor)
    for name, value in changes.items():
        setattr(contract, name, value)
    s.flush()
    return _present(s, contract_id)


def as_of(s: Session, contract_id: int, at: datetime) -> ContractView | None:
    """The contract as it was at an instant."""
    version = s.scalar(
        select(ContractVersion).where(
            ContractVersion.contract_id == contract_id, ContractVersion.valid.contains(at)
        )
    )
    if version is None or version.data is None:
        return None
    return ContractView(contract_id, version.version, version.data)


def history(s: Session, contract_id: int) -> list[Version]:
    """All versions of a contract, the oldest first."""
    rows = s.execute(
        select(
            ContractVersion.version,
            func.lower(ContractVersion.valid),
            func.upper(ContractVersion.valid),
            ContractVersion.operation,
            ContractVersion.actor,
            ContractVersion.data,
        )
        .where(ContractVersion.contract_id == contract_id)
        .order_by(ContractVersion.version)
    )
    return [Version(*row) for row in rows]


def diff(s: Session, contract_id: int, a: int, b: int) -> dict[str, tuple[Any, Any]]:
    """What is different between two versions."""
    old, new = _data(s, contract_id, a) or {}, _data(s, contract_id, b) or {}
    return {
        name: (old.get(name), new.get(name))
        for name in sorted(old.keys() | new.keys())
        if old.get(name) != new.get(name)
    }


def revert(s: Session, contract_id: int, to: int, *, actor: str) -> ContractView:
    """Make the contract again what it was at an earlier version."""
    contract = _lock(s, contract_id)
    data = _data(s, contract_id, to)
    if data is None:
        raise NotFound(f"contract {contract_id} was deleted at version {to}")
    acting_as(s, actor)
    # By the names in the data: a column that was added later is none of the model's attributes.
    contracts = table(Contract.__tablename__, column("id"), *map(column, data))
    s.execute(update(contracts).where(contracts.c.id == contract_id).values(data))
    s.expire(contract)
    return _present(s, contract_id)


def _lock(s: Session, contract_id: int) -> Contract:
    """The contract as it is now, and until the transaction ends."""
    # populate_existing: an object that the session holds already would keep its old values.
    contract = s.get(Contract, contract_id, with_for_update=True, populate_existing=True)
    if contract is None:
        raise NotFound(f"there is no contract {contract_id}")
    return contract


def _data(s: Session, contract_id: int, version: int) -> dict[str, Any] | None:
    row = s.execute(
        select(ContractVersion.data).where(
            ContractVersion.contract_id == contract_id, ContractVersion.version == version
        )
    ).one_or_none()
    if row is None:
        raise NotFound(f"contract {contract_id} has no version {version}")
    return row.data


def _present(s: Session, contract_id: int) -> ContractView:
    """The last version: it also holds columns that the model does not know."""
    version, data = s.execute(
        select(ContractVersion.version, ContractVersion.data).where(
            ContractVersion.contract_id == contract_id, func.upper_inf(ContractVersion.valid)
        )
    ).one()
    return ContractView(contract_id, version, data or {})


def main(url: str) -> None:
    """Show a history that the ORM writes, then one that the database keeps."""
    engine = create_engine(url)
    with engine.begin() as connection:
        Base.metadata.create_all(connection)
    _show_naive(engine)
    with engine.begin() as connection:
        Base.metadata.drop_all(connection)
        Base.metadata.create_all(connection)
        install_history(connection)
    _show_right(engine)
    engine.dispose()


def _naive_history(s: Session, _context: UOWTransaction) -> None:
    """The usual first idea: an event of the session writes the history."""
    for contract in [*s.new, *s.dirty]:
        if isinstance(contract, Contract):
            known = select(func.count() + 1).select_from(ContractVersion)
            s.connection().execute(
                insert(ContractVersion).values(
                    contract_id=contract.id,
                    version=known.scalar_subquery(),
                    valid=func.tstzrange(func.now(), None),
                    operation="update",
                    actor=func.current_setting("app.actor", True),
                    data={"monthly_cents": contract.monthly_cents},
                )
            )


def _show_naive(engine: Engine) -> None:
    print("Naive: an event of the session writes the history")
    with Session(engine) as s:
        event.listen(s, "after_flush", _naive_history)
        s.execute(select(func.set_config("app.actor", "ann", False)))
        contract = Contract(customer="Acme", monthly_cents=500)
        s.add(contract)
        s.commit()
        s.execute(update(Contract).values(monthly_cents=600))
        s.execute(text("UPDATE contracts SET monthly_cents = 700"))
        s.commit()
        kept = [entry.data for entry in s.scalars(select(ContractVersion))]
        print(f"  a bulk UPDATE and a raw one later the contract costs {contract.monthly_cents},")
        print(f"    and the history holds {kept}.")
        contract.monthly_cents = 800
        s.flush()
        contract.monthly_cents = 900
        s.commit()
        starts = set(s.scalars(select(func.lower(ContractVersion.valid))))
        print(f"  two changes in one transaction: 3 versions, {len(starts)} different beginnings.")
    with Session(engine) as s:
        actor = s.scalar(select(func.current_setting("app.actor", True)))
        print(f"  the next user of the connection acts as {actor!r}, who has long left.")
        s.execute(text("UPDATE contract_versions SET data = '{\"monthly_cents\": 1}'"))
        kept = set(s.scalars(select(ContractVersion.data["monthly_cents"].as_string())))
        s.commit()
        print(f"  UPDATE contract_versions …: the history says that it always cost {kept}.")
        s.execute(select(func.set_config("app.actor", "", False)))
        s.commit()


def _show_right(engine: Engine) -> None:
    print("\nRight: triggers and constraints of the database keep it")
    with Session(engine) as s:
        acting_as(s, "ann")
        s.add(Contract(id=1, customer="Acme", monthly_cents=500))
        s.commit()
        acting_as(s, "billing job")
        s.execute(update(Contract).values(monthly_cents=600))
        s.execute(text("UPDATE contracts SET monthly_cents = 700, version = 77"))
        s.commit()
        for changes in ({"terms": "30 days"}, {"terms": "14 days"}):
            try:
                amend(s, 1, changes, actor="bob", expected_version=3)
                s.commit()
            except Conflict as error:
                s.rollback()
                print(f"  bob's second amendment, of what he saw before his first: {error}")
        revert(s, 1, 1, actor="cy")
        s.commit()
        for version in history(s, 1):
            print(f"  {version.number} {version.operation} by {version.actor}: {version.data}")
        versions = history(s, 1)
        before = versions[2].valid_from - timedelta(microseconds=1)
        for at in (before, versions[2].valid_from):
            view = as_of(s, 1, at)
            print(f"  as of {at:%H:%M:%S.%f}: {view and view.data['monthly_cents']}")
        for attempt in (
            "UPDATE contracts SET terms = 'free'",
            "UPDATE contract_versions SET actor = 'eve'",
            "TRUNCATE contract_versions",
        ):
            try:
                s.execute(text(attempt))
            except DBAPIError as error:
                s.rollback()
                print(f"  {attempt}: {str(error.orig).splitlines()[0]}")


if __name__ == "__main__":
    from runner.api import scratch_postgres

    with scratch_postgres() as url:
        main(url)
