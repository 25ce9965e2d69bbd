"""Measures bytes, as if every character were one."""

from solution import *

FAILS = "the_table_has_the_limits"
SAYS = "characters are what counts"


_table = Base.metadata.tables["users"]
for _constraint in list(_table.constraints):
    if isinstance(_constraint, CheckConstraint) and str(_constraint.name).endswith("_length"):
        _table.constraints.remove(_constraint)
for _name, _limit in LIMITS.items():
    if _name != "age":
        _between = f"BETWEEN {_limit.low} AND {_limit.high}"
        for _dialect, _size in (
            ("postgresql", f"octet_length({_name})"),
            ("sqlite", f"length(CAST({_name} AS BLOB))"),
        ):
            _rule = CheckConstraint(f"{_size} {_between}").ddl_if(_dialect)
            _table.append_constraint(_rule)
