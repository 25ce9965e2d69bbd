"""Adds the new lease to what is left of the old one."""

from solution import *

FAILS = "an_ended_lease_brings_a_job_back"
SAYS = "whatever was left of the old one"


def heartbeat(self: JobQueue, job: Job, lease: timedelta) -> None:
    """With each sign of life the end moves further away."""
    self._write(job, lease_until=JobRow.lease_until + lease)


JobQueue.heartbeat = heartbeat
