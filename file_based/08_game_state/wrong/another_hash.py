"""Thinks that one checksum is as good as another."""

from types import SimpleNamespace

import solution
from solution import *

FAILS = "a_save_begins_with_a_header"
SAYS = "sha256 is not the SHA-256"

# MD5 finds damage, too; but whoever else reads these files computes what the header names.
solution.hashlib = SimpleNamespace(sha256=hashlib.md5)  # type: ignore[assignment]
