"""Thinks that a count inside the UPDATE is safe from what runs at the same time."""

from solution import *
from sqlalchemy import func
from sqlalchemy.orm import aliased

FAILS = "a_shift_keeps_one_doctor"
SAYS = "the last two doctors left at the same time: the calls returned [True, True]"


def close_shift_safely(session: Session, doctor_id: int) -> bool:
    """One statement locks the row it changes. The rows it counts stay free."""
    other = aliased(Doctor)
    others = select(func.count()).where(
        other.shift_id == Doctor.shift_id, other.on_call, other.id != Doctor.id
    )
    left = session.scalar(
        update(Doctor)
        .where(Doctor.id == doctor_id, others.scalar_subquery() > 0)
        .values(on_call=False)
        .returning(Doctor.id)
    )
    return left is not None
