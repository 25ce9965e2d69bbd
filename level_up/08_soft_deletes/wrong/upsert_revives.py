"""Looks for the e-mail among all members, and brings a deleted one back."""

from solution import *
from solution import _ALL

FAILS = "an_upsert_meets_the_living_only"
SAYS = "the deleted one is left alone"


def upsert_member(session: Session, team_id: int, email: str, name: str) -> int:
    """Somebody new gets the history of somebody deleted."""
    member = session.scalars(
        select(Member).where(Member.email == email).order_by(Member.deleted_at),
        execution_options=_ALL,
    ).first()
    if member is None:
        member = Member(email=email)
        session.add(member)
    member.team_id, member.name, member.deleted_at = team_id, name, None
    session.flush()
    return member.id
