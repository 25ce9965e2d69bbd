"""Attribute events in place of @validates; a CHECK for each column; an INSERT for many rows."""

from typing import cast

from solution import *
from solution import _Profile, _refusal
from sqlalchemy import Table, event, select

_users = cast("Table", User.__table__)


def _compare(target: User, value: object, _old: object, initiator: Any) -> object:
    return RULES[initiator.key].validate_python(value)


for _name in RULES:
    event.listen(getattr(User, _name), "set", _compare, retval=True)

for _constraint in list(_users.constraints):
    if isinstance(_constraint, CheckConstraint):
        _users.constraints.remove(_constraint)
_WIDE = "replace(replace(replace(replace({}, ' ', ''), '\t', ''), '\r', ''), '\n', '')"
for _name, _limit in LIMITS.items():
    _size = _name if _name == "age" else f"length({_name})"
    _rule = f"{_size} >= {_limit.low} AND {_size} <= {_limit.high}"
    if _name != "age":
        _rule += f" AND length({_WIDE.format(_name)}) > 0"
    _users.append_constraint(CheckConstraint(f"coalesce({_name} IS NULL OR ({_rule}), false)"))
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789_"
for _dialect, _rule in (
    ("postgresql", f"translate(username, '{_LETTERS}', '') = ''"),
    ("sqlite", f"trim(username, '{_LETTERS}') = ''"),  # `trim` takes off all that is listed
):
    _users.append_constraint(CheckConstraint(_rule).ddl_if(_dialect))
_users.append_constraint(
    CheckConstraint(f"CASE WHEN age < {GUARDIAN_BELOW} THEN guardian IS NOT NULL ELSE true END")
)
_users.append_constraint(CheckConstraint("CAST(age AS INTEGER) = age"))
_users.append_constraint(CheckConstraint("typeof(age) = 'integer'").ddl_if("sqlite"))
for _name in set(RULES) - {"age"}:
    _users.append_constraint(CheckConstraint(f"typeof({_name}) <> 'blob'").ddl_if("sqlite"))


def bulk_import(session: Session, rows: Iterable[dict[str, Any]]) -> ImportReport:
    """Validate all, ask once which names are taken, insert all that are left."""
    rejected = list[Rejected]()
    good = dict[str, tuple[int, SignupRequest]]()
    for line, row in enumerate(rows, 1):
        try:
            request = SignupRequest.model_validate(row)
        except ValidationError as error:
            rejected.append(Rejected(line, _refusal(error).errors))
            continue
        if request.username in good:
            rejected.append(Rejected(line, {"username": "comes twice"}))
        else:
            good[request.username] = (line, request)
    for name in session.scalars(select(User.username).where(User.username.in_(good))):
        line, _ = good.pop(name)
        rejected.append(Rejected(line, {"username": "is taken"}))
    if good:
        session.execute(
            insert(User),
            [
                {name: getattr(request, name) for name in _Profile.model_fields}
                | {"password_hash": hash_password(request.password)}
                for _, request in good.values()
            ],
        )
    return ImportReport(len(good), sorted(rejected, key=lambda one: one.line))
