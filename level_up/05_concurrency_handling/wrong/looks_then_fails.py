"""Believes that to give a job back harms nobody, so a look is enough of a fence."""

from solution import *

FAILS = "a_late_worker_is_fenced_off"
SAYS = "just before fail wrote"


def fail(self: JobQueue, job: Job) -> None:
    """By now another worker may have the job, and it is handed out to a third one."""
    with self._sessions.begin() as session:
        row = session.get_one(JobRow, job.id)
        if (row.state, row.attempts) != ("running", job.attempt):
            raise LeaseLost
        row.state = "failed" if row.attempts >= MAX_ATTEMPTS else "ready"
        row.lease_until = None


JobQueue.fail = fail
