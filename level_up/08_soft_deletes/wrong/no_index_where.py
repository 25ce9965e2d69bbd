"""Names the column of a partial unique index, and forgets its WHERE."""

from solution import *

FAILS = "an_upsert_meets_the_living_only"
SAYS = "repeats its WHERE"


def upsert_member(session: Session, team_id: int, email: str, name: str) -> int:
    """The conflict target matches no unique index."""
    statement = insert_into(session, Member).values(team_id=team_id, email=email, name=name)
    return session.scalars(
        statement.on_conflict_do_update(
            index_elements=[Member.email],
            set_={"team_id": statement.excluded.team_id, "name": statement.excluded.name},
        ).returning(Member.id)
    ).one()
