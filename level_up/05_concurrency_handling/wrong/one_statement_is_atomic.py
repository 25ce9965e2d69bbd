"""Trusts one UPDATE with a subquery that locks nothing."""

from solution import *

FAILS = "two_workers_never_get_one_job"
SAYS = "both got the jobs"


def claim(self: JobQueue, worker: str, n: int, lease: timedelta) -> list[Job]:
    """Who has waited for a row tests the outer WHERE again, and not the subquery."""
    chosen = (
        select(JobRow.id)
        .where(JobRow.state == "ready")
        .order_by(JobRow.priority.desc(), JobRow.id)
        .limit(n)
    )
    with self._sessions.begin() as session:
        rows = session.scalars(
            update(JobRow)
            .where(JobRow.id.in_(chosen))
            .values(
                state="running",
                attempts=JobRow.attempts + 1,
                worker=worker,
                lease_until=func.now() + lease,
            )
            .returning(JobRow)
        ).all()
        rows = sorted(rows, key=lambda row: (-row.priority, row.id))
        return [Job(row.id, row.payload, worker, row.attempts) for row in rows]


JobQueue.claim = claim
