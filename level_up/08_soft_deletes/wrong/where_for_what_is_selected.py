"""Adds a WHERE for the classes that a SELECT returns, and not for those that it passes through."""

from solution import *
from solution import _hide_deleted

FAILS = "queries_do_not_find_deleted_rows"
SAYS = "what is deleted"


event.remove(SoftSession, "do_orm_execute", _hide_deleted)


@event.listens_for(SoftSession, "do_orm_execute")
def _hide(state: ORMExecuteState) -> None:
    if state.is_column_load or state.execution_options.get("include_deleted"):
        return
    if state.is_delete:
        raise HardDelete
    if state.is_select:
        statement: Any = state.statement
        for description in statement.column_descriptions:
            if description["entity"] is not None:
                statement = statement.where(description["entity"].deleted_at.is_(None))
        state.statement = statement
