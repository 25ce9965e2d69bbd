"""Thinks that row-level security holds for the owner of a table as well."""

from solution import *
from solution import _hide_deleted

FAILS = "queries_do_not_find_deleted_rows"
SAYS = "no form of a query may see what is deleted"

event.remove(SoftSession, "do_orm_execute", _hide_deleted)


@event.listens_for(SoftSession, "do_orm_execute")
def _leave_it_to_the_server(state: ORMExecuteState) -> None:
    if state.session.get_bind().dialect.name == "sqlite":
        _hide_deleted(state)


def create_schema(engine: Engine) -> None:
    """Policies, which their own maker is exempt from."""
    Base.metadata.create_all(engine)
    if engine.dialect.name == "postgresql":
        shown = "deleted_at IS NULL OR current_setting('app.include_deleted', true) = 'on'"
        with engine.begin() as connection:
            for table in ("teams", "members", "notes"):
                connection.execute(text(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"))
                connection.execute(text(f"CREATE POLICY the_living ON {table} USING ({shown})"))
