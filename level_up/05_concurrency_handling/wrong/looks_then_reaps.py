"""Believes that a job whose worker is silent stays as it is until it is taken away."""

from solution import *

FAILS = "an_ended_lease_brings_a_job_back"
SAYS = "its worker completed it"


def reap(self: JobQueue, now: datetime) -> int:
    """A job that is completed between SELECT and UPDATE is ready again, and done twice."""
    with self._sessions.begin() as session:
        rows = session.scalars(
            select(JobRow).where(JobRow.state == "running", JobRow.lease_until < now)
        ).all()
        for row in rows:
            row.state = "failed" if row.attempts >= MAX_ATTEMPTS else "ready"
            row.lease_until = None
        return len(rows)


JobQueue.reap = reap
