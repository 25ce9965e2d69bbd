"""Gives a job back however often it has failed."""

from solution import *

FAILS = "a_failed_job_comes_again"
SAYS = "must come to an end"


def fail(self: JobQueue, job: Job) -> None:
    """A job that cannot be done keeps a worker busy for ever."""
    self._write(job, state="ready", lease_until=None)


JobQueue.fail = fail
