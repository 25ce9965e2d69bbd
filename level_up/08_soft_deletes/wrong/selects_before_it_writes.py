"""Looks for the e-mail, and then writes: in between another transaction does the same."""

from solution import *

FAILS = "two_may_add_one_member"
SAYS = "one atomic statement must decide"


def upsert_member(session: Session, team_id: int, email: str, name: str) -> int:
    """What it saw is outdated when it writes."""
    member = session.scalars(select(Member).where(Member.email == email)).first()
    if member is None:
        member = Member(email=email)
        session.add(member)
    member.team_id, member.name = team_id, name
    session.flush()
    return member.id
