"""Writes the values into the text of the statement: an apostrophe ends it."""

from solution import *

FAILS = "an_upsert_meets_the_living_only"
SAYS = "values go to the database as parameters"


def upsert_member(session: Session, team_id: int, email: str, name: str) -> int:
    """SQL in an f-string."""
    return session.execute(
        text(
            f"INSERT INTO members (team_id, email, name) VALUES ({team_id}, '{email}', '{name}') "
            "ON CONFLICT (email) WHERE deleted_at IS NULL "
            "DO UPDATE SET team_id = excluded.team_id, name = excluded.name RETURNING id"
        )
    ).scalar_one()
