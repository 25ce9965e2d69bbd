"""Counts attempts where a worker says that it failed, and not where it died."""

from solution import *

FAILS = "an_ended_lease_brings_a_job_back"
SAYS = "a job that kills its workers"


def reap(self: JobQueue, now: datetime) -> int:
    """A job that kills its workers is handed out for ever."""
    with self._sessions.begin() as session:
        taken = session.scalars(
            update(JobRow)
            .where(JobRow.state == "running", JobRow.lease_until < now)
            .values(state="ready", lease_until=None)
            .returning(JobRow.id)
        ).all()
        return len(taken)


JobQueue.reap = reap
