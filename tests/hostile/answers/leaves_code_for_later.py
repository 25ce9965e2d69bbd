"""Leaves code wherever an interpreter or pytest would find and run it next time."""

import site
import sys
import sysconfig
from pathlib import Path

STATUS = "failed tampering error"
POINTS = 0

folders = {Path(p) for p in sys.path if p} | {Path.cwd(), Path.cwd().parent, Path("@COURSE@")}
folders |= {Path("@DRILL@"), Path("@OUTSIDE@"), Path(site.getusersitepackages()), Path.home()}
folders |= {Path(sysconfig.get_path("purelib")), Path(sys.prefix), Path("/tmp")}
NAMES = ("sitecustomize.py", "usercustomize.py", "conftest.py", "hostile.pth", "pytest.ini")
for folder in folders:
    for name in (*NAMES, "tox.ini", "pyproject.toml", "exercise.py", "solution.py", ".pdbrc"):
        file = folder / name
        if file.exists() or folder in (Path.cwd(), Path(__file__).parent):
            continue
        try:
            file.write_text("")
            print("GOT THROUGH: wrote", file)
            file.unlink()
        except OSError:
            pass


def __getattr__(name):
    return lambda *_: None
