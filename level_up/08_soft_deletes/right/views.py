"""The ORM reads the views: in a second schema each has the name of its table."""

from solution import *
from solution import _hide_deleted, _IncludeDeleted
from sqlalchemy import Connection, column, table

event.remove(SoftSession, "do_orm_execute", _hide_deleted)

_TABLES = ("teams", "members", "notes")
_LIVING = {"postgresql": "living", "sqlite": "temp"}


def create_schema(engine: Engine) -> None:
    """The tables and the views, and on PostgreSQL once more the views in a schema of their own."""
    Base.metadata.create_all(engine)
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            connection.execute(text("CREATE SCHEMA living"))
            for name in _TABLES:
                view = f"CREATE VIEW living.{name} AS SELECT * FROM active_{name}"
                connection.execute(text(view))


@event.listens_for(SoftSession, "after_begin")
def _prepare_connection(_session: SoftSession, _: object, connection: Connection) -> None:
    """SQLite: each connection has the second schema for itself, and looks there first."""
    if connection.dialect.name == "sqlite":
        for name in _TABLES:
            view = f"CREATE TEMP VIEW IF NOT EXISTS {name} AS SELECT * FROM main.active_{name}"
            connection.execute(text(view))
        connection.execution_options(schema_translate_map={None: "main"})


@event.listens_for(SoftSession, "do_orm_execute")
def _read_the_views(state: ORMExecuteState) -> None:
    if state.is_column_load:
        return
    marked = any(isinstance(option, _IncludeDeleted) for option in state.user_defined_options)
    if marked or state.execution_options.get("include_deleted"):
        if state.is_select:
            state.statement = state.statement.options(_IncludeDeleted())
    elif state.is_delete:
        raise HardDelete("say include_deleted=True")
    elif state.is_select:
        living = _LIVING[state.session.get_bind().dialect.name]
        state.update_execution_options(schema_translate_map={None: living})
    elif state.is_update:
        assert state.bind_mapper is not None
        model: Any = state.bind_mapper.class_
        statement: Any = state.statement
        living_ids = select(table(f"active_{model.__tablename__}", column("id")))
        state.statement = statement.where(model.id.in_(living_ids))
