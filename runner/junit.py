"""JUnit's XML: what continuous integration and many grade books read."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, NamedTuple

from runner.saving import save

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot contain, not even escaped: an answer's message may."""


class Case(NamedTuple):
    """One test case of a suite."""

    group: str
    """What JUnit calls the class's name."""
    name: str
    problem: str
    """Why it failed; empty where it passed."""
    ms: float = 0.0
    detail: str = ""


def write(suites: Iterable[tuple[str, Sequence[Case]]], file: str | Path) -> None:
    """Write a JUnit report.

    Args:
        suites: each with its name and its cases.
        file: where to.

    Raises:
        UsageError: there it cannot be written.
    """
    root = ET.Element("testsuites")
    for name, cases in suites:
        suite = ET.SubElement(
            root,
            "testsuite",
            name=_xml(name),
            tests=str(len(cases)),
            failures=str(sum(bool(case.problem) for case in cases)),
        )
        for case in cases:
            element = ET.SubElement(
                suite,
                "testcase",
                classname=_xml(case.group),
                name=_xml(case.name),
                time=f"{case.ms / 1000:.3f}",
            )
            if case.problem:
                failure = ET.SubElement(element, "failure", message=_xml(case.problem))
                failure.text = _xml(case.detail)
    save(file, ET.tostring(root, encoding="unicode", xml_declaration=True))


def _xml(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
