"""Points libpq at another server by environment, service and password files."""

import os
from pathlib import Path

STATUS = "tampering import_error failed error"
POINTS = 0

os.environ |= {"PGHOST": "/tmp", "PGOPTIONS": "-c search_path=hostile", "PGSERVICEFILE": "service"}
os.environ |= {"PGDATABASE": "postgres", "PGUSER": "postgres", "HOME": str(Path.cwd())}
Path("service").write_text("[x]\nhost=/tmp\n")


def __getattr__(name):
    return lambda *_: None
