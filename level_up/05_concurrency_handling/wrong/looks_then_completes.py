"""Looks whether the job is still its own, and writes then."""

from solution import *

FAILS = "a_late_worker_is_fenced_off"
SAYS = "what was read may be outdated"


def _write(self: JobQueue, job: Job, **values: Any) -> None:
    """The fence is tested before the write, not by it."""
    with self._sessions.begin() as session:
        row = session.get_one(JobRow, job.id)
        if (row.state, row.attempts) != ("running", job.attempt):
            raise LeaseLost
        session.execute(update(JobRow).where(JobRow.id == job.id).values(**values))


JobQueue._write = _write
