"""Thinks that the objects of a locking query always have the values that it has read."""

from solution import *

FAILS = "a_shift_keeps_one_doctor"
SAYS = "in a session that had loaded both before: the calls returned [True, True]"


def close_shift_safely(session: Session, doctor_id: int) -> bool:
    """All rows of the decision are locked, but it looks at objects that are older."""
    shift = select(Doctor.shift_id).where(Doctor.id == doctor_id).scalar_subquery()
    doctors = session.scalars(
        select(Doctor).where(Doctor.shift_id == shift).order_by(Doctor.id).with_for_update()
    ).all()
    if not any(doctor.on_call for doctor in doctors if doctor.id != doctor_id):
        return False
    session.execute(update(Doctor).where(Doctor.id == doctor_id).values(on_call=False))
    return True
