"""The database takes along what belongs, by triggers; DDL as text."""

from collections.abc import Iterator

from solution import *
from solution import _check_parents, _family
from sqlalchemy.schema import CreateTable

_INDEXES_AND_VIEWS = [
    "CREATE UNIQUE INDEX one_living_email ON members (email) WHERE deleted_at IS NULL",
    *(
        statement
        for table in ("teams", "members", "notes")
        for statement in (
            f"CREATE INDEX by_deletion_of_{table} ON {table} (deleted_at)",
            f"CREATE VIEW active_{table} AS SELECT * FROM {table} WHERE deleted_at IS NULL",
        )
    ),
]


def _triggers(dialect: str) -> Iterator[str]:
    for table, child, key in (("teams", "members", "team_id"), ("members", "notes", "author_id")):
        same = "IS NOT DISTINCT FROM" if dialect == "postgresql" else "IS"
        follow = (
            f"UPDATE {child} SET deleted_at = NEW.deleted_at"
            f" WHERE {key} = NEW.id AND deleted_at {same} OLD.deleted_at"
        )
        when = f"AFTER UPDATE OF deleted_at ON {table} FOR EACH ROW"
        if dialect == "postgresql":
            yield (
                f"CREATE FUNCTION follow_{table}() RETURNS trigger LANGUAGE plpgsql"
                f" AS 'BEGIN {follow}; RETURN NULL; END'"
            )
            yield f"CREATE TRIGGER t_{table} {when} EXECUTE FUNCTION follow_{table}()"
        else:
            yield f"CREATE TRIGGER t_{table} {when} BEGIN {follow}; END"


def create_schema(engine: Engine) -> None:
    """Only the tables come from the models."""
    with engine.begin() as connection:
        for model in (Team, Member, Note):
            table = Base.metadata.tables[model.__tablename__]
            connection.execute(CreateTable(table))
        for statement in (*_INDEXES_AND_VIEWS, *_triggers(engine.dialect.name)):
            connection.exec_driver_sql(statement)


def soft_delete(
    session: SoftSession, obj: Team | Member | Note, *, at: datetime | None = None
) -> None:
    """One UPDATE; the triggers do the rest."""
    if obj.deleted_at is not None:
        return
    with session.begin_nested():
        obj.deleted_at = at or datetime.now(UTC)
        session.flush()
        members, notes = _family(obj)
        if members is not None:
            dangling = (
                select(Note.id)
                .join(Note.reviewer)
                .where(members, ~notes, Note.deleted_at.is_(None), Member.deleted_at.is_not(None))
            )
            if session.scalars(dangling, execution_options={"include_deleted": True}).first():
                raise StillReferenced
    session.expire_all()


def restore(session: SoftSession, obj: Team | Member | Note) -> None:
    """One UPDATE; the triggers do the rest."""
    if obj.deleted_at is None:
        return
    savepoint = session.begin_nested()
    try:
        obj.deleted_at = None
        session.flush()
        session.expire_all()
        _check_parents(session, obj)
        savepoint.commit()
    except IntegrityError as error:
        savepoint.rollback()
        raise RestoreConflict from error
    except RestoreConflict:
        savepoint.rollback()
        raise
