"""Thinks that a stream of documents is a text with separators."""

import tempfile
from pathlib import Path

from solution import *

FAILS = "a_stream_of_documents_is_loaded"
SAYS = "a line --- begins a document, the first one too"


def load_documents(path: Path) -> list[AppConfig]:
    """Cut at each line ---, and find an empty document above the first one."""
    text = path.read_text(encoding="utf-8")
    configs = []
    with tempfile.TemporaryDirectory() as folder:
        part = Path(folder) / path.name
        for piece in text.split("---\n") if text else []:
            part.write_text(piece, encoding="utf-8")
            configs.append(load_config(part))
    return configs
