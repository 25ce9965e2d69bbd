"""Lets whoever once had a job complete it."""

from solution import *

FAILS = "a_late_worker_is_fenced_off"
SAYS = "it must be LeaseLost"


def _write(self: JobQueue, job: Job, **values: Any) -> None:
    """The job is known by its id alone."""
    with self._sessions.begin() as session:
        session.execute(update(JobRow).where(JobRow.id == job.id).values(**values))


JobQueue._write = _write
