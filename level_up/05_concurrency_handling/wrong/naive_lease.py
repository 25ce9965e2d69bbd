"""Takes the clock on the wall for the time: a datetime without a zone."""

from solution import *

FAILS = "a_job_runs_outside_of_any_transaction"
SAYS = "A naive datetime: which zone?"


def claim(self: JobQueue, worker: str, n: int, lease: timedelta) -> list[Job]:
    """Right where computer and database session happen to be in one zone."""
    statement = (
        select(JobRow)
        .where(JobRow.state == "ready")
        .order_by(JobRow.priority.desc(), JobRow.id)
        .limit(n)
        .with_for_update(skip_locked=True)
    )
    with self._sessions.begin() as session:
        return [_take(row, worker, lease) for row in session.scalars(statement)]


def _take(row: JobRow, worker: str, lease: timedelta) -> Job:
    row.state, row.worker, row.attempts = "running", worker, row.attempts + 1
    row.lease_until = datetime.now() + lease
    return Job(row.id, row.payload, worker, row.attempts)


JobQueue.claim = claim
