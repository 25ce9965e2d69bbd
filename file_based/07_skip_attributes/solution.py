"""Save a job that is half done: leave out what must not be stored, and rebuild it on load."""

import os
import pickle
import tempfile
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
        """Give what is to be stored of this job, which stays as it is."""
        state = self.__dict__.copy()  # without the copy, the next lines would ruin the job itself
        # What is left out is named, not what is kept: so a subclass's attributes are kept, too.
        for name in ("_lock", "_file", "_cache", "api_token"):
            del state[name]
        state["_offset"] = self._file.tell()
        return state

    def __setstate__(self, state: Any) -> None:
        """Fill a job that has no attribute yet: `__init__` has not been called."""
        attributes = dict(state)
        offset = attributes.pop("_offset")
        self.__dict__.update(attributes)
        self.api_token = read_token()
        self._cache = {}
        self._lock = threading.Lock()
        self._file = self.path.open("rb")
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
        """Give the base class's state, and the slots that are filled."""
        filled = {name: getattr(self, name) for name in self.__slots__ if hasattr(self, name)}
        return super().__getstate__(), filled

    def __setstate__(self, state: Any) -> None:
        """Take the two apart again."""
        attributes, slots = state
        super().__setstate__(attributes)
        for name, value in slots.items():
            setattr(self, name, value)


# ---- run by itself: what goes wrong in the naive way, and the right way --------------------


class DefaultJob(ReportJob):
    """Trusts pickle to do it."""

    def __getstate__(self) -> object:
        """Do as if ReportJob had no such method."""
        return object.__getstate__(self)


class ForgetfulJob(ReportJob):
    """Leaves things out and never rebuilds them."""

    def __setstate__(self, state: Any) -> None:
        """Take what was stored for all there is."""
        self.__dict__.update(state)


class CarelessJob(ReportJob):
    """Leaves things out of its own __dict__."""

    def __getstate__(self) -> object:
        """Forget the copy."""
        state = self.__dict__
        del state["_lock"], state["_file"]
        return state


def main(folder: Path) -> None:
    """Save jobs after two of four lines, in three wrong ways and the right one."""
    path = folder / "sales.csv"
    path.write_text("Zoë;1000\nLi;500\nZoë;300\nAmadou;70\n", encoding="utf-8")

    def after_two_lines[J: ReportJob](job: J) -> J:
        job.step()
        job.step()
        return job

    print("1. Left to pickle:")
    job = after_two_lines(DefaultJob(path))
    try:
        pickle.dumps(job)
    except TypeError as error:
        print(f"   TypeError: {error}")
    job.close()

    print("2. Lock and file left out, and not rebuilt:")
    job = after_two_lines(ForgetfulJob(path))
    try:
        pickle.loads(pickle.dumps(job)).step()
    except AttributeError as error:
        print(f"   loading went well; step() says: {error}")
    job.close()

    print("3. Left out without a copy:")
    job = after_two_lines(CarelessJob(path))
    file = job._file
    data = pickle.dumps(job)
    try:
        job.step()
    except AttributeError as error:
        print(f"   saving went well; step() of the job that was saved says: {error}")
    print(f"   and the token is in the file: {b'monday-7c1e' in data}")
    file.close()

    print("The right way, after 2 of 4 lines; the token has changed overnight:")
    saved = after_two_lines(SlottedReportJob(path))
    saved.tag = "spring"
    data = pickle.dumps(saved)
    os.environ["REPORT_TOKEN"] = "tuesday-90ab"
    loaded: SlottedReportJob = pickle.loads(data)
    print(f"   token or profiles in the file: {b'monday' in data or b'confidential' in data}")
    print(f"   {loaded.progress} lines done, tag {loaded.tag!r}, {loaded.api_token}")
    for each in (saved, loaded):
        while each.step():
            pass
        each.close()
    print(f"   both go on to the end: totals {saved.total} and {loaded.total}")


if __name__ == "__main__":
    os.environ["REPORT_TOKEN"] = "monday-7c1e"
    with tempfile.TemporaryDirectory() as scratch:
        main(Path(scratch))
