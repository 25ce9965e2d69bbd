"""Takes the job in one transaction, and sets its lease in the next."""

from solution import *

FAILS = "a_killed_worker_loses_no_job"
SAYS = "no other worker got it"


def claim(self: JobQueue, worker: str, n: int, lease: timedelta) -> list[Job]:
    """A worker that dies in between has a job without an end."""
    statement = (
        select(JobRow)
        .where(JobRow.state == "ready")
        .order_by(JobRow.priority.desc(), JobRow.id)
        .limit(n)
        .with_for_update(skip_locked=True)
    )
    with self._sessions(expire_on_commit=False) as session:
        rows = session.scalars(statement).all()
        for row in rows:
            row.state, row.worker, row.attempts = "running", worker, row.attempts + 1
        session.commit()
        for row in rows:
            row.lease_until = datetime.now(UTC) + lease
        session.commit()
    return [Job(row.id, row.payload, worker, row.attempts) for row in rows]


JobQueue.claim = claim
