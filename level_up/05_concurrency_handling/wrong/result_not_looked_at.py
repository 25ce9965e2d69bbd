"""Believes that a write under a condition has written."""

from solution import *

FAILS = "a_late_worker_is_fenced_off"
SAYS = "returned as if it were still its own"


def _write(self: JobQueue, job: Job, **values: Any) -> None:
    """Nothing is overwritten, and the worker is not told that it has lost the job."""
    with self._sessions.begin() as session:
        row = session.get_one(JobRow, job.id)
        if (row.state, row.attempts) != ("running", job.attempt):
            raise LeaseLost
        session.execute(
            update(JobRow)
            .where(JobRow.id == job.id, JobRow.state == "running", JobRow.attempts == job.attempt)
            .values(**values)
        )


JobQueue._write = _write
