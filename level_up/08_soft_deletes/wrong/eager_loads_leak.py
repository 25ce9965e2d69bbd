"""Keeps the condition from what is loaded along, as if that were filtered by itself."""

from solution import *
from solution import _hide_deleted, _IncludeDeleted

FAILS = "relationships_do_not_show_deleted_rows"
SAYS = "loaded with joinedload"


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
            with_loader_criteria(
                SoftDeleteMixin,
                lambda cls: cls.deleted_at.is_(None),
                include_aliases=True,
                propagate_to_loaders=False,
            )
        )
