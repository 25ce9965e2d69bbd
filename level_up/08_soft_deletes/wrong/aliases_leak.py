"""Does not think of aliases."""

from solution import *
from solution import _hide_deleted, _IncludeDeleted

FAILS = "queries_do_not_find_deleted_rows"
SAYS = "aliased"


event.remove(SoftSession, "do_orm_execute", _hide_deleted)


@event.listens_for(SoftSession, "do_orm_execute")
def _hide(state: ORMExecuteState) -> None:
    if state.is_column_load:
        return
    marked = any(isinstance(option, _IncludeDeleted) for option in state.user_defined_options)
    if marked or state.execution_options.get("include_deleted"):
        if state.is_select:
            state.statement = state.statement.options(_IncludeDeleted())
        return
    if state.is_delete:
        raise HardDelete
    if state.is_select or state.is_update:
        state.statement = state.statement.options(
            *(
                with_loader_criteria(model, model.deleted_at.is_(None))
                for model in (Team, Member, Note)
            )
        )
