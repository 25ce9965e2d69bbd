"""Lets one statement with include_deleted open the whole session."""

from solution import *
from solution import _hide_deleted

FAILS = "include_deleted_shows_all"
SAYS = "it is the option of one statement"


event.remove(SoftSession, "do_orm_execute", _hide_deleted)


@event.listens_for(SoftSession, "do_orm_execute")
def _hide(state: ORMExecuteState) -> None:
    if state.is_column_load:
        return
    if state.execution_options.get("include_deleted"):
        state.session.info["include_deleted"] = True
    if state.session.info.get("include_deleted"):
        return
    if state.is_delete:
        raise HardDelete
    if state.is_select or state.is_update:
        state.statement = state.statement.options(
            with_loader_criteria(
                SoftDeleteMixin, lambda cls: cls.deleted_at.is_(None), include_aliases=True
            )
        )
