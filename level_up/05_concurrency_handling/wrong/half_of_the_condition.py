"""Believes that only the state of a job can change between its read and its write."""

from solution import *
from solution import _AFTER_FAILURE

FAILS = "an_ended_lease_brings_a_job_back"
SAYS = "its worker sent a heartbeat"


def reap(self: JobQueue, now: datetime) -> int:
    """A worker that has been heard of since the SELECT loses its job."""
    with self._sessions.begin() as session:
        ended = session.scalars(
            select(JobRow.id).where(JobRow.state == "running", JobRow.lease_until < now)
        ).all()
        taken = session.scalars(
            update(JobRow)
            .where(JobRow.id.in_(ended), JobRow.state == "running")
            .values(state=_AFTER_FAILURE, lease_until=None)
            .returning(JobRow.id)
        ).all()
        return len(taken)


JobQueue.reap = reap
