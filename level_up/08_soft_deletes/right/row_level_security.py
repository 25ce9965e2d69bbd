"""PostgreSQL hides deleted rows by itself, with row-level security; SQLite has only the session."""

from collections.abc import Iterator
from contextlib import contextmanager

from solution import *
from solution import _hide_deleted, _IncludeDeleted

event.remove(SoftSession, "do_orm_execute", _hide_deleted)

_SHOWN = "deleted_at IS NULL OR current_setting('app.include_deleted', true) = 'on'"


def create_schema(engine: Engine) -> None:
    """Tables whose deleted rows are there for whoever asks for them: their owner, too."""
    Base.metadata.create_all(engine)
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            for table in ("teams", "members", "notes"):
                for clause in ("ENABLE ROW LEVEL SECURITY", "FORCE ROW LEVEL SECURITY"):
                    connection.execute(text(f"ALTER TABLE {table} {clause}"))
                connection.execute(text(f"CREATE POLICY the_living ON {table} USING ({_SHOWN})"))


def _include_deleted(session: Session, value: str) -> None:
    """Say it to the server, for the rest of the transaction."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(
            text("SELECT set_config('app.include_deleted', :value, true)"), {"value": value}
        )


@contextmanager
def _all_is_shown(session: Session) -> Iterator[None]:
    _include_deleted(session, "on")
    yield  # after an error the setting goes with the transaction, or the savepoint
    _include_deleted(session, "")


@event.listens_for(SoftSession, "do_orm_execute")
def _ask_the_server(state: ORMExecuteState) -> Any:
    if state.session.get_bind().dialect.name == "sqlite":
        return _hide_deleted(state)
    marked = any(isinstance(option, _IncludeDeleted) for option in state.user_defined_options)
    if not (marked or state.is_column_load or state.execution_options.get("include_deleted")):
        if state.is_delete:
            raise HardDelete("say include_deleted=True")
        return None
    if state.is_select and not state.is_column_load:
        state.statement = state.statement.options(_IncludeDeleted())
    if state.session.autoflush:
        state.session.flush()  # now: at its end a flush takes the setting back
    with _all_is_shown(state.session):
        return state.invoke_statement()


# A row that is just being deleted is one that its own session does not see any more, and such an
# UPDATE is refused.
@event.listens_for(SoftSession, "before_flush")
def _before_flush(session: SoftSession, *_: object) -> None:
    _include_deleted(session, "on")


@event.listens_for(SoftSession, "after_flush")
def _after_flush(session: SoftSession, *_: object) -> None:
    _include_deleted(session, "")
