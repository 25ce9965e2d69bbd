"""Loading calls the base class's own __init__, by name, and then puts back what was stored."""

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

    def __getstate__(self) -> object:
        """Store everything but what __init__ makes anew."""
        state = {
            name: value
            for name, value in self.__dict__.items()
            if name not in ("_lock", "_file", "_cache", "api_token")
        }
        with self._lock:
            return state, self._file.tell()

    def __setstate__(self, state: Any) -> None:
        """Not self.__init__: a subclass's may want other arguments."""
        attributes, offset = state
        ReportJob.__init__(self, attributes["path"])
        self.__dict__.update(attributes)
        self._file.seek(offset)


class MailedReportJob(ReportJob):
    """A job whose result goes to some people."""

    def __init__(self, path: Path, *, recipients: list[str]) -> None:
        super().__init__(path)
        self.recipients = recipients


class SlottedReportJob(ReportJob):
    """A job with a tag, which is kept in a slot and not in `__dict__`."""

    __slots__ = ("tag",)

    tag: str

    def __getstate__(self) -> object:
        """Add the tag, if there is one."""
        return [super().__getstate__(), *([self.tag] if hasattr(self, "tag") else [])]

    def __setstate__(self, state: Any) -> None:
        """Take it out again."""
        super().__setstate__(state[0])
        if len(state) > 1:
            self.tag = state[1]
