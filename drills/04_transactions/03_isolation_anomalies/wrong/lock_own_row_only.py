"""Locks the row that it changes, not the rows that its decision rests on."""

from solution import *
from sqlalchemy import func

FAILS = "a_shift_keeps_one_doctor"
SAYS = "the last two doctors left at the same time: the calls returned [True, True]"


def close_shift_safely(session: Session, doctor_id: int) -> bool:
    """Two doctors lock two different rows and never meet: write skew."""
    doctor = session.get_one(Doctor, doctor_id, with_for_update=True)
    same_shift = and_(Doctor.shift_id == doctor.shift_id, Doctor.on_call)
    if session.scalar(select(func.count()).where(same_shift)) == 1:
        return False
    doctor.on_call = False
    session.flush()
    return True
