"""Believes that a heartbeat needs no fence in its write, for it only moves a time."""

from solution import *

FAILS = "a_late_worker_is_fenced_off"
SAYS = "just before heartbeat wrote"


def heartbeat(self: JobQueue, job: Job, lease: timedelta) -> None:
    """A slow worker prolongs the lease of the one that has the job now, and may be dead."""
    with self._sessions.begin() as session:
        row = session.get_one(JobRow, job.id)
        if (row.state, row.attempts) != ("running", job.attempt):
            raise LeaseLost
        row.lease_until = datetime.now(UTC) + lease


JobQueue.heartbeat = heartbeat
