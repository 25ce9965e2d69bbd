"""Tells pickle with __reduce__ how to make the object, instead of the two state methods."""

import os
import threading
from pathlib import Path
from typing import Any


def read_token() -> str:
    """Give the secret key to the customer service, which changes every day."""
    return os.environ["REPORT_TOKEN"]


def fetch_profile(customer: str, token: str) -> dict[str, Any]:
    """Ask the customer service: slow, and confidential.  Only a stand-in."""
    if not token:
        raise PermissionError("the customer service wants a token")
    return {"discount": len(customer) % 3 * 10, "notes": f"confidential: {customer} pays late"}


class ReportJob:
    """Adds up a file of sales, line by line: `customer;cents`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.progress = 0  # lines that are done
        self.total = 0  # cents, with every customer's discount taken off
        self.api_token = read_token()
        self._cache: dict[str, dict[str, Any]] = {}  # customer -> profile
        self._lock = threading.Lock()
        self._file = path.open("rb")

    def step(self) -> bool:
        """Add the next line; False at the end of the file."""
        with self._lock:
            line = self._file.readline()
            if not line:
                return False
            customer, cents = line.decode().rsplit(";", 1)
            if customer not in self._cache:
                self._cache[customer] = fetch_profile(customer, self.api_token)
            self.total += int(cents) * (100 - self._cache[customer]["discount"]) // 100
            self.progress += 1
            return True

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __reduce__(self) -> tuple[Any, ...]:
        """Name a function and its arguments; pickle and copy call it."""
        left_out = ("_lock", "_file", "_cache", "api_token")
        attributes = {k: v for k, v in self.__dict__.items() if k not in left_out}
        return _make, (type(self), attributes, self._file.tell())


def _make(kind: type[ReportJob], attributes: dict[str, Any], offset: int) -> ReportJob:
    job = kind.__new__(kind)
    for name, value in attributes.items():
        setattr(job, name, value)
    job.api_token, job._cache, job._lock = read_token(), {}, threading.Lock()
    job._file = job.path.open("rb")
    job._file.seek(offset)
    return job


class MailedReportJob(ReportJob):
    """A job whose result goes to some people."""

    def __init__(self, path: Path, *, recipients: list[str]) -> None:
        super().__init__(path)
        self.recipients = recipients


class SlottedReportJob(ReportJob):
    """A job with a tag, which is kept in a slot and not in `__dict__`."""

    __slots__ = ("tag",)

    tag: str

    def __reduce__(self) -> tuple[Any, ...]:
        """Pass the tag as if it were in __dict__."""
        make, (kind, attributes, offset) = super().__reduce__()
        if hasattr(self, "tag"):
            attributes["tag"] = self.tag
        return make, (kind, attributes, offset)
